"""RecordedTrace: the samples of one neuron before any step."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.live.feed import MAX_SAMPLES
from engine.recordings.plan import INPUT
from engine.recordings.recording import Recording

PAGE = 4096
"""Samples that are read together."""
MOST_PAGES = 8
Values = NDArray[np.float64]


class Trace(NamedTuple):
    """Samples in the order of time."""

    steps: NDArray[np.int64]
    """Shape (samples,)."""
    values: Values
    """Variables and the input current, shape (samples, variables + 1); NaN if not recorded."""


class RecordedTrace:
    """names: of the neuron's variables that were recorded, in the order of its model."""

    def __init__(self, recording: Recording, neuron: int, variables: tuple[str, ...]) -> None:
        sampled = {name: each for name, each in recording.sampled.items() if neuron in each.neurons}
        self.neuron = neuron
        self.names = tuple(name for name in variables if name in sampled)
        self.has_input = INPUT in sampled
        self._recording = recording
        self._at = [
            (name, sampled[name].neurons.index(neuron)) if name in sampled else None
            for name in (*self.names, INPUT)
        ]
        each = next(iter(sampled.values()), None)
        self.every_steps = 1 if each is None else each.every_steps
        self._first = 0 if each is None else each.first_sample
        self._count = 0 if each is None else recording.sample_count
        self._pages: dict[int, Values] = {}

    def before(self, step: int) -> Trace:
        """The samples of the last steps before this one, as many steps as a live run keeps."""
        low, high = (
            min(max(0, -(-each // self.every_steps) - self._first), self._count)
            for each in (step - MAX_SAMPLES, step)
        )
        parts = [self._page(number) for number in range(low // PAGE, -(-high // PAGE))]
        values = np.concatenate(parts) if parts else np.empty((0, len(self._at)))
        start = low // PAGE * PAGE
        steps = (self._first + np.arange(low, high)) * self.every_steps
        return Trace(steps, values[low - start : high - start])

    def _page(self, number: int) -> Values:
        if number not in self._pages:
            if len(self._pages) >= MOST_PAGES:
                self._pages.pop(next(iter(self._pages)))
            rows = slice(number * PAGE, min((number + 1) * PAGE, self._count))
            columns = [
                np.full(rows.stop - rows.start, np.nan)
                if at is None
                else self._recording.sample_rows(at[0], rows, at[1])
                for at in self._at
            ]
            self._pages[number] = np.stack(columns, axis=1)
        return self._pages[number]
