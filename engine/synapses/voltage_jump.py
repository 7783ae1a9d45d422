"""A voltage jump."""

from dataclasses import dataclass
from typing import ClassVar

from engine.models.model import Model


@dataclass(frozen=True, slots=True)
class VoltageJump:
    """The membrane potential jumps by the weight."""

    kind: ClassVar[str] = "voltage-jump"
    needs_neuron: ClassVar[bool] = False

    def weight_unit(self, model: Model) -> str | None:
        """That of the membrane potential."""
        return model.variables[0].unit
