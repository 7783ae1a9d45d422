"""SpikeRing: the newest spikes, as many as fit into bounded memory."""

from collections.abc import Iterator
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engine.recording.spikes import Spikes

MOST_KEPT = 3_000_000
"""36 MB, which is taken only as spikes come."""

StepsAndNeurons = tuple[NDArray[np.int64], NDArray[np.int32]]


class KeptSpikes(Protocol):
    """Spikes that can be looked at again."""

    oldest_step: int
    """From here on they can."""

    def add(self, spikes: Spikes) -> None:
        """These are new."""

    def known_step(self, first: int, end: int) -> int:
        """From where on `between` gives all spikes."""

    def between(self, first: int, end: int) -> Iterator[StepsAndNeurons]:
        """The spikes of steps from `first` to before `end`, in order, in parts."""


class SpikeRing:
    """Step and neuron of each spike from some step on; the oldest are given up for new ones."""

    def __init__(self, step: int, capacity: int = MOST_KEPT) -> None:
        """step: from which on spikes will be added."""
        self._steps = np.empty(capacity, np.int64)
        self._neurons = np.empty(capacity, np.int32)
        self._added = 0
        self.oldest_step = step
        """From here on all spikes are kept."""

    def add(self, spikes: Spikes) -> None:
        """Keep these spikes, which are later than those before."""
        capacity, count = self._steps.size, spikes.step.size
        lost = self._added + count - capacity
        if lost > max(0, self._added - capacity):
            self._give_up(lost, spikes)
        kept = slice(max(0, count - capacity), None)
        step, neuron = spikes.step[kept], spikes.neuron[kept]
        start = (self._added + count - step.size) % capacity
        before_end = min(step.size, capacity - start)
        for ring, values in ((self._steps, step), (self._neurons, neuron)):
            ring[start : start + before_end] = values[:before_end]
            ring[: step.size - before_end] = values[before_end:]
        self._added += count

    def first_step(self, count: int) -> int:
        """From here on all spikes are kept, and there are no more than so many."""
        if self._added <= count or self._steps.size <= count:
            return self.oldest_step
        return int(self._steps[(self._added - count - 1) % self._steps.size]) + 1

    def known_step(self, first: int, end: int) -> int:
        """From where on all spikes are kept, whatever is asked for."""
        return self.oldest_step

    def between(self, first: int, end: int) -> Iterator[StepsAndNeurons]:
        """The spikes that are kept of steps from `first` to before `end`, in order, in parts."""
        capacity = self._steps.size
        head = self._added % capacity
        parts = [slice(0, head)]
        if self._added > capacity:
            parts = [slice(head, capacity), *parts]
        elif self._added == capacity:
            parts = [slice(0, capacity)]
        for part in parts:
            steps, neurons = self._steps[part], self._neurons[part]
            inside = slice(*np.searchsorted(steps, (first, end)))
            if inside.start < inside.stop:
                yield steps[inside], neurons[inside]

    def _give_up(self, lost: int, spikes: Spikes) -> None:
        """Note up to where spikes will be missing: `lost` of all that ever were."""
        last = lost - 1
        if last >= self._added:
            self.oldest_step = int(spikes.step[last - self._added]) + 1
        else:
            self.oldest_step = int(self._steps[last % self._steps.size]) + 1
