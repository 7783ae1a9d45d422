"""All distributions, and values that are numbers or distributions.

A distribution has: `kind`, its name in files, and `form`, how it is written there; `require`, which
raises DescriptionError for bounds that it breaks; `middle`; `drawn(key, count)`. One that synapses
may have has also: `scaled`, `bounds`, `quantiles(shares)`, `require_delay`, `in_steps` and
`drawn_steps`; `law` and `numbers`, what kernels know of it, and a `fill` for them.
"""

import math
from typing import NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from engine.description.quantities import DescriptionError, Path, require_number
from engine.description.time_steps import require_steps
from engine.distributions import normal, uniform
from engine.distributions.given import Given
from engine.distributions.normal import Normal
from engine.distributions.uniform import Uniform
from engine.limits import MAX_DELAY_STEPS
from engine.numerics.jit import subroutine
from engine.numerics.randomness import draw_uniform

__all__ = ["Given", "Normal", "Uniform"]
Drawn = Uniform | Normal
"""What may be drawn as often as wanted, for synapses too."""
Distribution = float | Drawn
Value = Distribution | Given
"""Of each neuron."""
DISTRIBUTIONS: dict[str, type[Drawn | Given]] = {
    kind.kind: kind for kind in (*get_args(Drawn), Given)
}
CONSTANT = 0
FORMS = [kind.form for kind in get_args(Drawn)]


class Law(NamedTuple):
    """A distribution as kernels know it: which one, and its numbers."""

    law: int
    first: float
    second: float
    third: float
    fourth: float

    @property
    def is_constant(self) -> bool:
        """Whether it is the same for all."""
        return self.law == CONSTANT


def law_of(value: Distribution) -> Law:
    """The distribution as numbers; floats, since whole numbers would have kernels of their own."""
    if isinstance(value, Drawn):
        return Law(value.law, *value.numbers)
    return Law(CONSTANT, float(value), 0.0, 0.0, 0.0)


def require_distribution(
    path: Path,
    value: Value,
    low: float = -math.inf,
    high: float = math.inf,
    size: int | None = None,
) -> None:
    """Raise DescriptionError unless the value is finite and within the bounds.

    size: of the population that it is for; None where there is no value for each neuron.
    """
    if not isinstance(value, Drawn | Given):
        require_number(path, value, low, high)
        return
    if isinstance(value, Given):
        if size is None:
            legal = ", ".join(FORMS)
            message = f"cannot be given one by one here: use a number or one of {legal}"
            raise DescriptionError(path, message)
        value.require_size(path, size)
    value.require(path, low, high)


def require_delay(path: Path, delay_ms: Distribution, dt_ms: float) -> None:
    """Raise DescriptionError unless delays are at least a step, and not too many of them."""
    longest_ms = bounds_of(delay_ms)[1]
    if longest_ms > MAX_DELAY_STEPS * dt_ms * (1 + 1e-9):
        message = f"must be at most {MAX_DELAY_STEPS} steps of {dt_ms:g} ms, "
        raise DescriptionError(path, f"{message}but reaches {longest_ms:g} ms")
    if isinstance(delay_ms, Drawn):
        delay_ms.require_delay(path, dt_ms)
    else:
        require_steps(path, delay_ms, dt_ms)


def in_steps(delay_ms: Distribution, dt_ms: float) -> Distribution:
    """The delays, which are legal, in steps."""
    if isinstance(delay_ms, Drawn):
        return delay_ms.in_steps(dt_ms)
    return float(round(delay_ms / dt_ms))


def scaled(value: Distribution, factor: float) -> Distribution:
    """The distribution of factor times the value, factor not negative."""
    return value.scaled(factor) if isinstance(value, Drawn) else value * factor


def middle(value: Value) -> float:
    """The mean."""
    return value.middle if isinstance(value, Drawn | Given) else value


def bounds_of(value: Distribution) -> tuple[float, float]:
    """The least and the largest value that is drawn."""
    return value.bounds if isinstance(value, Drawn) else (float(value), float(value))


def drawn(key: int, value: Value, count: int) -> NDArray[np.float64]:
    """So many values."""
    if isinstance(value, Drawn | Given):
        return value.drawn(key, count)
    return np.full(count, float(value))


@subroutine
def fill(
    law: Law, key: np.uint64, numbers: NDArray[np.uint32], values: NDArray[np.float32]
) -> None:
    """As many values of a distribution as there is room for.

    key: from which they are made. numbers: room for as many.
    """
    if law.law == uniform.LAW:
        draw_uniform(key, 0, 0, numbers)
        uniform.fill(law.first, law.second, numbers, values)
    elif law.law == normal.LAW:
        normal.fill(law.first, law.second, law.third, law.fourth, key, values)
    else:
        for k in range(values.size):
            values[k] = law.first


@subroutine
def fill_steps(
    law: Law,
    longest: int,
    key: np.uint64,
    numbers: NDArray[np.uint32],
    values: NDArray[np.float32],
    steps: NDArray[np.int32],
) -> None:
    """Delays as `fill` gives values, in whole steps from 1 to `longest` if they are drawn."""
    if law.law == uniform.LAW:
        draw_uniform(key, 0, 0, numbers)
        uniform.fill_steps(law.first, law.second, numbers, steps)
    elif law.law == normal.LAW:
        normal.fill(law.first, law.second, law.third, law.fourth, key, values)
        for k in range(steps.size):
            steps[k] = min(max(np.rint(values[k]), 1), longest)
    else:
        for k in range(steps.size):
            steps[k] = law.first
