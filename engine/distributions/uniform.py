"""Uniform between two bounds."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.description.quantities import DescriptionError, Path, require_number, take_numbers
from engine.description.time_steps import require_steps
from engine.numerics.jit import subroutine
from engine.numerics.keys import uniform
from engine.numerics.randomness import below, nth, unit

LAW = 1
"""Its number in kernels."""


@dataclass(frozen=True, slots=True)
class Uniform:
    """Uniform between two bounds."""

    kind: ClassVar[str] = "uniform"
    form: ClassVar[str] = "{ uniform = [low, high] }"
    law: ClassVar[int] = LAW
    low: float
    high: float

    def __post_init__(self) -> None:
        take_numbers(self)

    def require(self, path: Path, low: float, high: float) -> None:
        """Raise DescriptionError unless both bounds are within these."""
        require_number(path, self.low, low, high)
        require_number(path, self.high, low, high)
        if self.low > self.high:
            message = f"uniform needs low <= high, not {self.low} to {self.high}"
            raise DescriptionError(path, message)

    def require_delay(self, path: Path, dt_ms: float) -> None:
        """Raise DescriptionError unless both bounds are whole steps, and at least one."""
        require_steps(path, self.low, dt_ms)
        require_steps(path, self.high, dt_ms)

    def in_steps(self, dt_ms: float) -> "Uniform":
        """The distribution of delays in ms as one of whole steps."""
        return Uniform(float(round(self.low / dt_ms)), float(round(self.high / dt_ms)))

    def scaled(self, factor: float) -> "Uniform":
        """The distribution of factor times the value, factor not negative."""
        return Uniform(self.low * factor, self.high * factor)

    @property
    def middle(self) -> float:
        """The mean."""
        return 0.5 * (self.low + self.high)

    def quantiles(self, shares: NDArray[np.float64]) -> NDArray[np.float64]:
        """The values that these shares of all, from 0 to 1, lie below."""
        return np.asarray(self.low + (self.high - self.low) * shares)

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and the largest value."""
        return self.low, self.high

    @property
    def numbers(self) -> tuple[float, float, float, float]:
        """What `draw` takes."""
        return float(self.low), float(self.high), 0.0, 0.0

    def drawn(self, key: int, count: int) -> NDArray[np.float64]:
        """So many values."""
        return np.asarray(self.low + (self.high - self.low) * uniform(key, count))

    def drawn_steps(self, key: int, count: int) -> NDArray[np.float64]:
        """So many values of whole steps, where the bounds are whole and may both be drawn."""
        return np.floor(Uniform(self.low, self.high + 1.0).drawn(key, count))


@subroutine
def draw(low: float, high: float, key: np.uint64, n: int) -> float:
    """The n-th value of a key."""
    return low + (high - low) * unit(nth(key, n))


@subroutine
def draw_steps(low: float, high: float, key: np.uint64, n: int) -> int:
    """The n-th value of a key in whole steps."""
    return int(low) + below(nth(key, n), int(high) - int(low) + 1)
