"""Doses of dopamine."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

from engine.description.fields import Range, take_fields
from engine.description.population import Population
from engine.description.quantities import Path, require_number
from engine.description.size_change import SizeChange
from engine.description.time_steps import steps_of
from engine.limits import MOST_DOPAMINE


@dataclass(frozen=True, slots=True, kw_only=True)
class DopamineDoses:
    """Dopamine for all synapses onto these populations whose weights it changes.

    amount: by which its level jumps at the end of the step that begins at each of the times.
    times_ms: kept as a tuple.
    """

    kind: ClassVar[str] = "dopamine"
    target: Sequence[str]
    amount: Annotated[float, Range(-MOST_DOPAMINE, MOST_DOPAMINE)]
    times_ms: Sequence[float]

    def __post_init__(self) -> None:
        take_fields(self)

    def require(self, path: Path, targets: Sequence[Population], dt_ms: float) -> None:
        """Raise DescriptionError for times that are no steps."""
        for time_ms in self.times_ms:
            require_number((*path, "times_ms"), time_ms, 0.0)
            steps_of((*path, "times_ms"), time_ms, dt_ms)

    def resized(self, change: SizeChange) -> "DopamineDoses":
        """The same."""
        return self
