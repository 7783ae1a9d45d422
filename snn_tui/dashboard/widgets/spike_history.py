"""SpikeHistory: the bounded past of the spike log, of each moment as much as has room."""

from collections import deque
from dataclasses import dataclass
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

MOST_ENTRIES = 5000
SHARE_S = 1.0
"""Wall-clock time over which the share of shown spikes is taken."""


@dataclass(frozen=True, slots=True)
class Spike:
    """One spike. time: in milliseconds, to the last digit."""

    time: str
    neuron: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """So many spikes that there was no room for."""

    count: int


@dataclass(frozen=True, slots=True)
class Note:
    """Something else that happened."""

    text: str


Entry = Spike | Skipped | Note


class SpikeHistory:
    """Entries in order, the oldest dropped when there are too many.

    Of each frame a page of spikes at most is shown, the newest, so that the log is never behind;
    the others are counted.
    """

    def __init__(self, page: int = 20) -> None:
        self.entries: deque[Entry] = deque(maxlen=MOST_ENTRIES)
        self.added = 0
        """How many entries there have ever been."""
        self.page = page
        self._recent: deque[tuple[float, int, int]] = deque()
        """Wall time, and spikes shown and skipped then."""

    @property
    def share(self) -> float:
        """How many of the last second's spikes are shown, 0.0 to 1.0; 1.0 where there are none."""
        shown, skipped = (sum(each[column] for each in self._recent) for column in (1, 2))
        return shown / (shown + skipped) if skipped else 1.0

    def note(self, text: str) -> None:
        """Add a line that is no spike."""
        self._append(Note(text))

    def add(
        self,
        times: list[str],
        neuron: NDArray[np.int64],
        missed: int,
        now: float,
    ) -> None:
        """Add the spikes of a frame, and how many the frame had no room for, at wall time `now`."""
        total = len(times)
        kept = min(total, self.page)
        missed += total - kept
        if missed:
            self._append(Skipped(missed))
        for at, who in zip(times[total - kept :], neuron[total - kept :].tolist(), strict=True):
            self._append(Spike(at, who))
        self._recent.append((now, kept, missed))
        while now - self._recent[0][0] > SHARE_S:
            self._recent.popleft()

    def of_neuron(self, neuron: int) -> "SpikeHistory":
        """What is known of one neuron: its spikes since the last that was skipped."""
        one = SpikeHistory(self.page)
        shown = takewhile(lambda entry: not isinstance(entry, Skipped), reversed(self.entries))
        for entry in reversed(list(shown)):
            if not isinstance(entry, Spike) or entry.neuron == neuron:
                one._append(entry)
        return one

    def _append(self, entry: Entry) -> None:
        self.entries.append(entry)
        self.added += 1
