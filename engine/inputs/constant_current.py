"""A constant current."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

from engine.description.fields import InUnitOf, take_fields
from engine.description.population import Population
from engine.description.quantities import DescriptionError, Path, is_number, require_number
from engine.description.size_change import SizeChange
from engine.description.units import current_unit
from engine.distributions.given import Given
from engine.quoting import shown


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstantCurrent:
    """A constant current into every neuron: the same, or one for each of the population."""

    kind: ClassVar[str] = "constant"
    target: Sequence[str]
    current: Annotated[float | Given, InUnitOf("current")]

    def __post_init__(self) -> None:
        take_fields(self)

    def require(self, path: Path, targets: Sequence[Population], dt_ms: float) -> None:
        """Raise DescriptionError unless there is a legal current for all."""
        current_unit(path, targets)
        place = (*path, "current")
        if isinstance(self.current, Given):
            self.current.require(place)
            for target in targets:
                self.current.require_size(place, target.size)
        elif is_number(self.current):
            require_number(place, self.current)
        else:
            message = f"must be a number or {Given.form}, not {shown(self.current)}"
            raise DescriptionError(place, message)

    def resized(self, change: SizeChange) -> "ConstantCurrent":
        """The same."""
        return self
