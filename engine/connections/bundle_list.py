"""The synapses of a projection that a bundle has, one by one."""

import numpy as np
from numpy.typing import NDArray

from engine.connections.projection_blocks import ProjectionBlock
from engine.connections.synapse_list import Connections
from engine.kernels.arrays import P_BUNDLE, R_LATE, R_STRIDE, Projections, Receptors
from engine.kernels.bundle_arrays import (
    B_BLOCK,
    B_DELAYS,
    B_EARLIEST,
    B_FIRSTS,
    B_LOW,
    B_RECEPTOR,
    B_SOURCES,
    B_STARTS,
    PLACE_BITS,
    Bundles,
)


def connections_of_bundle(
    bundles: Bundles,
    projections: Projections,
    receptors: Receptors,
    p: int,
    projection_block: ProjectionBlock,
) -> Connections:
    """The synapses from one population to one other, by source and target."""
    row = bundles.layout[projections.layout[p, P_BUNDLE]]
    segments = projections.segments[row[B_BLOCK]]
    parts = [
        _of_segment(bundles, row, receptors, number, begin, projection_block)
        for number, begin in enumerate(segments[:-1])
    ]
    source = np.concatenate([part.source for part in parts])
    target = np.concatenate([part.target for part in parts])
    order = np.lexsort((target, source))
    return Connections(
        source[order],
        target[order],
        np.concatenate([part.weight for part in parts])[order],
        np.concatenate([part.delay_steps for part in parts])[order],
    )


def _of_segment(
    bundles: Bundles,
    row: NDArray[np.int64],
    receptors: Receptors,
    number: int,
    begin: int,
    projection_block: ProjectionBlock,
) -> Connections:
    """Those to one segment, which begins with this neuron of its block."""
    source, target = projection_block.source, projection_block.target
    delays, r = row[B_DELAYS], row[B_RECEPTOR]
    low = row[B_STARTS] + number * (row[B_SOURCES] * delays + 1)
    low += (source.start - row[B_LOW]) * delays
    starts = bundles.starts[low : low + source.population.size * delays + 1].astype(np.int64)
    first = bundles.firsts[row[B_FIRSTS] + number]
    records = bundles.records[first + starts[0] : first + starts[-1]]
    cell = np.repeat(np.arange(starts.size - 1), np.diff(starts))
    place = (records & np.uint32(2**PLACE_BITS - 1)).astype(np.int64)
    after = row[B_EARLIEST] + cell % delays
    neuron = begin + place % receptors.layout[r, R_STRIDE] - target.offset
    own = (neuron >= 0) & (neuron < target.population.size)
    weight = receptors.unit[r] * (records.view(np.int32) >> PLACE_BITS)
    return Connections(
        (cell // delays + source.first)[own],
        (neuron + target.first)[own],
        weight[own],
        (after + receptors.layout[r, R_LATE])[own],
    )
