"""Synapses that change, one by one, and their weights."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.connections.eligibility import eligibility
from engine.connections.projection_blocks import ProjectionBlock
from engine.connections.synapse_list import Connections
from engine.kernels.plastic_arrays import (
    M_PROJECTION,
    M_ROW,
    M_SYNAPSES,
    S_DELAYS,
    S_STARTS,
    S_SYNAPSES,
    S_WEIGHTS,
    DoubleWeights,
    OwnPlastic,
    Plastic,
    SingleWeights,
)
from engine.runtime.target_partition import TargetPartition


def member_of(plastic: Plastic, p: int) -> NDArray[np.int64]:
    """The row of the members of one of the projections; see `engine.kernels.plastic_arrays`."""
    return np.asarray(plastic.members[plastic.members[:, M_PROJECTION] == p][0])


def plastic_row(plastic: Plastic, p: int) -> int:
    """Which of the plastic projections has the synapses of one of the projections."""
    return int(member_of(plastic, p)[M_ROW])


def plastic_count(plastic: Plastic, p: int) -> int:
    """How many synapses that has."""
    return int(member_of(plastic, p)[M_SYNAPSES])


def kept_count(plastic: Plastic, which: int) -> int:
    """How many synapses a plastic projection has, with all that it is kept with."""
    ends = [*plastic.layout[:, S_SYNAPSES], plastic.targets.size]
    return int(ends[which + 1] - ends[which])


def plastic_weights(
    plastic: Plastic,
    single: SingleWeights,
    double: DoubleWeights,
    which: int,
    projection_block: ProjectionBlock,
) -> NDArray[Any]:
    """A view of the weights of a plastic projection, with all that it is kept with."""
    is_double, at = projection_block.weight_precision == "double", plastic.layout[which, S_WEIGHTS]
    kept: NDArray[Any] = double.weights if is_double else single.weights
    return kept[at : at + kept_count(plastic, which)]


def plastic_connections(
    plastic: Plastic,
    own: OwnPlastic,
    which: int,
    projection_block: ProjectionBlock,
    segments: NDArray[np.int64],
    weights: NDArray[Any],
    kept: NDArray[Any],
) -> tuple[Connections, NDArray[np.int64]]:
    """The synapses of a plastic projection by source and target, and their order where it is kept.

    segments: of the target's block. weights: as `plastic_weights` gives them. kept: of all
    projections of its precision.
    """
    row, source = plastic.layout[which], projection_block.source
    partition = TargetPartition(segments, projection_block.target, threads=1)
    delays, count = int(row[S_DELAYS]), weights.size
    cells = source.population.size * partition.count * delays
    starts = plastic.starts[row[S_STARTS] : row[S_STARTS] + cells + 1].astype(np.int64)
    cell = np.repeat(np.arange(cells), np.diff(starts))
    ends = plastic.targets[row[S_SYNAPSES] : row[S_SYNAPSES] + count].astype(np.int64)
    if projection_block.plastic_kernel.is_modulated:
        terminals = cell // (delays * partition.count) * delays + cell % delays
        targets = ends - partition.bases[cell // delays % partition.count]
        sizes = source.population.size, projection_block.target.population.size, count
        known = eligibility(plastic, own, kept, which, *sizes)
        weights = known.present(weights, slice(None), terminals, targets)
    pre = cell // (delays * partition.count) + source.first
    post = ends - partition.bases[cell // delays % partition.count] + projection_block.target.first
    target = projection_block.target
    chosen = np.flatnonzero((post >= target.first) & (post < target.first + target.population.size))
    order = chosen[np.lexsort((post[chosen], pre[chosen]))]
    delay_steps = projection_block.shortest + cell % delays
    listed = pre[order], post[order], weights[order].astype(np.float64), delay_steps[order]
    return Connections(*listed), order
