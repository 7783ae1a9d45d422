"""Bundles of a network as arrays."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.connections.bundle_plan import BundlePlan
from engine.connections.bundles import Bundling, Cells, build_cells
from engine.kernels.arrays import R_STRIDE, Receptors
from engine.kernels.bundle_arrays import (
    B_BLOCK,
    B_DELAYS,
    B_EACH,
    B_EARLIEST,
    B_ENTRY,
    B_FIRSTS,
    B_LOW,
    B_RECEPTOR,
    B_SOURCES,
    B_SPAN,
    B_STARTS,
    BUNDLE_COLUMNS,
    Bundles,
)
from engine.kernels.bundle_delivery import bundle_part
from engine.kernels.receptor_layout import ReceptorIndex
from engine.runtime.target_partition import TargetPartition

LOOK_UP = 3
"""Synapses that could be gone along while those of a spike to a segment are looked up."""


class Place(NamedTuple):
    """Where the synapses of a projection are."""

    bundle: int
    synapses: int


def bundles_of(
    plans: list[BundlePlan],
    segments: NDArray[np.int64],
    threads: int,
    seed: int,
    index: ReceptorIndex,
    receptors: Receptors,
    advance: Callable[[float], None],
) -> tuple[Bundles, dict[int, Place]]:
    """All bundles, and where each projection is, by the identity of its block.

    segments: of each block, shape (blocks, segments + 1). advance: is told how much more is done,
    and may raise to stop.
    """
    if not plans:
        empty = np.empty((0, BUNDLE_COLUMNS), np.int64)
        return Bundles(
            empty, np.zeros(1, np.int64), np.empty(0, np.uint32), np.empty(0, np.uint32)
        ), {}
    numbers = [index[plan.key] for plan in plans]
    bundlings = [
        _bundlings(plan, segments, threads, seed, receptors, r, advance)
        for plan, r in zip(plans, numbers, strict=True)
    ]
    count = segments.shape[1] - 1
    cells = build_cells(bundlings, count, threads, advance)
    layout = np.zeros((len(plans), BUNDLE_COLUMNS), np.int64)
    places = {}
    for row, which, plan in zip(layout, range(len(plans)), plans, strict=True):
        row[[B_ENTRY, B_RECEPTOR, B_BLOCK]] = bundle_part(), numbers[which], plan.key.block
        row[[B_LOW, B_SOURCES, B_EARLIEST]] = plan.low, plan.sources, plan.earliest
        row[[B_DELAYS, B_SPAN]] = plan.delays, plan.span
        row[[B_FIRSTS, B_STARTS]] = which * count, cells.begins[which]
        row[B_EACH] = _each(cells, which, plan, count)
        for block, synapses in zip(plan.projection_blocks, cells.counts[which], strict=True):
            places[id(block)] = Place(which, synapses)
    return Bundles(layout, cells.firsts, cells.starts, cells.records), places


def _bundlings(
    plan: BundlePlan,
    segments: NDArray[np.int64],
    threads: int,
    seed: int,
    receptors: Receptors,
    r: int,
    advance: Callable[[float], None],
) -> list[Bundling]:
    bundlings = []
    for block in plan.projection_blocks:
        partition = TargetPartition(segments[block.target.block], block.target, threads)
        unit, stride = float(receptors.unit[r]), int(receptors.layout[r, R_STRIDE])
        bundlings.append(Bundling(plan, block, partition, block.rule(seed), unit, stride))
        # A rule may have drawn in-degrees, synapse by synapse: whether this is still wanted?
        advance(0.0)
    return bundlings


def _each(cells: Cells, which: int, plan: BundlePlan, segments: int) -> int:
    """What a spike costs in each span, about."""
    return LOOK_UP * segments + sum(cells.counts[which]) // (plan.sources * plan.spans)
