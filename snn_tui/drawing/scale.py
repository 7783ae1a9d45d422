"""CommonScale: the one range on which all rows of a picture are drawn."""

import math

import numpy as np
from numpy.typing import NDArray

CLIPPED_PERCENT = 0.1
"""Share of values at either end that may leave the scale, so that one outlier flattens nothing."""


class CommonScale:
    """A range that grows to hold what is drawn, and never shrinks until it is told to forget.

    Rows stay comparable with each other and with what they were a moment ago.
    """

    def __init__(self, low: float, high: float, grain: float) -> None:
        self._start = (low, high)
        self._grain = grain
        self.low = low
        self.high = high

    def include(self, values: NDArray[np.floating]) -> None:
        """Grow, by whole grains, until all but a few of the finite values fit."""
        finite = values[np.isfinite(values)]
        if finite.size == 0 or (finite.min() >= self.low and finite.max() <= self.high):
            return
        low, high = np.percentile(finite, (CLIPPED_PERCENT, 100 - CLIPPED_PERCENT))
        self.low = min(self.low, math.floor(low / self._grain) * self._grain)
        self.high = max(self.high, math.ceil(high / self._grain) * self._grain)

    def forget(self) -> None:
        """Return to the range it began with."""
        self.low, self.high = self._start
