"""Spikes of Poisson sources."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.description.fields import InUnitOf, OneOf, Range, take_fields
from engine.description.population import Population
from engine.description.quantities import DescriptionError, Path
from engine.description.size_change import SizeChange
from engine.description.units import weight_unit
from engine.kernels.arrays import (
    E_APART,
    E_FIRST,
    E_HIGH,
    E_LAST,
    E_LEAST,
    E_LOW,
    E_RECEPTOR,
    read_external,
    read_own,
    read_receptors,
)
from engine.kernels.arrivals import slot_start
from engine.limits import MAX_EVENTS_PER_STEP, MAX_POISSON_SOURCES
from engine.numerics.jit import subroutine
from engine.numerics.parts import address_of
from engine.numerics.randomness import draw_uniform
from engine.synapses.catalogue import SYNAPSES, Synapse

GROUP = 64
"""Neurons that are searched together, in SIMD."""
RARE = np.uint32(2**32 - 2**32 // (2 * GROUP))
"""Where the first threshold is above, half of the groups have no spike or more."""


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
        numbers, events = scratch.random[: stop - start], scratch.events[: stop - start]
        draw_uniform(external.poisson_key[k], now, row[E_APART] + start, numbers)
        least, weight = row[E_LEAST], external.poisson_weight[k]
        begin = slot_start(receptors, row[E_RECEPTOR], now)
        hit = receptors.store[begin + start : begin + stop]
        thresholds = external.thresholds[row[E_FIRST] : row[E_LAST]]
        if least == 0 and thresholds.size > 0 and thresholds[0] >= RARE:
            _add_rare(numbers, thresholds, weight, hit)
            continue
        for i in range(numbers.size):
            events[i] = least
        for t in range(thresholds.size):
            threshold = thresholds[t]
            for i in range(numbers.size):
                events[i] += numbers[i] >= threshold
        for i in range(numbers.size):
            hit[i] += weight * events[i]
    return 0


@subroutine
def _add_rare(
    numbers: NDArray[np.uint32],
    thresholds: NDArray[np.uint32],
    weight: float,
    hit: NDArray[np.float64],
) -> None:
    """Add the spikes where there are few: groups of neurons without any are passed over."""
    first = thresholds[0]
    for start in range(0, numbers.size, GROUP):
        group, hit_group = numbers[start : start + GROUP], hit[start : start + GROUP]
        reached = 0
        for i in range(group.size):
            reached += group[i] >= first
        if reached == 0:
            continue
        for i in range(group.size):
            if group[i] >= first:
                events = 0
                for t in range(thresholds.size):
                    events += group[i] >= thresholds[t]
                hit_group[i] += weight * events


def part() -> int:
    """The address of the part that acts, called as those of synapses."""
    return address_of(__name__, lambda: act)
