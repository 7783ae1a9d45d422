"""Spikes of Poisson sources."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

from engine.description.fields import InUnitOf, OneOf, Range, take_fields
from engine.description.population import Population
from engine.description.quantities import DescriptionError, Path
from engine.description.size_change import SizeChange
from engine.description.units import weight_unit
from engine.limits import MAX_EVENTS_PER_STEP, MAX_POISSON_SOURCES
from engine.synapses.catalogue import SYNAPSES, Synapse


@dataclass(frozen=True, slots=True, kw_only=True)
class PoissonSpikes:
    """Each neuron has so many Poisson sources of its own, each of this rate."""

    kind: ClassVar[str] = "poisson"
    target: Sequence[str]
    rate_Hz: Annotated[float, Range(0.0)]  # noqa: N815 - a unit
    sources: Annotated[int, Range(1, MAX_POISSON_SOURCES)] = 1
    synapse: Annotated[Synapse, OneOf(SYNAPSES)]
    weight: Annotated[float, InUnitOf("weight")]

    def __post_init__(self) -> None:
        take_fields(self)

    def require(self, path: Path, targets: Sequence[Population], dt_ms: float) -> None:
        """Raise DescriptionError for spikes that are too many, or that the synapse can't take."""
        weight_unit(path, self.synapse, targets)
        if self.synapse.needs_neuron:
            message = f"{self.synapse.kind} needs a neuron as source"
            raise DescriptionError((*path, "synapse"), message)
        events = self.rate_Hz * self.sources * dt_ms / 1000.0
        if events > MAX_EVENTS_PER_STEP:
            raise DescriptionError(
                (*path, "rate_Hz"),
                f"gives {events:g} spikes in each step of {dt_ms:g} ms; at most "
                f"{MAX_EVENTS_PER_STEP:g} are possible: use a lower rate or a smaller dt_ms",
            )

    def resized(self, change: SizeChange) -> "PoissonSpikes":
        """The same."""
        return self
