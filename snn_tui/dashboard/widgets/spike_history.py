"""SpikeHistory: the bounded past of the spike log, thinned to what can be read."""

from collections import deque
from dataclasses import dataclass
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

MOST_ENTRIES = 5000
PAGE_S = 0.5
"""A page of the log stays this long when spikes come faster than they can be read."""


@dataclass(frozen=True, slots=True)
class Spike:
    """One spike. time: in milliseconds, to the last digit."""

    time: str
    neuron: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """So many spikes that came too fast to be shown."""

    count: int


@dataclass(frozen=True, slots=True)
class Note:
    """Something else that happened."""

    text: str


Entry = Spike | Skipped | Note


class SpikeHistory:
    """Entries in order, the oldest dropped when there are too many.

    At most one page of spikes is let through per `PAGE_S`; the rest waits for the next page, and
    of what waits only the newest page is kept, the others counted.
    """

    def __init__(self, page: int = 20) -> None:
        self.entries: deque[Entry] = deque(maxlen=MOST_ENTRIES)
        self.added = 0
        """How many entries there have ever been."""
        self.skipped = 0
        """How many spikes were never shown."""
        self.page = page
        self._waiting: deque[Spike] = deque()
        self._missed = 0
        self._page_began = -PAGE_S
        self._on_page = 0

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
        self.turn_page(now)
        total = len(times)
        kept = min(total, self.page)
        missed += total - kept
        if missed:
            # What waits is older than what is missed now: it goes too, so that order is kept.
            self._miss(missed + len(self._waiting))
            self._waiting.clear()
        newest = zip(times[total - kept :], neuron[total - kept :].tolist(), strict=True)
        self._waiting.extend(Spike(at, who) for at, who in newest)
        if self._missed == 0 and self._on_page + len(self._waiting) <= self.page:
            self._release()
        surplus = max(0, len(self._waiting) - self.page)
        self._miss(surplus)
        for _ in range(surplus):
            self._waiting.popleft()

    def turn_page(self, now: float) -> None:
        """Let the next page through, if it is time."""
        if now - self._page_began < PAGE_S:
            return
        self._page_began = now
        self._on_page = 0
        if self._missed:
            self._append(Skipped(self._missed))
            self._missed = 0
        self._release()

    def of_neuron(self, neuron: int) -> "SpikeHistory":
        """What is known of one neuron: its spikes since the last that was skipped."""
        one = SpikeHistory(self.page)
        shown = takewhile(lambda entry: not isinstance(entry, Skipped), reversed(self.entries))
        known = [] if self._missed else list(shown)
        for entry in (*reversed(known), *self._waiting):
            if not isinstance(entry, Spike) or entry.neuron == neuron:
                one._append(entry)
        return one

    def _release(self) -> None:
        self._on_page += len(self._waiting)
        for spike in self._waiting:
            self._append(spike)
        self._waiting.clear()

    def _miss(self, count: int) -> None:
        self._missed += count
        self.skipped += count

    def _append(self, entry: Entry) -> None:
        self.entries.append(entry)
        self.added += 1
