"""The scale of one curve: a fixed one, one that its values fill, one of round numbers about 0."""

import math

import numpy as np
from numpy.typing import NDArray

from engine.live.curve_range import CurveRange

Scale = tuple[float, float]
"""Its lower and its upper end."""

SMALLEST_SPAN = 0.1
"""A curve that varies less than this is drawn as flat as it is."""
PART = 4
"""A fixed scale that is left grows by whole parts of so many."""
ROUND = (1.0, 2.0, 5.0, 10.0)


def fixed_scale(values: NDArray[np.floating], of: CurveRange) -> Scale:
    """What an ordinary neuron keeps to, and more only where this one leaves it."""
    if of.usual is None:
        return filled_scale(values, of)
    low, high = of.usual
    least, greatest = _ends(values, of.usual)
    part = (high - low) / PART
    low -= part * max(0, math.ceil((low - least) / part))
    high += part * max(0, math.ceil((greatest - high) / part))
    return max(low, of.low), min(high, of.high)


def filled_scale(values: NDArray[np.floating], of: CurveRange) -> Scale:
    """From the least value to the greatest."""
    low, high = _ends(values, (0.0, 1.0))
    lack = max(0.0, SMALLEST_SPAN - (high - low)) / 2
    return max(low - lack, of.low), min(high + lack, of.high)


def round_scale(values: NDArray[np.floating]) -> Scale:
    """From 0 to a round number, on either side that the values reach."""
    low, high = _ends(values, (0.0, 1.0))
    if max(high, -low) <= 0.0:
        return 0.0, 1.0
    # A side that rounding errors alone reach is none.
    least = 1e-9 * max(high, -low)
    return -_rounded(-low) if -low > least else 0.0, _rounded(high) if high > least else 0.0


def _rounded(value: float) -> float:
    """The next larger of 1, 2, 5 and 10 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(value))
    return next(each * power for each in ROUND if each * power >= value * (1 - 1e-9))


def _ends(values: NDArray[np.floating], otherwise: Scale) -> Scale:
    finite = values[np.isfinite(values)]
    return (float(finite.min()), float(finite.max())) if finite.size else otherwise
