"""A current that rises and falls as an alpha function."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from engine.description.fields import Range, take_fields
from engine.limits import MAX_TAU_MS, MIN_TAU_MS
from engine.models.model import Model


@dataclass(frozen=True, slots=True)
class AlphaCurrent:
    """A current weight (t / tau) exp(1 - t / tau): its peak is the weight, tau after the spike."""

    kind: ClassVar[str] = "alpha-current"
    needs_neuron: ClassVar[bool] = False
    tau_ms: Annotated[float, Range(MIN_TAU_MS, MAX_TAU_MS)]

    def __post_init__(self) -> None:
        take_fields(self)

    def weight_unit(self, model: Model) -> str | None:
        """That of currents."""
        return model.current_unit
