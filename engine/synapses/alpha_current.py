"""A current that rises and falls as an alpha function."""

import math
from dataclasses import dataclass
from typing import Annotated, ClassVar

from engine.description.fields import Range, take_fields
from engine.kernels.arrays import R_AVERAGED, R_SOURCE, R_VALUE, read_own, read_receptors
from engine.kernels.arrivals import arrive_at_source
from engine.limits import MAX_TAU_MS, MIN_TAU_MS
from engine.models.model import Model


@dataclass(frozen=True, slots=True)
class AlphaCurrent:
    """A current weight (t / tau) exp(1 - t / tau): its peak is the weight, tau after the spike."""

    kind: ClassVar[str] = "alpha-current"
    needs_neuron: ClassVar[bool] = False
    stages: ClassVar[int] = 2
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
        """All of an alpha function whose peak is 1."""
        return math.e * self.tau_ms


def act(
    image: int, own: int, first: int, count: int, block: int, now: int, low: int, high: int
) -> int:
    """Currents of two stages: the second one acts."""
    receptors, current = read_receptors(image), read_own(own).current[: high - low]
    for r in range(first, first + count):
        arrive_at_source(receptors, r, now, low, high)
        at, begin = receptors.layout[r, R_VALUE], receptors.layout[r, R_SOURCE]
        value = receptors.store[at + low : at + high]
        source = receptors.store[begin + low : begin + high]
        at, decay, rise = receptors.layout[r, R_AVERAGED], receptors.decay[r], receptors.rise[r]
        averaged = receptors.averaged[at + low : at + high]
        averaged_source = receptors.averaged_source[at + low : at + high]
        for i in range(current.size):
            current[i] += averaged[i] * value[i] + averaged_source[i] * source[i]
            value[i] = value[i] * decay + source[i] * rise
            source[i] *= decay
    return 0
