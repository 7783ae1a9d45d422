"""A current for one step."""

from dataclasses import dataclass
from typing import ClassVar

from engine.models.model import Model


@dataclass(frozen=True, slots=True)
class CurrentStep:
    """A current of the weight's size for one time step."""

    kind: ClassVar[str] = "current-step"
    needs_neuron: ClassVar[bool] = False

    def weight_unit(self, model: Model) -> str | None:
        """That of currents."""
        return model.current_unit
