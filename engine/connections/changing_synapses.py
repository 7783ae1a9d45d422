"""ChangingSynapses: the synapses of a projection that learns, as kernels keep them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.connections.all_to_all import AllToAll
from engine.connections.plastic_list import plastic_row, plastic_weights
from engine.connections.projection_blocks import ProjectionBlock
from engine.description.units import weight_unit
from engine.kernels.plastic_arrays import (
    S_DELAYS,
    S_INCOMING,
    S_INCOMING_STARTS,
    S_STARTS,
    S_SYNAPSES,
    DoubleWeights,
    Plastic,
    SingleWeights,
)
from engine.plasticity.catalogue import Plasticity
from engine.runtime.population_ranges import PopulationRange
from engine.runtime.target_partition import TargetPartition


@dataclass(frozen=True, slots=True, eq=False)
class ChangingSynapses:
    """Views of what one population's synapses onto one other are, by cell; nothing is copied.

    See `engine.kernels.plastic_arrays`: a cell is what a source has in a segment with one delay.
    """

    rule: Plasticity
    source: PopulationRange
    target: PopulationRange
    unit: str
    """Of weights, as the names of keys end."""
    is_dense: bool
    """Whether every source connects to every target."""
    delays: int
    bases: NDArray[np.int64]
    """For each segment: what makes a target of the population one of the segment."""
    starts: NDArray[np.uint32]
    targets: NDArray[np.uint16]
    weights: NDArray[Any]
    incoming_starts: NDArray[np.uint32]
    incoming: NDArray[np.uint32]

    @property
    def bounds(self) -> tuple[float, float]:
        """Between which all weights stay."""
        return min(0.0, self.rule.w_max), max(0.0, self.rule.w_max)

    def onto(self, target: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The sources, as the description counts neurons, and the weights of all synapses onto a
        target, counted within its population."""
        low, high = self.incoming_starts[target : target + 2].astype(np.int64)
        listed = self.incoming[2 * low : 2 * high].reshape(-1, 2)
        sources = listed[:, 1].astype(np.int64) // self.delays + self.source.first
        return sources, self.weights[listed[:, 0]].astype(np.float64)


def changing_synapses(
    projection_block: ProjectionBlock,
    p: int,
    segments: NDArray[np.int64],
    plastic: Plastic,
    single: SingleWeights,
    double: DoubleWeights,
) -> ChangingSynapses:
    """Those of a row of the projections that learns. segments: of the target's block."""
    block, rule = projection_block, projection_block.projection.plasticity
    assert rule is not None
    which = plastic_row(plastic, p)
    row, targets = plastic.layout[which], block.target.population.size
    weights = plastic_weights(plastic, single, double, which, block)
    partition = TargetPartition(segments, block.target, threads=1)
    delays, first = int(row[S_DELAYS]), int(row[S_SYNAPSES])
    cells = block.source.population.size * partition.count * delays
    return ChangingSynapses(
        rule=rule,
        source=block.source,
        target=block.target,
        unit=weight_unit((), block.projection.synapse, [block.target.population]),
        is_dense=isinstance(block.projection.connect, AllToAll),
        delays=delays,
        bases=partition.bases,
        starts=plastic.starts[row[S_STARTS] : row[S_STARTS] + cells + 1],
        targets=plastic.targets[first : first + weights.size],
        weights=weights,
        incoming_starts=plastic.incoming_starts[row[S_INCOMING_STARTS] :][: targets + 1],
        incoming=plastic.incoming[row[S_INCOMING] :][: 2 * weights.size],
    )
