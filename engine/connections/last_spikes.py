"""Projections of neurons that act by their last spike alone, as arrays."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.connections.bundle_plan import BundlePlan
from engine.connections.plastic_members import rows_of_members
from engine.connections.projection_blocks import ProjectionBlock
from engine.kernels.arrays import C_COUNT, C_ENTRY, NOTHING, Calls, History
from engine.kernels.last_spike import last_spike_part
from engine.kernels.last_spike_arrays import (
    L_DELAYS,
    L_ENTRIES,
    L_ENTRY,
    L_FIRST_TILE,
    L_IS_FIXED,
    L_LAGS,
    L_PLASTIC,
    L_PROJECTION,
    L_ROWS,
    L_SHORTEST,
    L_TILES,
    LAST_COUNT_COLUMNS,
    LAST_SPIKE_COLUMNS,
    FixedSums,
    FloatSums,
    LastSpikes,
    OwnLast,
)
from engine.kernels.plastic_last_spike import plastic_last_spike_part
from engine.kernels.tasks import ACT
from engine.numerics.aligned import zeros
from engine.runtime.tiles import TILE, tile_count
from engine.synapses.classic_kernel import kernel_by_lag

FIXED = (
    "uniform",
    "procedural-uniform",
    "stored-uniform",
    "procedural-quantiles",
    "stored-quantiles",
)
"""Storages whose sums are whole numbers of a unit."""


def last_spikes_of(
    projection_blocks: list[ProjectionBlock],
    rows: list[int],
    parts: NDArray[np.int64],
    dt_ms: float,
) -> tuple[LastSpikes, FixedSums, FloatSums]:
    """The arrays of all projections of last spikes, before the first spike.

    rows: of each projection block, its row of the projections. parts: the neurons of each block
    that each thread takes.
    """
    chosen = [
        (p, projection_block)
        for p, projection_block in zip(rows, projection_blocks, strict=True)
        if projection_block.is_last_spike
    ]
    plastic = rows_of_members(projection_blocks, rows)
    kernel = kernel_by_lag(dt_ms) if chosen else np.zeros(1)
    layout = np.zeros((len(chosen), LAST_SPIKE_COLUMNS), np.int64)
    gains = []
    fixed = floats = entries = at = 0
    for which, (p, projection_block) in enumerate(chosen):
        first_tile = projection_block.target.offset // TILE
        room = (tile_count(projection_block.target.end) - first_tile) * kernel.size * TILE
        delays = projection_block.different_delays
        layout[which, [L_ENTRY, L_PROJECTION]] = NOTHING, p
        if projection_block.is_plastic:
            layout[which, L_PLASTIC] = plastic[p]
        layout[which, [L_FIRST_TILE, L_LAGS, L_ENTRIES]] = first_tile, at, entries
        layout[which, [L_SHORTEST, L_DELAYS]] = projection_block.shortest, delays
        # A process that has none of the targets goes through what waits as well.
        own = np.diff(parts[projection_block.target.block])
        layout[which, L_TILES] = max(1, *(tile_count(int(part)) for part in own))
        layout[which, L_IS_FIXED] = projection_block.storage in FIXED
        if projection_block.storage in FIXED:
            layout[which, L_ROWS] = fixed
            fixed += room
            unit = projection_block.unit
            gains.append(kernel * (unit if isinstance(unit, float) else 1.0))
        else:
            layout[which, L_ROWS] = floats
            floats += room
            gains.append(kernel)
        entries += projection_block.source.population.size * delays
        # Arrays of lags have room for one row more, and for where the last group ends.
        at += kernel.size + 2
        gains.append(np.zeros(2))
    last = LastSpikes(
        layout=layout,
        gains=np.concatenate([np.empty(0), *gains]),
        kernel=kernel,
    )
    sums = FixedSums(zeros(fixed, np.int32)), FloatSums(zeros(floats, np.float64))
    for row, (_, projection_block) in zip(layout, chosen, strict=True):
        own = parts[projection_block.target.block]
        _have_memory(sums[0 if row[L_IS_FIXED] else 1].rows[row[L_ROWS] :], row, own, kernel.size)
    return last, *sums


def _part_of(projection_block: ProjectionBlock) -> int:
    if projection_block.is_plastic:
        return plastic_last_spike_part(
            projection_block.plastic_kernel, projection_block.weight_precision
        )
    return last_spike_part(kind_of_storage(projection_block))


def kind_of_storage(projection_block: ProjectionBlock) -> str:
    """Its storage, for kernels: whole tiles at once where nobody else's neurons are within them."""
    is_whole = projection_block.target.offset % TILE == 0 and projection_block.self_connections
    if projection_block.storage == "procedural-uniform" and not is_whole:
        return "procedural-uniform-one-by-one"
    return projection_block.storage


def calls_of_last_spikes(
    projection_blocks: list[ProjectionBlock], blocks: int
) -> list[list[tuple[int, ...]]]:
    """What acts on the current of each block, by parts that are made when they are needed."""
    calls: list[list[tuple[int, ...]]] = [[] for _ in range(blocks)]
    chosen = [
        projection_block for projection_block in projection_blocks if projection_block.is_last_spike
    ]
    for which, projection_block in enumerate(chosen):
        calls[projection_block.target.block].append((NOTHING, ACT, which))
    return calls


def compile_last_spikes(
    last: LastSpikes, calls: Calls, projection_blocks: list[ProjectionBlock]
) -> None:
    """Make the parts of projections of last spikes, and let the step loop find them."""
    chosen = [each for each in projection_blocks if each.is_last_spike]
    for row, projection_block in zip(last.layout, chosen, strict=True):
        row[L_ENTRY] = _part_of(projection_block)
    for call in calls.table:
        if call[C_ENTRY] == NOTHING:
            call[C_ENTRY] = last.layout[call[C_COUNT], L_ENTRY]


def history_of(
    projection_blocks: list[ProjectionBlock], bundles: list[BundlePlan], size: int, interval: int
) -> History:
    """Room for the spikes of so many neurons, of as many steps as synapses look back.

    interval: steps whose spikes come at once.
    """
    looking = [each for each in projection_blocks if each.is_last_spike or each.is_plastic]
    waits = [*(each.longest for each in looking), *(each.latest for each in bundles)]
    latest = max(waits, default=0)
    slots = latest + 1 if latest or bundles else 0
    if slots or interval > 1:
        slots += interval
    return History(np.zeros(slots, np.int64), np.zeros(slots * size, np.int32))


def entry_count(projection_blocks: list[ProjectionBlock]) -> int:
    """How many entries there are, one for each source and delay of each projection."""
    chosen = [
        projection_block for projection_block in projection_blocks if projection_block.is_last_spike
    ]
    return sum(
        projection_block.source.population.size * projection_block.different_delays
        for projection_block in chosen
    )


def own_last_of(last: LastSpikes, entries: int) -> OwnLast:
    """What a thread keeps of last spikes, before the first one."""
    lags = last.gains.size
    return OwnLast(
        counts=np.zeros((len(last.layout), LAST_COUNT_COLUMNS), np.int64),
        last_arrival=np.full(entries, NOTHING, np.int64),
        row_steps=np.zeros(lags, np.int64),
        slots=np.zeros(lags, np.int64),
        active_gains=np.zeros(lags),
        members=np.zeros(lags, np.int64),
        ordered=np.empty(entries, np.int64),
        ordered_keys=np.empty(entries, np.uint32),
        group_slots=np.empty(lags, np.int64),
        group_starts=np.empty(lags, np.int64),
        fill=np.zeros(lags, np.int64),
        arriving=np.empty(entries, np.int64),
        constant=np.zeros(len(last.layout)),
        nowhere=zeros(TILE, np.int32),
    )


def _have_memory(
    rows: NDArray[Any], row: NDArray[np.int64], own: NDArray[np.int64], lags: int
) -> None:
    """Write to the rows of own targets: memory is had then, and not for seconds in the midst of a
    step. own: what the threads have of the block."""
    first = int(row[L_FIRST_TILE])
    low, high = max(0, own[0] // TILE - first), max(0, tile_count(own[-1]) - first)
    rows[low * lags * TILE : high * lags * TILE] = 0
