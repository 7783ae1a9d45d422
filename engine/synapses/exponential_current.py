"""A current that decays exponentially."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.description.fields import Range, take_fields
from engine.kernels.arrays import R_AVERAGED, R_VALUE, read_own, read_receptors
from engine.kernels.arrivals import arrive_at_source
from engine.limits import MAX_TAU_MS, MIN_TAU_MS
from engine.models.model import Model
from engine.numerics.jit import subroutine


@dataclass(frozen=True, slots=True)
class ExponentialCurrent:
    """A current that jumps by the weight and decays exponentially."""

    kind: ClassVar[str] = "exponential-current"
    needs_neuron: ClassVar[bool] = False
    stages: ClassVar[int] = 1
    is_conductance: ClassVar[bool] = False
    acts_by_last_spike: ClassVar[bool] = False
    acts_at_end: ClassVar[bool] = False
    tau_ms: Annotated[float, Range(MIN_TAU_MS, MAX_TAU_MS)]

    def __post_init__(self) -> None:
        take_fields(self)

    def weight_unit(self, model: Model) -> str | None:
        """That of currents."""
        return model.current_unit

    def charge_ms(self, dt_ms: float) -> float | None:
        """All of a decay."""
        return self.tau_ms


def act(
    image: int, own: int, first: int, count: int, block: int, now: int, low: int, high: int
) -> int:
    """Currents that decay; two at once, for loads and stores cost as much as the rest."""
    receptors, current = read_receptors(image), read_own(own).current[: high - low]
    for r in range(first, first + count):
        arrive_at_source(receptors, r, now, low, high)
    r, end = first, first + count
    while r < end:
        at, decay, common = (
            receptors.layout[r, R_VALUE],
            receptors.decay[r],
            receptors.common[r],
        )
        one = receptors.store[at + low : at + high]
        if r + 1 < end and not np.isnan(common) and not np.isnan(receptors.common[r + 1]):
            at = receptors.layout[r + 1, R_VALUE]
            other = receptors.store[at + low : at + high]
            _decay_two(
                one, other, decay, receptors.decay[r + 1], common, receptors.common[r + 1], current
            )
            r += 1
        elif np.isnan(common):
            at = receptors.layout[r, R_AVERAGED]
            averaged = receptors.averaged[at + low : at + high]
            for i in range(current.size):
                current[i] += averaged[i] * one[i]
                one[i] *= decay
        else:
            for i in range(current.size):
                current[i] += common * one[i]
                one[i] *= decay
        r += 1
    return 0


@subroutine
def _decay_two(
    one: NDArray[np.float64],
    other: NDArray[np.float64],
    decay_1: float,
    decay_2: float,
    averaged_1: float,
    averaged_2: float,
    current: NDArray[np.float64],
) -> None:
    for i in range(current.size):
        current[i] += averaged_1 * one[i] + averaged_2 * other[i]
        one[i] *= decay_1
        other[i] *= decay_2
