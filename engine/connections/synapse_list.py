"""The synapses of a projection one by one, for those who want to see or save them."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.connections.drawn_matrix import drawn_weights
from engine.connections.procedural import pair_count
from engine.connections.projection_blocks import ProjectionBlock
from engine.kernels.arrays import (
    NOTHING,
    P_BUNDLE,
    P_COUNT,
    P_DELAY,
    P_PAIR_KEYS,
    P_RECORDS,
    P_SOURCE_KEYS,
    P_STARTS,
    P_WEIGHTS,
    P_WIDTH,
    Projections,
)
from engine.runtime.target_partition import TargetPartition


class Connections(NamedTuple):
    """Synapses; all of shape (synapses,)."""

    source: NDArray[np.int64]
    """Presynaptic neuron, counted through the network."""
    target: NDArray[np.int64]
    """Postsynaptic neuron, counted through the network."""
    weight: NDArray[np.float64]
    delay_steps: NDArray[np.int64]


def synapse_count(projections: Projections, p: int, projection_block: ProjectionBlock) -> int:
    """How many synapses there are from one population to one other."""
    sources, targets = (
        projection_block.source.population.size,
        projection_block.target.population.size,
    )
    if projections.layout[p, P_BUNDLE] != NOTHING:
        return int(projections.layout[p, P_COUNT])
    if projection_block.storage == "sparse":
        cells = sources * (projections.segments.shape[1] - 1)
        return int(projections.starts[projections.layout[p, P_STARTS] + cells])
    return sources * targets - (0 if projection_block.self_connections else sources)


def connections_of(
    projections: Projections, p: int, projection_block: ProjectionBlock
) -> Connections:
    """The synapses from one population to one other, where no bundle has them."""
    if projection_block.storage == "sparse":
        return _of_records(projections, p, projection_block)
    weight = _dense_weights(projections, p, projection_block)
    source, target = np.meshgrid(*map(np.arange, weight.shape), indexing="ij")
    chosen = (source != target) | projection_block.self_connections
    return Connections(
        source[chosen] + projection_block.source.first,
        target[chosen] + projection_block.target.first,
        weight[chosen],
        np.full(np.count_nonzero(chosen), projections.layout[p, P_DELAY]),
    )


def _dense_weights(
    projections: Projections, p: int, projection_block: ProjectionBlock
) -> NDArray[np.float64]:
    """The weights of all pairs, shape (sources, targets)."""
    shape = projection_block.source.population.size, projection_block.target.population.size
    row = projections.layout[p]
    if projection_block.storage == "uniform":
        return np.full(shape, projection_block.middle)
    if projection_block.storage == "given":
        at = row[P_WEIGHTS]
        return projections.given[at : at + shape[0] * shape[1]].reshape(shape).copy()
    sources, pairs = row[P_SOURCE_KEYS], row[P_PAIR_KEYS]
    return drawn_weights(
        projection_block,
        projections.source_keys[sources : sources + shape[0]],
        projections.pair_keys[pairs : pairs + pair_count(shape[1])],
    )


def _of_records(projections: Projections, p: int, projection_block: ProjectionBlock) -> Connections:
    row = projections.layout[p]
    partition = TargetPartition(
        projections.segments[projection_block.target.block], projection_block.target, threads=1
    )
    cells = projection_block.source.population.size * partition.count
    counts = np.diff(projections.starts[row[P_STARTS] : row[P_STARTS] + cells + 1])
    cell, size = np.repeat(np.arange(cells), counts), int(counts.sum())
    source, segment = cell // partition.count, cell % partition.count
    flat = projections.records[row[P_RECORDS] : row[P_RECORDS] + size * row[P_WIDTH]]
    records = flat.reshape(size, row[P_WIDTH])
    weight, delay = np.full(size, projections.weight[p]), np.full(size, row[P_DELAY])
    if row[P_WEIGHTS] != NOTHING:
        weight[:] = projections.weights[row[P_WEIGHTS] : row[P_WEIGHTS] + size]
    if projection_block.is_delayed:
        delay = records[:, -1].astype(np.int64)
    return Connections(
        source + projection_block.source.first,
        records[:, 0] - partition.bases[segment] + projection_block.target.first,
        weight,
        delay,
    )
