"""Time stamps: a number of steps as milliseconds, exact for ever.

Time is a whole number of steps, and a time step is the decimal number that it is written as, so
that 3 steps of 0.1 ms are 0.3 ms and no rounding ever adds up.
"""

from decimal import Decimal
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Times = NDArray[np.int64] | NDArray[np.float64]
_EXACT_DOUBLE = 2**53
_LARGEST_INT64 = 2**63 - 1


def times_ms(step: NDArray[np.int64], dt_ms: float) -> Times:
    """The times at which steps start, each the double that is nearest; whole if dt_ms is."""
    numerator, decimals = _as_fraction(dt_ms)
    if decimals == 0:
        return np.asarray(step * numerator)
    divisor = 10**decimals
    units = _units(step, numerator, divisor)
    if (units.size and int(units.max()) > _EXACT_DOUBLE) or units.dtype == object:
        # NumPy rounds twice here, once to a double and once to divide; Python rounds once.
        return np.array([unit / divisor for unit in units.tolist()], np.float64)
    return np.asarray(units / float(divisor))


def time_ms(step: int, dt_ms: float) -> float:
    """The time at which one step starts, the double that is nearest."""
    numerator, decimals = _as_fraction(dt_ms)
    return float(step * numerator / 10**decimals)


def time_texts(step: NDArray[np.int64], dt_ms: float) -> list[str]:
    """The same, to the last digit: no exponents, no zeros at the end, no rounding."""
    numerator, decimals = _as_fraction(dt_ms)
    divisor = 10**decimals
    units = _units(step, numerator, divisor)
    if decimals == 0:
        return list(map(str, units.tolist()))
    whole, rest = units // divisor, units % divisor
    # Few fractions come again and again: they are put into words once.
    fractions = {part: f".{part:0{decimals}}".rstrip("0") for part in set(rest.tolist())}
    fractions[0] = ""
    return [
        f"{ms}{fractions[part]}" for ms, part in zip(whole.tolist(), rest.tolist(), strict=True)
    ]


def time_text(step: int, dt_ms: float) -> str:
    """The time at which one step starts, to the last digit."""
    return time_texts(np.array([step]), dt_ms)[0]


@lru_cache
def _as_fraction(dt_ms: float) -> tuple[int, int]:
    """The decimal number as numerator and number of decimals."""
    _, digits, exponent = Decimal(repr(float(dt_ms))).normalize().as_tuple()
    assert isinstance(exponent, int), "a time step is finite"
    numerator = int("".join(map(str, digits)))
    return numerator * 10 ** max(0, exponent), max(0, -exponent)


def _units(step: NDArray[np.int64], numerator: int, divisor: int) -> NDArray[Any]:
    """Times as whole numbers of the last decimal's unit; Python's where 64 bits do not suffice."""
    largest = int(step.max()) if step.size else 0
    if max(largest * numerator, divisor) > _LARGEST_INT64:
        return step.astype(object) * numerator
    return step * np.int64(numerator)
