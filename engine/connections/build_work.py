"""What building synapses takes, and how much of it is done: for a bar that goes as time does."""

from collections.abc import Callable
from threading import Lock

COUNTED, FILLED = 1.0, 4.0
"""What a synapse takes in each pass: drawing it, and drawing all of it to put it in its place."""
BEGUN = 10.0
"""A target takes as long as so many synapses, even if it has none."""


def work_of(synapses: float, targets: int) -> float:
    """What so many synapses to so many targets take, in each pass multiplied by the pass's."""
    return synapses + BEGUN * targets


class BuildWork:
    """Sums up what several threads have done, and tells it.

    told: is called with how much is done and of how much; it may raise to stop.
    """

    def __init__(self, of: float, told: Callable[[int, int], None]) -> None:
        self._of, self._told = max(1, round(of)), told
        self._done = 0.0
        self._lock = Lock()

    def advance(self, work: float) -> None:
        """So much more is done."""
        with self._lock:
            self._done += work
            done = round(self._done)
        self._told(min(done, self._of), self._of)
