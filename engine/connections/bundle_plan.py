"""Which projections share a bundle, and what is known of it before it is built."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from engine.connections.projection_blocks import SHARED_UNIT, ProjectionBlock, ReceptorKey
from engine.kernels.bundle_arrays import LEAST_SPAN, SPAN_PLACES, places_of
from engine.numerics.aligned import power_of_two
from engine.runtime.target_partition import SEGMENT


@dataclass(frozen=True, slots=True)
class BundlePlan:
    """Projections to one receptor, of which no two connect the same populations."""

    key: ReceptorKey
    projection_blocks: tuple[ProjectionBlock, ...]
    earliest: int
    """The first step after a spike, counted from the one after it, in which a weight can act."""
    latest: int
    span: int
    """Steps of a span, and slots of its receptor's ring."""

    @property
    def first_delay(self) -> int:
        """The shortest, in steps from the end of that of the spike to that of the arrival."""
        return self.earliest + self.key.is_late

    @property
    def delays(self) -> int:
        """How many there may be."""
        return self.latest - self.earliest + 1

    @property
    def spans(self) -> int:
        """In which a spike acts, about."""
        return -(-self.delays // self.span)

    @property
    def low(self) -> int:
        """The first source, by position."""
        return min(block.source.start for block in self.projection_blocks)

    @property
    def sources(self) -> int:
        """How many there are, from the first to the last one."""
        return max(_source_end(block) for block in self.projection_blocks) - self.low

    @property
    def synapses(self) -> float:
        """How many there are, about."""
        return math.fsum(block.synapses for block in self.projection_blocks)


def bundle_plans(
    projection_blocks: list[ProjectionBlock], sizes: Sequence[int]
) -> list[BundlePlan]:
    """All bundles of a network, receptor by receptor; sizes: of all blocks."""
    by_receptor: dict[ReceptorKey, list[ProjectionBlock]] = {}
    for block in projection_blocks:
        if block.unit == SHARED_UNIT:
            by_receptor.setdefault(block.receptor, []).append(block)
    plans = []
    for key, blocks in by_receptor.items():
        earliest = min(block.shortest for block in blocks) - key.is_late
        latest = max(block.longest for block in blocks) - key.is_late
        span = span_of(latest - earliest + 1, sizes[key.block])
        plans += [BundlePlan(key, tuple(each), earliest, latest, span) for each in _apart(blocks)]
    return plans


def span_of(delays: int, size: int) -> int:
    """Steps of a span for so many delays, in a block of this size.

    Of the description alone: what is under way depends on it, and so a checkpoint. Twice as many as
    delays are enough for a spike to be looked up once or twice.
    """
    if delays == 1:
        return 1
    room = SPAN_PLACES // places_of(min(size, SEGMENT))
    return min(2 * power_of_two(delays), max(LEAST_SPAN, room))


def _apart(blocks: list[ProjectionBlock]) -> list[list[ProjectionBlock]]:
    """Lists in which no two connect the same populations, so that synapses tell whose they are."""
    lists: list[list[ProjectionBlock]] = []
    for block in blocks:
        for each in lists:
            if all((block.source, block.target) != (other.source, other.target) for other in each):
                each.append(block)
                break
        else:
            lists.append([block])
    return lists


def _source_end(block: ProjectionBlock) -> int:
    return block.source.start + block.source.population.size
