"""Uniform between two bounds."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.description.quantities import DescriptionError, Path, require_number, take_numbers
from engine.description.time_steps import require_steps
from engine.numerics.jit import subroutine
from engine.numerics.keys import uniform

LAW = 1
"""Its number in kernels."""
_BITS = np.uint64(32)


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
        """What `Law` has of it."""
        return float(self.low), float(self.high), 0.0, 0.0

    def drawn(self, key: int, count: int) -> NDArray[np.float64]:
        """So many values."""
        return np.asarray(self.low + (self.high - self.low) * uniform(key, count))

    def drawn_steps(self, key: int, count: int) -> NDArray[np.float64]:
        """So many values of whole steps, where the bounds are whole and may both be drawn."""
        return np.floor(Uniform(self.low, self.high + 1.0).drawn(key, count))


@subroutine
def fill(low: float, high: float, numbers: NDArray[np.uint32], values: NDArray[np.float32]) -> None:
    """Values of uniform 32-bit numbers."""
    width = (high - low) * 2.0**-32
    for k in range(values.size):
        values[k] = low + width * numbers[k]


@subroutine
def fill_steps(
    low: float, high: float, numbers: NDArray[np.uint32], steps: NDArray[np.int32]
) -> None:
    """The same in whole steps."""
    first, count = np.int64(low), np.uint64(np.int64(high) - np.int64(low) + 1)
    for k in range(steps.size):
        steps[k] = first + np.int64((np.uint64(numbers[k]) * count) >> _BITS)
