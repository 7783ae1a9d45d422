"""The synapse of the classic network."""

from dataclasses import dataclass
from typing import ClassVar

from engine.models.model import Model


@dataclass(frozen=True, slots=True)
class ClassicKernel:
    """The current weight 0.1 exp(-(t/A)^2) / (A sqrt(pi) t), A = 1/3 s, of the last spike alone."""

    kind: ClassVar[str] = "classic-kernel"
    needs_neuron: ClassVar[bool] = True
    stages: ClassVar[int] = 0
    is_conductance: ClassVar[bool] = False
    acts_at_end: ClassVar[bool] = False

    def weight_unit(self, model: Model) -> str | None:
        """That of currents."""
        return model.current_unit
