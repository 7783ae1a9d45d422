"""Spikes of Poisson sources."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar

from engine.description.fields import InUnitOf, OneOf, Range, take_fields
from engine.description.population import Population
from engine.description.quantities import DescriptionError, Path
from engine.description.size_change import SizeChange
from engine.description.units import weight_unit
from engine.kernels.arrays import read_external, read_own, read_receptors
from engine.kernels.arrivals import first_place
from engine.kernels.outside_arrays import (
    E_FIRST,
    E_HIGH,
    E_LAST,
    E_LEAST,
    E_LOW,
    E_NUMBERS,
    E_RECEPTOR,
)
from engine.kernels.poisson_counts import add_counts
from engine.limits import MAX_EVENTS_PER_STEP, MAX_POISSON_SOURCES
from engine.numerics.parts import address_of
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
        """The same, or with sources and weight as in-degrees and weights of the network."""
        if not change.scales_poisson:
            return self
        wanted = max(1, round(self.sources * change.in_degree_factor))
        sources = min(wanted, MAX_POISSON_SOURCES)
        return replace(self, sources=sources, weight=self.weight * change.weight_factor)


def act(
    image: int, own: int, first: int, count: int, block: int, now: int, low: int, high: int
) -> int:
    """Poisson spikes, added to what arrives at a receptor in this step."""
    external, receptors, scratch = read_external(image), read_receptors(image), read_own(own)
    for k in range(first, first + count):
        row = external.poisson[k]
        start, stop = max(low, row[E_LOW]), min(high, row[E_HIGH])
        if start >= stop:
            continue
        at, end = start - row[E_LOW], stop - row[E_LOW]
        pairs = external.poisson_numbers[row[E_NUMBERS] :][at // 2 : (end + 1) // 2]
        begin = first_place(receptors, row[E_RECEPTOR], now)
        add_counts(
            external.poisson_key[k],
            now,
            pairs,
            at % 2,
            external.ladders[row[E_FIRST] : row[E_LAST]],
            row[E_LEAST],
            external.poisson_weight[k],
            scratch.random,
            scratch.counts[: stop - start],
            receptors.store[begin + start : begin + stop],
        )
    return 0


def part() -> int:
    """The address of the part that acts, called as those of synapses."""
    return address_of(__name__, lambda: act)
