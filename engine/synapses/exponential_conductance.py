"""A conductance that decays exponentially."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from engine.description.fields import Range, take_fields
from engine.kernels.arrays import R_VALUE, read_own, read_receptors
from engine.kernels.arrivals import arrive_at_source
from engine.limits import MAX_TAU_MS, MIN_TAU_MS
from engine.models.model import Model


@dataclass(frozen=True, slots=True)
class ExponentialConductance:
    """A conductance that jumps by the weight and decays exponentially; current g (E - v)."""

    kind: ClassVar[str] = "exponential-conductance"
    needs_neuron: ClassVar[bool] = False
    stages: ClassVar[int] = 1
    is_conductance: ClassVar[bool] = True
    acts_by_last_spike: ClassVar[bool] = False
    acts_at_end: ClassVar[bool] = False
    tau_ms: Annotated[float, Range(MIN_TAU_MS, MAX_TAU_MS)]
    reversal_mV: float  # noqa: N815 - a unit

    def __post_init__(self) -> None:
        take_fields(self)

    def weight_unit(self, model: Model) -> str | None:
        """That of conductances; None if the model takes none."""
        return model.conductance_unit

    def charge_ms(self, dt_ms: float) -> float | None:
        """What it drives depends on the potential."""
        return None


def act(
    image: int, own: int, first: int, count: int, block: int, now: int, low: int, high: int
) -> int:
    """Conductances that decay, towards a reversal potential each."""
    receptors, scratch = read_receptors(image), read_own(own)
    current, conductance = scratch.current[: high - low], scratch.conductance[: high - low]
    for r in range(first, first + count):
        arrive_at_source(receptors, r, now, low, high)
        at = receptors.layout[r, R_VALUE]
        value = receptors.store[at + low : at + high]
        averaged, decay, reversal = receptors.common[r], receptors.decay[r], receptors.reversal[r]
        for i in range(current.size):
            mean = averaged * value[i]
            current[i] += mean * reversal
            conductance[i] += mean
            value[i] *= decay
    return 0
