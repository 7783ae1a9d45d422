"""Pulses of current."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar

from engine.description.fields import InUnitOf, Range, take_fields
from engine.description.population import Population
from engine.description.quantities import DescriptionError, Path, is_whole, require_number
from engine.description.size_change import SizeChange
from engine.description.time_steps import steps_of
from engine.description.units import current_unit
from engine.quoting import shown, shown_key


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentPulses:
    """A current of this amplitude from each of the times on, for so long.

    times_ms: kept as a tuple. neurons: the first of them and how many; None is all.
    """

    kind: ClassVar[str] = "pulses"
    target: Sequence[str]
    amplitude: Annotated[float, InUnitOf("current")]
    times_ms: Sequence[float]
    duration_ms: Annotated[float, Range(0.0)]
    neurons: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        take_fields(self)

    def require(self, path: Path, targets: Sequence[Population], dt_ms: float) -> None:
        """Raise DescriptionError for times that are no steps, or neurons that there are not."""
        current_unit(path, targets)
        if not self.duration_ms > 0:
            raise DescriptionError((*path, "duration_ms"), "must be above 0")
        for time_ms in self.times_ms:
            require_number((*path, "times_ms"), time_ms, 0.0)
        neurons = (0, 0) if self.neurons is None else self.neurons
        if len(neurons) != 2 or not all(map(is_whole, neurons)):
            message = f"must be the first and how many, not {shown(neurons)}"
            raise DescriptionError((*path, "neurons"), message)
        for target in targets:
            self._require_within((*path, "neurons"), target)
        for time_ms in self.times_ms:
            steps_of((*path, "times_ms"), time_ms, dt_ms)
        steps_of((*path, "duration_ms"), self.duration_ms, dt_ms)

    def resized(self, change: SizeChange) -> "CurrentPulses":
        """Pulses into some neurons go to the same part of the population as before."""
        if self.neurons is None:
            return self
        before, after = min((change.before[name], change.after[name]) for name in self.target)
        first, count = self.neurons
        begin = min(after - 1, round(first * after / before))
        end = max(begin + 1, round((first + count) * after / before))
        return replace(self, neurons=(begin, end - begin))

    def _require_within(self, path: Path, target: Population) -> None:
        if self.neurons is None:
            return
        first, count = self.neurons
        if not (first >= 0 and count >= 1 and first + count <= target.size):
            message = (
                f"[first, count] must lie within the {target.size} neurons of "
                f"{shown_key(target.name)}"
            )
            raise DescriptionError(path, message)
