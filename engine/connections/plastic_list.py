"""Synapses that change, one by one, and their weights."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.connections.eligibility import eligibility
from engine.connections.projection_blocks import ProjectionBlock
from engine.connections.synapse_list import Connections
from engine.kernels.plastic_arrays import (
    S_DELAYS,
    S_PROJECTION,
    S_STARTS,
    S_SYNAPSES,
    S_WEIGHTS,
    DoubleWeights,
    OwnPlastic,
    Plastic,
    SingleWeights,
)
from engine.runtime.target_partition import TargetPartition


def plastic_row(plastic: Plastic, p: int) -> int:
    """Which of the plastic projections is a row of the projections."""
    return int(np.flatnonzero(plastic.layout[:, S_PROJECTION] == p)[0])


def plastic_count(plastic: Plastic, which: int) -> int:
    """How many synapses a plastic projection has."""
    ends = [*plastic.layout[:, S_SYNAPSES], plastic.targets.size]
    return int(ends[which + 1] - ends[which])


def plastic_weights(
    plastic: Plastic,
    single: SingleWeights,
    double: DoubleWeights,
    which: int,
    projection_block: ProjectionBlock,
) -> NDArray[Any]:
    """A view of the weights of a plastic projection, as kernels keep them."""
    is_double, at = projection_block.weight_precision == "double", plastic.layout[which, S_WEIGHTS]
    kept: NDArray[Any] = double.weights if is_double else single.weights
    return kept[at : at + plastic_count(plastic, which)]


def plastic_connections(
    plastic: Plastic,
    own: OwnPlastic,
    which: int,
    projection_block: ProjectionBlock,
    segments: NDArray[np.int64],
    weights: NDArray[Any],
    kept: NDArray[Any],
) -> tuple[Connections, NDArray[np.int64]]:
    """The synapses of a plastic projection by source and target, and their order here.

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
    order = np.lexsort((post, pre))
    delay_steps = projection_block.shortest + cell % delays
    listed = pre[order], post[order], weights[order].astype(np.float64), delay_steps[order]
    return Connections(*listed), order
