"""The values that a parameter takes: listed, a linear or a logarithmic range, or any in a span."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

import numpy as np

from engine.description.quantities import is_number, own_number, own_whole
from engine.errors import InvalidValueError
from engine.limits import LARGEST
from engine.quoting import shown

MOST_VALUES = 100_000
_NUMBER = re.compile(r"[+-]?(\d{1,40}(\.\d{0,40})?|\.\d{1,40})(e[+-]?\d{1,3})?", re.ASCII | re.I)
_WHOLE = re.compile(r"[+-]?\d{1,30}", re.ASCII)
_LOG = re.compile(r"log(\d{1,6})?", re.ASCII)
_WORDS = {"true": True, "false": False}
LEGAL = (
    "values such as -0.3,-0.5,-0.7, a range 10:40:5 in steps of 5, 1:100:log5 of 5 values with "
    "equal factors between them, or to be sampled a span 10:40 or 1:100:log"
)
Value = float | int | str | bool


@dataclass(frozen=True, slots=True)
class Listed:
    """One of some values, each of one kind.

    may_be_rounded: whether whole numbers near them will do where no others can be.
    """

    values: tuple[Value, ...]
    may_be_rounded: bool = False

    def at(self, share: float) -> Value:
        """The value at a share of the way from the first to the last, from 0 to below 1."""
        return self.values[int(share * len(self.values))]

    @property
    def ends(self) -> tuple[Value, ...]:
        """All that must be legal for any to be: of numbers the least and the greatest."""
        numbers = [each for each in self.values if not isinstance(each, str | bool)]
        return (min(numbers), max(numbers)) if numbers else self.values


@dataclass(frozen=True, slots=True)
class Span:
    """Any value from low to high. is_logarithmic: equal factors are equally likely."""

    low: float
    high: float
    is_logarithmic: bool = False
    may_be_rounded: ClassVar[bool] = True

    def at(self, share: float) -> float:
        """The value at a share of the way, from 0 to below 1."""
        if self.is_logarithmic:
            return self.low * math.pow(self.high / self.low, share)
        return self.low + (self.high - self.low) * share

    @property
    def ends(self) -> tuple[float, ...]:
        """Between these are all others."""
        return (self.low, self.high)


Choices = Listed | Span


def choices(given: Any) -> Choices:
    """The values that a text, or a list, tells. Raises InvalidValueError."""
    if isinstance(given, str):
        return _range(given) if ":" in given else _alike(list(map(_value, given.split(","))))
    if isinstance(given, Sequence | np.ndarray):
        return _alike([own_number(each) if _is_real(each) else own_whole(each) for each in given])
    return _alike([given])


def _range(text: str) -> Choices:
    """low:high, low:high:step, low:high:log or low:high:logN."""
    ends, last = text.split(":")[:2], "".join(text.split(":")[2:]).strip()
    found = _LOG.fullmatch(last)
    is_known = found or last == "" or _NUMBER.fullmatch(last)
    if text.count(":") > 2 or not is_known or not all(_NUMBER.fullmatch(e.strip()) for e in ends):
        raise InvalidValueError(f"must be {LEGAL}, not {shown(text)}")
    low, high = (Decimal(end.strip()) for end in ends)
    if found and found[1]:
        return _factors(float(low), float(high), int(found[1]))
    if found or last == "":
        return _span(float(low), float(high), is_logarithmic=found is not None)
    is_whole = all(_WHOLE.fullmatch(part.strip()) for part in (*ends, last))
    return _steps(low, high, Decimal(last), is_whole=is_whole)


def _is_real(value: Any) -> bool:
    return is_number(value) and not isinstance(value, int | np.integer)


def _alike(values: list[Any]) -> Listed:
    """Values that are all numbers, all words, or all true or false."""
    kinds = {type(each) if isinstance(each, str | bool) else float for each in values}
    if not values or len(values) > MOST_VALUES:
        raise InvalidValueError(f"must be from 1 to {MOST_VALUES} values, not {len(values)}")
    for each in values:
        if not isinstance(each, str | bool | int | float):
            raise InvalidValueError(f"must be numbers or words, not {shown(each)}")
        if not isinstance(each, str) and not abs(each) <= LARGEST:
            raise InvalidValueError(f"must be within {LARGEST:g} of 0, not {shown(each)}")
    if len(kinds) > 1:
        raise InvalidValueError(f"must be all numbers or all words, not {shown(values)}")
    if any(isinstance(each, float) for each in values):
        values = [float(each) for each in values]
    return Listed(tuple(dict.fromkeys(values)))


def _value(text: str) -> Value:
    plain = text.strip()
    if _WHOLE.fullmatch(plain):
        return int(plain)
    if _NUMBER.fullmatch(plain):
        return float(plain)
    if not plain:
        raise InvalidValueError(f"must be {LEGAL}, not nothing")
    return _WORDS.get(plain, plain)


def _span(low: float, high: float, *, is_logarithmic: bool) -> Span:
    if not low < high:
        raise InvalidValueError(f"must go up, not from {low:g} to {high:g}")
    if is_logarithmic:
        _require_positive(low)
    return Span(low, high, is_logarithmic)


def _factors(low: float, high: float, count: int) -> Listed:
    _require_positive(min(low, high))
    if not 2 <= count <= MOST_VALUES:
        raise InvalidValueError(f"must be from 2 to {MOST_VALUES} values, not {count}")
    return Listed(tuple(np.geomspace(low, high, count).tolist()), may_be_rounded=True)


def _require_positive(low: float) -> None:
    if not low > 0.0:
        raise InvalidValueError(f"must be above 0 to be logarithmic, not {low:g}")


def _steps(low: Decimal, high: Decimal, step: Decimal, *, is_whole: bool) -> Listed:
    """From low to at most high; each is the decimal number that it would be written as."""
    if step == 0 or (high - low) / step < 0:
        raise InvalidValueError(f"steps of {step} do not lead from {low} to {high}")
    count = math.floor((high - low) / step) + 1
    if count > MOST_VALUES:
        raise InvalidValueError(f"must be at most {MOST_VALUES} values, not {count}")
    exact = [low + k * step for k in range(count)]
    return Listed(tuple(int(each) if is_whole else float(each) for each in exact))
