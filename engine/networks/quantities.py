"""Numbers of a description: one for all, or drawn for each from a distribution."""

import math
from dataclasses import dataclass
from numbers import Integral, Real

from engine.errors import InvalidValueError


class DescriptionError(InvalidValueError):
    """A description that can't be; says in which table and under which key."""

    def __init__(self, path: tuple[str | int, ...], message: str) -> None:
        self.path = path
        self.message = message
        super().__init__(f"{located(path)}: {message}" if path else message)


def located(path: tuple[str | int, ...]) -> str:
    """A path into a description as users write it: projections[2].weight."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


@dataclass(frozen=True, slots=True)
class Uniform:
    """Uniform between two bounds."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Normal:
    """Normal of this mean and standard deviation."""

    mean: float
    standard_deviation: float


Distribution = float | Uniform | Normal


def require_distribution(
    path: tuple[str | int, ...],
    value: Distribution,
    low: float = -math.inf,
    high: float = math.inf,
) -> None:
    """Raise DescriptionError unless the value is finite and within the bounds."""
    numbers: tuple[float, ...]
    match value:
        case Uniform(first, second):
            numbers = (first, second)
            if first > second:
                raise DescriptionError(path, f"uniform needs low <= high, not {first} to {second}")
        case Normal(mean, deviation):
            numbers = (mean,)
            if not (math.isfinite(deviation) and deviation >= 0):
                raise DescriptionError(path, f"a standard deviation is at least 0, not {deviation}")
        case _:
            numbers = (value,)
    for number in numbers:
        if not is_number(number):
            raise DescriptionError(path, f"must be a number, not {shown(number)}")
        if not math.isfinite(number):
            raise DescriptionError(path, f"must be finite, not {number}")
        if not low <= number <= high:
            raise DescriptionError(path, f"must be {_range(low, high)}, not {number:g}")


def shown(value: object) -> str:
    """A value as it is written, cut short if it is long."""
    try:
        text = repr(value)
    except ValueError:  # Python does not write whole numbers of thousands of digits
        return "so large a number"
    return text if len(text) <= 40 else f"{text[:37]}..."


def is_number(value: object) -> bool:
    """Whether it is a number, of Python or of NumPy."""
    return isinstance(value, Real) and not isinstance(value, bool)


def is_whole(value: object) -> bool:
    """Whether it is a whole number, of Python or of NumPy."""
    return isinstance(value, Integral) and not isinstance(value, bool)


def scaled(value: Distribution, factor: float) -> Distribution:
    """The distribution of factor times the value, factor not negative."""
    match value:
        case Uniform(low, high):
            return Uniform(low * factor, high * factor)
        case Normal(mean, deviation):
            return Normal(mean * factor, deviation * factor)
    return value * factor


def middle(value: Distribution) -> float:
    """The mean."""
    match value:
        case Uniform(low, high):
            return 0.5 * (low + high)
        case Normal(mean, _):
            return mean
    return value


def _range(low: float, high: float) -> str:
    if math.isinf(low) and math.isinf(high):
        return "finite"
    if math.isinf(high):
        return f"at least {low:g}"
    return f"from {low:g} to {high:g}"
