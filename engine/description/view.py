"""View: how a screen best shows a network at first."""

from dataclasses import dataclass
from typing import Annotated

from engine.description.fields import Range, require_fields, take_fields
from engine.description.quantities import DescriptionError, Path
from engine.description.time_steps import require_steps

LEAST_SPEED, MOST_SPEED = 0.01, 1000.0
MOST_STEPS_PER_COLUMN = 1000


@dataclass(frozen=True, slots=True)
class View:
    """How a screen best shows a network at first; it changes nothing of what is computed.

    speed: times real time. column_ms: simulated time in a column of the rows. None leaves it to
    the screen. Raises DescriptionError for numbers that can't be.
    """

    speed: Annotated[float | None, Range(LEAST_SPEED, MOST_SPEED)] = None
    column_ms: Annotated[int | None, Range(1, 10**6)] = None

    def __post_init__(self) -> None:
        take_fields(self)
        require_fields(("view",), self)

    def require_dt(self, path: Path, dt_ms: float) -> None:
        """Raise DescriptionError unless a column is whole steps, and not too many."""
        if self.column_ms is None:
            return
        place, most = (*path, "column_ms"), MOST_STEPS_PER_COLUMN * max(1, round(dt_ms))
        require_steps(place, self.column_ms, dt_ms)
        if self.column_ms > most:
            raise DescriptionError(place, f"must be at most {most}, not {self.column_ms}")
