"""Firing rates over the last simulated seconds, of the network and of each neuron."""

from collections import deque

import numpy as np
from numpy.typing import NDArray

from engine.recording.spikes import Spikes

NEURON_WINDOW_S = 10
MOMENTS_PER_S = 20
"""How often the network's spikes are noted, so that its window is hardly more than a second."""


def moment_steps(steps_per_second: int) -> int:
    """Steps from one moment to the next."""
    return -(-steps_per_second // MOMENTS_PER_S)


class Rates:
    """Counts spikes, and remembers the counts of each of the last ten simulated seconds."""

    def __init__(self, size: int, steps_per_second: int, step: int = 0) -> None:
        """step: from which on spikes will be added."""
        self._steps_per_second = steps_per_second
        self._counts = np.zeros(size, np.int32)
        self._total = 0
        start = (step, self._counts.copy())
        self._moments: deque[tuple[int, NDArray[np.int32]]] = deque(
            [start], maxlen=NEURON_WINDOW_S + 1
        )
        self._totals = deque([(step, 0)])
        """The network's spikes up to some steps, from the last one on that is a second ago."""

    def add(self, spikes: Spikes, step: int) -> None:
        """Count these spikes, which reach up to `step`."""
        # Of the array's own kind, else each is converted on its way: a million take 1 ms, not 50.
        np.add.at(self._counts, spikes.neuron, np.int32(1))
        self._total += spikes.neuron.size
        if step - self._moments[-1][0] >= self._steps_per_second:
            self._moments.append((step, self._counts.copy()))
        if step - self._totals[-1][0] >= moment_steps(self._steps_per_second):
            self._totals.append((step, self._total))
        while len(self._totals) > 1 and step - self._totals[1][0] >= self._steps_per_second:
            self._totals.popleft()

    def mean_hz(self, step: int) -> float:
        """Spikes per neuron and second over about the last second."""
        first, before = self._totals[0]
        return self._per_second(self._total - before, step - first) / self._counts.size

    def mean_steps(self, step: int) -> int:
        """Over how many steps the mean is told: of about a second, or of all so far."""
        return step - self._totals[0][0]

    def neuron_hz(self, neuron: int, step: int) -> float:
        """Spikes of one neuron per second over about the last ten seconds."""
        moment = self._moments[0]
        return self._per_second(self._counts[neuron] - moment[1][neuron], step - moment[0])

    def neurons_hz(self, step: int) -> NDArray[np.float64]:
        """The same of every neuron, shape (size,)."""
        moment = self._moments[0]
        seconds = max(1, step - moment[0]) / self._steps_per_second
        return (self._counts - moment[1]) / seconds

    def hz_of(self, neurons: NDArray[np.int64], step: int) -> NDArray[np.float64]:
        """The same of these neurons alone, in their order."""
        first, before = self._moments[0]
        seconds = max(1, step - first) / self._steps_per_second
        return (self._counts[neurons] - before[neurons]) / seconds

    def window_steps(self, step: int) -> int:
        """Over how many steps a neuron's rate is told: of about ten seconds, or of all so far."""
        return step - self._moments[0][0]

    @property
    def longest_steps(self) -> int:
        """How many these are at most, if spikes are added step by step."""
        return (NEURON_WINDOW_S + 1) * self._steps_per_second

    def counts(self, step: int) -> tuple[NDArray[np.int32], float]:
        """Spikes of every neuron over about the last ten seconds, and how many seconds these are.

        Those of `neuron_hz`, shape (neurons,).
        """
        moment = self._moments[0]
        return self._counts - moment[1], (step - moment[0]) / self._steps_per_second

    def _per_second(self, spikes: int, steps: int) -> float:
        return float(spikes) * self._steps_per_second / steps if steps > 0 else 0.0
