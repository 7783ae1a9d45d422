"""Firing rates over the last simulated seconds, of the network and of each neuron."""

from collections import deque

import numpy as np
from numpy.typing import NDArray

from engine.recording.spikes import Spikes

NEURON_WINDOW_S = 10


class Rates:
    """Counts spikes, and remembers the counts of each of the last ten simulated seconds."""

    def __init__(self, size: int, steps_per_second: int, step: int = 0) -> None:
        """step: from which on spikes will be added."""
        self._steps_per_second = steps_per_second
        self._counts = np.zeros(size, np.int32)
        self._total = 0
        start = (step, 0, self._counts.copy())
        self._moments: deque[tuple[int, int, NDArray[np.int32]]] = deque(
            [start], maxlen=NEURON_WINDOW_S + 1
        )

    def add(self, spikes: Spikes, step: int) -> None:
        """Count these spikes, which reach up to `step`."""
        # Of the array's own kind, else each is converted on its way: a million take 1 ms, not 50.
        np.add.at(self._counts, spikes.neuron, np.int32(1))
        self._total += spikes.neuron.size
        if step - self._moments[-1][0] >= self._steps_per_second:
            self._moments.append((step, self._total, self._counts.copy()))

    def mean_hz(self, step: int) -> float:
        """Spikes per neuron and second since one or two seconds ago."""
        moment = self._moments[-2] if len(self._moments) > 1 else self._moments[-1]
        return self._per_second(self._total - moment[1], step - moment[0]) / self._counts.size

    def neuron_hz(self, neuron: int, step: int) -> float:
        """Spikes of one neuron per second over about the last ten seconds."""
        moment = self._moments[0]
        return self._per_second(self._counts[neuron] - moment[2][neuron], step - moment[0])

    def neurons_hz(self, step: int) -> NDArray[np.float64]:
        """The same of every neuron, shape (size,)."""
        moment = self._moments[0]
        seconds = max(1, step - moment[0]) / self._steps_per_second
        return (self._counts - moment[2]) / seconds

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
        return self._counts - moment[2], (step - moment[0]) / self._steps_per_second

    def _per_second(self, spikes: int, steps: int) -> float:
        return float(spikes) * self._steps_per_second / steps if steps > 0 else 0.0
