"""Halftone: counts as dots, each spike a dot where they are few, more dots for more where not."""

import numpy as np
from numpy.typing import NDArray

CROWDED = 0.5
"""Share of dots that have any spike, above which it tells more how many they have."""
FULL_PERCENTILE = 98.0
MEMORY = 60
"""A density that was not needed for so many pictures is given up."""
_DOWN, _ACROSS = 0.7548776662466927, 0.5698402909980532
"""Multiples of these modulo 1 cover a square evenly, without a pattern that the eye finds."""


class Density:
    """How many spikes a dot needs to be drawn for sure; 1 where every one is drawn.

    Grows at once, and shrinks only much later, so that a picture can be compared with the last.
    """

    def __init__(self) -> None:
        self.full = 1
        self._lately = 1
        self._pictures = 0

    def include(self, counts: NDArray[np.int32]) -> None:
        """See these counts of dots, all of which are known."""
        needed = _full(counts)
        self._lately = max(needed, self._lately)
        self.full = max(needed, self.full)
        self._pictures += 1
        if self._pictures >= MEMORY:
            self.full, self._lately, self._pictures = self._lately, 1, 0


def halftone(counts: NDArray[np.int32], full: int, first_column: int) -> NDArray[np.bool_]:
    """Which dots are drawn, shape (rows, columns).

    first_column: the number of the first one since the beginning: a spike's dot is one and the
    same while columns move on.
    """
    if full <= 1:
        return counts > 0
    rows, columns = np.arange(counts.shape[0]), np.arange(counts.shape[1]) + first_column
    share = (rows[:, None] * _DOWN + (columns * _ACROSS) % 1.0) % 1.0
    return counts > share * full


def _full(counts: NDArray[np.int32]) -> int:
    if counts.size == 0 or np.count_nonzero(counts) <= CROWDED * counts.size:
        return 1
    return max(1, int(np.ceil(np.percentile(counts, FULL_PERCENTILE))))
