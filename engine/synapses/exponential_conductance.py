"""A conductance that decays exponentially."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from engine.description.fields import Range, take_fields
from engine.limits import MAX_TAU_MS, MIN_TAU_MS
from engine.models.model import Model


@dataclass(frozen=True, slots=True)
class ExponentialConductance:
    """A conductance that jumps by the weight and decays exponentially; current g (E - v)."""

    kind: ClassVar[str] = "exponential-conductance"
    needs_neuron: ClassVar[bool] = False
    tau_ms: Annotated[float, Range(MIN_TAU_MS, MAX_TAU_MS)]
    reversal_mV: float  # noqa: N815 - a unit

    def __post_init__(self) -> None:
        take_fields(self)

    def weight_unit(self, model: Model) -> str | None:
        """That of conductances; None if the model takes none."""
        return model.conductance_unit
