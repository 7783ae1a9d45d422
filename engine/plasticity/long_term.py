"""What all rules have in common that change a weight for good."""

from dataclasses import dataclass, replace
from typing import Annotated, ClassVar, Literal, Self

import numpy as np
from numpy.typing import NDArray

from engine.description.fields import InUnitOf, require_fields, take_fields
from engine.description.quantities import DescriptionError, Path
from engine.description.size_change import SizeChange
from engine.description.time_steps import require_steps
from engine.distributions.catalogue import Distribution, Drawn, bounds_of


@dataclass(frozen=True, slots=True, kw_only=True)
class LongTerm:
    """A rule whose weights stay between 0 and w_max, which may be negative.

    delay: where the projection's delay is. `axonal`: a presynaptic spike reaches the synapse after
    it; `dendritic`: at once, and its effect and postsynaptic spikes travel for so long.
    precision: of stored weights; changes are computed in double precision in either case.
    """

    whole_steps: ClassVar[tuple[str, ...]] = ()
    """Which of its times are to be whole numbers of steps."""
    w_max: Annotated[float, InUnitOf("weight")]
    delay: Literal["axonal", "dendritic"] = "axonal"
    precision: Literal["single", "double"] = "single"

    def __post_init__(self) -> None:
        take_fields(self)

    def require(
        self,
        path: Path,
        weight: Distribution | None,
        weights: NDArray[np.float64],
        delay_ms: Distribution | None,
        gives_delays: bool,
        dt_ms: float,
    ) -> None:
        """Raise DescriptionError unless a projection can carry it.

        weights: those that are given one by one. gives_delays: whether delays are given so.
        """
        require_fields(path, self)
        for name in self.whole_steps:
            require_steps((*path, name), getattr(self, name), dt_ms)
        if self.w_max == 0.0:
            raise DescriptionError((*path, "w_max"), "must not be 0: no weight could change")
        if self.delay == "dendritic" and (gives_delays or isinstance(delay_ms, Drawn)):
            raise DescriptionError(
                (*path, "delay"), "can be dendritic only where all synapses have the same delay"
            )
        lowest, highest = self._weights_between(weight, weights)
        # What another run has left may be the largest weight as it is stored, rounded up.
        stored = float(np.float32(self.w_max)) if self.precision == "single" else self.w_max
        low, high = min(0.0, self.w_max, stored), max(0.0, self.w_max, stored)
        if lowest < low or highest > high:
            raise DescriptionError(
                (*path, "w_max"),
                f"weights must begin between {low:g} and {high:g}, but reach from {lowest:g} to "
                f"{highest:g}",
            )

    def _weights_between(
        self, weight: Distribution | None, weights: NDArray[np.float64]
    ) -> tuple[float, float]:
        if weights.size:
            return float(weights.min()), float(weights.max())
        return (0.0, 0.0) if weight is None else bounds_of(weight)

    def resized(self, change: SizeChange) -> Self:
        """The largest weight follows the size as weights do."""
        return replace(self, w_max=self.w_max * change.weight_factor)
