"""Normal, as it is or drawn anew until it lies within bounds."""

import math
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.description.quantities import (
    DescriptionError,
    Path,
    is_number,
    require_number,
    rounded,
    take_numbers,
)
from engine.limits import LARGEST
from engine.numerics.jit import subroutine
from engine.numerics.keys import uniform_at
from engine.numerics.normal_pairs import fill_normal
from engine.numerics.randomness import normal, nth
from engine.quoting import shown

DEVIATIONS = 6.0
"""Normal delays, which are at least a step, and normal weights of sparse synapses lie within so
many standard deviations of their mean."""
LEAST_WITHIN = 1e-3
"""Of all values; with less between the bounds, drawing anew would take too long."""
LAW = 2
"""Its number in kernels."""


@dataclass(frozen=True, slots=True)
class Normal:
    """Normal of this mean and standard deviation.

    low, high: a value beyond them is drawn anew; None is no bound.
    """

    kind: ClassVar[str] = "normal"
    form: ClassVar[str] = "{ normal = [mean, standard deviation] }"
    law: ClassVar[int] = LAW
    mean: float
    standard_deviation: float
    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        take_numbers(self)

    def require(self, path: Path, low: float, high: float) -> None:
        """Raise DescriptionError unless the mean and its own bounds are within these."""
        require_number(path, self.mean, low, high)
        deviation = self.standard_deviation
        if not (is_number(deviation) and deviation >= 0):
            message = f"a standard deviation is at least 0, not {shown(deviation)}"
            raise DescriptionError(path, message)
        if deviation > LARGEST:
            message = f"a standard deviation is at most {LARGEST:g}, not {rounded(deviation)}"
            raise DescriptionError(path, message)
        for key, bound in (("low", self.low), ("high", self.high)):
            if bound is not None:
                require_number((*path, key), bound, low, high)
        if not self._within() >= LEAST_WITHIN:
            least, most = self._limits
            message = (
                f"too little of a normal distribution of mean {self.mean:g} and standard "
                f"deviation {deviation:g} lies between {least:g} and {most:g}: move the bounds "
                "or the mean"
            )
            raise DescriptionError(path, message)

    def require_delay(self, path: Path, dt_ms: float) -> None:
        """Raise DescriptionError unless the mean and the lower bound are at least a step.

        Delays that are drawn are rounded to whole steps.
        """
        if self.mean < dt_ms:
            message = f"needs a mean of at least dt_ms = {dt_ms:g} ms, not {self.mean:g}"
            raise DescriptionError(path, message)
        if self.low is not None and self.low < dt_ms:
            message = f"must be at least dt_ms = {dt_ms:g} ms, not {self.low:g}"
            raise DescriptionError((*path, "low"), message)

    def in_steps(self, dt_ms: float) -> "Normal":
        """The distribution of delays in ms as one of steps, which are rounded when drawn."""
        steps = self.scaled(1.0 / dt_ms)
        is_bounded = not (self.low is None and self.high is None)
        return replace(steps, low=steps.low or 1.0) if is_bounded else steps

    def scaled(self, factor: float) -> "Normal":
        """The distribution of factor times the value, factor not negative."""
        low, high = (None if bound is None else bound * factor for bound in (self.low, self.high))
        return Normal(self.mean * factor, self.standard_deviation * factor, low, high)

    @property
    def middle(self) -> float:
        """The mean, that of the whole distribution."""
        return self.mean

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and the largest value that count."""
        low, high = self._limits
        reach = DEVIATIONS * self.standard_deviation
        return max(low, self.mean - reach), min(high, self.mean + reach)

    @property
    def numbers(self) -> tuple[float, float, float, float]:
        """What `Law` has of it."""
        return float(self.mean), float(self.standard_deviation), *self._limits

    def drawn(self, key: int, count: int) -> NDArray[np.float64]:
        """So many values."""
        (low, high), turn = self._limits, 0
        values = self._unbounded(key, np.arange(count), count, turn)
        while (beyond := np.flatnonzero((values < low) | (values > high))).size > 0:
            turn += 1
            values[beyond] = self._unbounded(key, beyond, count, turn)
        return values

    def drawn_steps(self, key: int, count: int) -> NDArray[np.float64]:
        """So many values of whole steps, at least one."""
        return np.maximum(np.rint(self.drawn(key, count)), 1.0)

    def quantiles(self, shares: NDArray[np.float64]) -> NDArray[np.float64]:
        """The values that these shares of all, ascending from 0 to 1, lie below."""
        standard = NormalDist()
        below, above = (
            standard.cdf((bound - self.mean) / self.standard_deviation)
            if self.standard_deviation > 0
            else float(k)
            for k, bound in enumerate(self.bounds)
        )
        within = below + (above - below) * shares
        deviations = np.array([standard.inv_cdf(share) for share in within.tolist()])
        return np.asarray(self.mean + self.standard_deviation * deviations)

    @property
    def _limits(self) -> tuple[float, float]:
        low = -math.inf if self.low is None else float(self.low)
        return low, math.inf if self.high is None else float(self.high)

    def _within(self) -> float:
        """How much of the whole distribution is between the bounds."""
        low, high = self._limits
        if self.standard_deviation == 0.0:
            return float(low <= self.mean <= high)
        scale = self.standard_deviation * math.sqrt(2.0)
        return 0.5 * (math.erf((high - self.mean) / scale) - math.erf((low - self.mean) / scale))

    def _unbounded(
        self, key: int, index: NDArray[np.int64], count: int, turn: int
    ) -> NDArray[np.float64]:
        """Values of these numbers out of so many, as they are drawn for the n-th time."""
        first, second = (uniform_at(key, index + (2 * turn + half) * count) for half in (0, 1))
        radius = np.sqrt(-2.0 * np.log1p(-first))
        wave = np.cos(2.0 * np.pi * second)
        return np.asarray(self.mean + self.standard_deviation * radius * wave)


@subroutine
def fill(
    mean: float,
    deviation: float,
    low: float,
    high: float,
    key: np.uint64,
    values: NDArray[np.float32],
) -> None:
    """As many values of a key as there is room for; what is beyond the bounds is drawn anew."""
    fill_normal(key, values)
    beyond = False
    for k in range(values.size):
        value = mean + deviation * values[k]
        values[k] = value
        beyond |= (value < low) | (value > high)
    if beyond:
        for k in range(values.size):
            again = nth(key, k)
            while values[k] < low or values[k] > high:
                values[k] = mean + deviation * normal(nth(again, 0), nth(again, 1))
                again = nth(again, 2)
