"""Numbers and texts of a description: taken as Python's own, and refused with a word."""

import math
import sys
from dataclasses import fields
from numbers import Integral, Real
from operator import attrgetter
from typing import Any, TypeGuard

import numpy as np

from engine.errors import InvalidValueError
from engine.limits import LARGEST, LONGEST_NAME
from engine.quoting import shown, shown_key

Path = tuple[str | int, ...]
"""Where something is in a description: names and, in lists, numbers."""


class DescriptionError(InvalidValueError):
    """A description that can't be; says in which table and under which key.

    there: where in a file it is told, if that is another place than the path's.
    """

    def __init__(self, path: Path, message: str, there: Path | None = None) -> None:
        self.path = path
        self.there = path if there is None else there
        self.message = message
        super().__init__(f"{located(path)}: {message}" if path else message)


def located(path: Path) -> str:
    """A path into a description as users write it: projections[2].weight."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += f".{shown_key(part)}" if text else shown_key(part)
    return text


def take_numbers(described: Any) -> None:
    """Let the fields of a frozen dataclass that are numbers be Python's own, float or int.

    Those of NumPy overflow, and pickle as what they are. What is no number stays, to be refused
    by whoever knows where in a description it stands.
    """
    for each in filter(attrgetter("init"), fields(described)):
        if each.type in (str, str | None):
            continue
        take = own_whole if each.type in (int, bool) else own_number
        object.__setattr__(described, each.name, take(getattr(described, each.name)))


def own_number(value: Any) -> Any:
    """A number as Python's float, or as an int if it is too large; anything else as it is."""
    try:
        return float(value) if is_number(value) else value
    except OverflowError:
        return int(value)


def own_whole(value: Any) -> Any:
    """A whole number as Python's int, a truth as its bool; anything else as it is."""
    if isinstance(value, np.bool_):
        return bool(value)
    return int(value) if is_whole(value) else value


def require_number(
    path: Path, value: object, low: float = -math.inf, high: float = math.inf
) -> None:
    """Raise DescriptionError unless it is a finite number within the bounds."""
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        legal = "" if low == -math.inf else f" {_range(low, high)}"
        raise DescriptionError(path, f"must be a number{legal}, not {shown(value)}")
    if not (low <= value <= high and abs(value) <= LARGEST):
        raise DescriptionError(path, f"must be {_legal(value, low, high)}, not {rounded(value)}")


def require_whole(path: Path, value: object, low: float, high: float) -> None:
    """Raise DescriptionError unless it is a whole number within the bounds."""
    if not is_whole(value) or not low <= value <= high:
        legal = f"from {low} to {high}"
        raise DescriptionError(path, f"must be a whole number {legal}, not {shown(value)}")


def require_text(path: Path, value: object) -> None:
    """Raise DescriptionError unless it is text."""
    if not isinstance(value, str):
        raise DescriptionError(path, f"must be text, not {shown(value)}")


def require_name(path: Path, value: object) -> None:
    """Raise DescriptionError unless it is text that is short enough to be told."""
    require_text(path, value)
    if len(str(value)) > LONGEST_NAME:
        raise DescriptionError(path, f"must be of at most {LONGEST_NAME} characters")


def is_number(value: object) -> bool:
    """Whether it is a number, of Python or of NumPy."""
    return isinstance(value, Real) and not isinstance(value, (bool, np.bool_))


def is_whole(value: object) -> TypeGuard[int]:
    """Whether it is a whole number, of Python or of NumPy."""
    return isinstance(value, Integral) and not isinstance(value, (bool, np.bool_))


def rounded(value: float) -> str:
    """As many digits as tell it apart; a whole number may be too large for a float."""
    return f"{value:g}" if not abs(value) > sys.float_info.max else shown(value)


def _legal(value: float, low: float, high: float) -> str:
    """What would have been legal instead of this number."""
    is_finite = -math.inf < value < math.inf
    if is_finite and math.isinf(high) and value > low:
        return f"within {LARGEST:g} of 0"
    legal = [] if is_finite else ["finite"]
    if low > -math.inf:
        legal.append(_range(low, high))
    return " and ".join(legal)


def _range(low: float, high: float) -> str:
    return f"at least {low:g}" if math.isinf(high) else f"from {low:g} to {high:g}"
