"""RecordedSpikes: the spikes of a recording, read in pages of which the newest used are kept."""

from bisect import bisect_left
from collections.abc import Iterator

import numpy as np

from engine.live.spike_ring import StepsAndNeurons
from engine.recording.spikes import Spikes, joined, spikes_at
from engine.recordings.recording import Recording

PAGE = 65_536
"""Spikes that are read together, in a millisecond or two."""
MOST_PAGES = 64
"""50 MB."""
MOST_READ = 500_000
"""Spikes that are looked at for one picture: what takes more time has a shorter past."""


class RecordedSpikes:
    """All spikes by step, and by their number in the recording."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._pages: dict[int, StepsAndNeurons] = {}
        self.count = recording.spike_count
        self.oldest_step = recording.first_step
        """With which they begin."""

    def row_of(self, step: int) -> int:
        """How many spikes were before this step."""
        low, high = self._recording.block_rows(step)
        if low == high:
            return low
        later = range(low // PAGE + 1, (high - 1) // PAGE + 1)
        page = low // PAGE + bisect_left(later, step, key=lambda number: self._page(number)[0][0])
        row = page * PAGE + int(np.searchsorted(self._page(page)[0], step))
        return min(max(row, low), high)

    def known_step(self, first: int, end: int) -> int:
        """From where on spikes before `end` are few enough to be looked at; `first` at best."""
        last, first = self.row_of(end), max(first, self.oldest_step)
        if last - self.row_of(first) <= MOST_READ:
            return first
        row = last - MOST_READ - 1
        return min(end, int(self._page(row // PAGE)[0][row % PAGE]) + 1)

    def between(self, first: int, end: int) -> Iterator[StepsAndNeurons]:
        """The spikes of steps from `first` to before `end`, in order, in parts."""
        return self._rows(self.row_of(first), self.row_of(end))

    def numbered(self, row: int, last: int, dt_ms: float) -> Spikes:
        """Those from this number to before the last, with their times."""
        return joined(
            [
                spikes_at(steps, neurons.astype(np.int64), dt_ms)
                for steps, neurons in self._rows(row, last)
            ]
        )

    def last_of(self, neuron: int, end: int) -> int | None:
        """The step of a neuron's last spike before `end`, if it is among those looked at."""
        last = self.row_of(end)
        first = max(0, last - MOST_READ)
        while first < last:
            row = max(first, (last - 1) // PAGE * PAGE)
            for steps, neurons in self._rows(row, last):
                own = np.flatnonzero(neurons == neuron)
                if own.size:
                    return int(steps[own[-1]])
            last = row
        return None

    def add(self, spikes: Spikes) -> None:
        """There are no new ones."""

    def _rows(self, row: int, last: int) -> Iterator[StepsAndNeurons]:
        while row < last:
            steps, neurons = self._page(row // PAGE)
            part = slice(row % PAGE, min(PAGE, row % PAGE + last - row))
            yield steps[part], neurons[part]
            row += part.stop - part.start

    def _page(self, number: int) -> StepsAndNeurons:
        page = self._pages.pop(number, None)
        if page is None:
            row = number * PAGE
            steps, neurons = self._recording.spike_rows(row, min(row + PAGE, self.count))
            page = steps, neurons.astype(np.int32)
            if len(self._pages) >= MOST_PAGES:
                self._pages.pop(next(iter(self._pages)))
        # The last in the dictionary is the one used last.
        self._pages[number] = page
        return page
