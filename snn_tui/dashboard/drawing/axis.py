"""Axis: the range of a quantity that a picture has, which grows but never jumps about."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

STEPS = (1.0, 2.0, 5.0, 10.0)
GRAINS = 10
"""About so many of what a range is rounded to are in it."""
ROOM = 0.03
"""Of the range, what stays free beside the values."""
FLATTEST = 1e-3
"""Of its largest value, how wide a range is at least."""


@dataclass(frozen=True, slots=True)
class Axis:
    """From low to high, both round numbers."""

    low: float
    high: float

    @property
    def span(self) -> float:
        """How wide it is."""
        return self.high - self.low

    def dots(self, values: NDArray[np.floating], count: int) -> NDArray[np.float64]:
        """Which of so many dots each value is at, not rounded; those beyond are beyond."""
        return np.asarray((values - self.low) / self.span * count - 0.5, np.float64)

    def edges(self, count: int) -> NDArray[np.float64]:
        """The values between so many dots and at both ends, shape (count + 1,)."""
        return np.linspace(self.low, self.high, count + 1)

    def ticks(self, most: int) -> list[float]:
        """Round values within, at most so many."""
        step = _round_up(self.span / max(1, most))
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        return [number * step for number in range(first, last + 1)]


def grown(axis: Axis | None, values: NDArray[np.floating]) -> Axis | None:
    """The axis, if it holds all finite values, or a wider one that does; None while none is."""
    finite = values[np.isfinite(values)]
    if not finite.size:
        return axis
    low, high = float(finite.min()), float(finite.max())
    if axis is not None:
        if axis.low <= low and high <= axis.high:
            return axis
        low, high = min(low, axis.low), max(high, axis.high)
    least = FLATTEST * max(abs(low), abs(high)) or 1.0
    room = max(ROOM * (high - low), (least - (high - low)) / 2)
    low, high = low - room, high + room
    grain = _round_up((high - low) / GRAINS)
    return Axis(math.floor(low / grain) * grain, math.ceil(high / grain) * grain)


def _round_up(step: float) -> float:
    """The next of 1, 2, 5, 10, 20..."""
    power = 10.0 ** math.floor(math.log10(step))
    return power * next(each for each in STEPS if each >= step / power * (1 - 1e-9))
