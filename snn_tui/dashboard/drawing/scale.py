"""CommonScale: the one range on which all rows of a picture are drawn."""

import math

import numpy as np
from numpy.typing import NDArray

MEMORY = 150
"""A range that was not needed for so many pictures is given up."""
WITHIN_PERCENT = (0.5, 98.0)
"""Percentiles that the scale holds; the few values that are about to spike flatten nothing."""


class CommonScale:
    """A range that grows at once to hold what is drawn, and shrinks only much later.

    Rows stay comparable with each other and with what they were a moment ago.

    low, high: the range that it never gets smaller than. grain: what it grows by.
    """

    def __init__(self, low: float, high: float, grain: float) -> None:
        self._least = self._lately = (low, high)
        self._grain = grain
        self._pictures = 0
        self.low, self.high = low, high

    def include(self, values: NDArray[np.floating]) -> None:
        """Hold all but a few of the finite values."""
        low, high = self._needed(values)
        self._lately = (min(low, self._lately[0]), max(high, self._lately[1]))
        self.low, self.high = min(low, self.low), max(high, self.high)
        self._pictures += 1
        if self._pictures >= MEMORY:
            self.low, self.high = self._lately
            self._lately, self._pictures = self._least, 0

    def forget(self) -> None:
        """Return to the smallest range."""
        self.low, self.high = self._least
        self._lately, self._pictures = self._least, 0

    def _needed(self, values: NDArray[np.floating]) -> tuple[float, float]:
        finite = values[np.isfinite(values)]
        least_low, least_high = self._least
        if finite.size == 0 or (finite.min() >= least_low and finite.max() <= least_high):
            return self._least
        low, high = np.percentile(finite, WITHIN_PERCENT) / self._grain
        grained = (math.floor(low) * self._grain, math.ceil(high) * self._grain)
        return min(grained[0], least_low), max(grained[1], least_high)
