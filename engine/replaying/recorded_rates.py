"""RecordedRates: firing rates at any step of a recording, over the windows of a live run."""

import numpy as np
from numpy.typing import NDArray

from engine.live.rates import NEURON_WINDOW_S, moment_steps
from engine.replaying.recorded_spikes import RecordedSpikes


class RecordedRates:
    """As `Rates` has them where a run was advanced moment by moment.

    A neuron's window is shorter where ten seconds have more spikes than can be looked at.
    """

    def __init__(self, spikes: RecordedSpikes, size: int, steps_per_second: int) -> None:
        self._spikes = spikes
        self._size = size
        self._steps_per_second = steps_per_second

    def mean_hz(self, step: int) -> float:
        """Spikes per neuron and second over about the last second."""
        first = step - self.mean_steps(step)
        spikes = self._spikes.row_of(step) - self._spikes.row_of(first)
        return self._per_second(spikes, step - first) / self._size

    def mean_steps(self, step: int) -> int:
        """Over how many steps the mean is told: of about a second, or of all so far."""
        start, each = self._spikes.oldest_step, moment_steps(self._steps_per_second)
        moments = max(0, step - start - self._steps_per_second) // each
        return step - start - moments * each

    def neuron_hz(self, neuron: int, step: int) -> float:
        """Spikes of one neuron per second over about the last ten seconds."""
        first = self._first(step)
        parts = self._spikes.between(first, step)
        return self._per_second(
            sum(int(np.count_nonzero(neurons == neuron)) for _, neurons in parts), step - first
        )

    def neurons_hz(self, step: int) -> NDArray[np.float64]:
        """The same of every neuron, shape (size,)."""
        counts, _ = self.counts(step)
        return counts / (max(1, self.window_steps(step)) / self._steps_per_second)

    def hz_of(self, neurons: NDArray[np.int64], step: int) -> NDArray[np.float64]:
        """The same of these neurons alone, in their order."""
        return self.neurons_hz(step)[neurons]

    def window_steps(self, step: int) -> int:
        """Over how many steps a neuron's rate is told."""
        return step - self._first(step)

    @property
    def longest_steps(self) -> int:
        """How many these are at most."""
        return (NEURON_WINDOW_S + 1) * self._steps_per_second

    def counts(self, step: int) -> tuple[NDArray[np.int32], float]:
        """Spikes of every neuron in that window, shape (size,), and its seconds."""
        counts, first = np.zeros(self._size, np.int32), self._first(step)
        for _, neurons in self._spikes.between(first, step):
            counts += np.bincount(neurons, minlength=self._size).astype(np.int32)
        return counts, (step - first) / self._steps_per_second

    def _first(self, step: int) -> int:
        """Ten whole seconds before the last that was full, seconds counted from the start."""
        start = self._spikes.oldest_step
        full = (step - start) // self._steps_per_second
        first = start + max(0, full - NEURON_WINDOW_S) * self._steps_per_second
        return self._spikes.known_step(first, step)

    def _per_second(self, spikes: int, steps: int) -> float:
        return float(spikes) * self._steps_per_second / steps if steps > 0 else 0.0
