"""How weights of last spikes move between two rows of sums, for each kind of storage.

Most move those of a group of entries for a tile; sparse synapses are scattered at once.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.connections.procedural import (
    HALF,
    draw_of,
    move_four,
    move_one,
    move_two,
)
from engine.kernels.arrays import (
    NOTHING,
    P_BLOCK,
    P_DELAY,
    P_PAIR_KEYS,
    P_RECORDS,
    P_SELF,
    P_SOURCE_LOW,
    P_STARTS,
    P_TARGET_HIGH,
    P_TARGET_LOW,
    P_WEIGHTS,
    P_WIDTH,
    Projections,
)
from engine.kernels.delivery_parts import (
    first_draw,
    odd,
    quantile,
    stored_odd,
    stored_quantile,
)
from engine.kernels.last_spike_arrays import (
    L_DELAYS,
    L_ENTRIES,
    L_FIRST_TILE,
    L_LAGS,
    L_PROJECTION,
    L_ROWS,
    L_SHORTEST,
    LastSpikes,
    OwnLast,
)
from engine.kernels.last_spike_sums import (
    NO_ROW,
)
from engine.numerics.jit import subroutine
from engine.runtime.tiles import TILE


@subroutine
def move_hashes(
    projections: Projections,
    row: NDArray[np.int64],
    p: int,
    nowhere: NDArray[np.int32],
    ordered: NDArray[np.int64],
    keys: NDArray[np.uint32],
    start: int,
    size: int,
    old: NDArray[np.int32],
    new: NDArray[np.int32],
    leaves: bool,
) -> None:
    """Uniform weights, made again for whole tiles; start: of the tile, within the population."""
    first = row[P_PAIR_KEYS] + start // TILE * HALF
    pairs = projections.pair_keys[first : first + min(HALF, size)]
    from_row = old if leaves else nowhere
    old_low, old_high, new_low, new_high = from_row[:HALF], from_row[HALF:], new[:HALF], new[HALF:]
    k, count = 0, keys.size
    while k + 4 <= count:
        move_four(pairs, keys[k : k + 4], old_low, old_high, new_low, new_high)
        k += 4
    if k + 2 <= count:
        move_two(pairs, keys[k : k + 2], old_low, old_high, new_low, new_high)
        k += 2
    if k < count:
        move_one(pairs, keys[k], old_low, old_high, new_low, new_high)


def _one_by_one(value: Callable[..., np.int32]) -> Callable[..., None]:
    """What moves weights that are made again one by one; value: of a draw."""

    @subroutine
    def move(
        projections: Projections,
        row: NDArray[np.int64],
        p: int,
        nowhere: NDArray[np.int32],
        ordered: NDArray[np.int64],
        keys: NDArray[np.uint32],
        start: int,
        size: int,
        old: NDArray[np.int32],
        new: NDArray[np.int32],
        leaves: bool,
    ) -> None:
        pairs = projections.pair_keys[row[P_PAIR_KEYS] :]
        from_row = old if leaves else nowhere
        for i in range(size):
            total = np.int32(0)
            for k in range(keys.size):
                if row[P_SELF] == NOTHING or ordered[k] != start + i:
                    total += value(projections, row, draw_of(pairs, start + i, keys[k]))
            new[i] += total
            from_row[i] -= total

    return move


def _stored(value: Callable[[np.uint16], np.int32]) -> Callable[..., None]:
    """What moves weights that are stored; value: of what is stored."""

    @subroutine
    def move(
        projections: Projections,
        row: NDArray[np.int64],
        p: int,
        nowhere: NDArray[np.int32],
        ordered: NDArray[np.int64],
        keys: NDArray[np.uint32],
        start: int,
        size: int,
        old: NDArray[np.int32],
        new: NDArray[np.int32],
        leaves: bool,
    ) -> None:
        from_row = old if leaves else nowhere
        for source in ordered:
            at = first_draw(row, source + row[P_SOURCE_LOW], start)
            draws = projections.drawn[at : at + size]
            for i in range(size):
                moved = value(draws[i])
                new[i] += moved
                from_row[i] -= moved
            own = source - start
            if row[P_SELF] != NOTHING and 0 <= own < size:
                new[own] -= value(draws[own])
                from_row[own] += value(draws[own])

    return move


move_hashes_one_by_one = _one_by_one(odd)
"""Uniform weights where a population begins in the midst of a tile, or leaves out its own."""
move_quantiles = _one_by_one(quantile)
move_stored = _stored(stored_odd)
move_stored_quantiles = _stored(stored_quantile)


@subroutine
def move_given(
    projections: Projections,
    row: NDArray[np.int64],
    p: int,
    nowhere: NDArray[np.int32],
    ordered: NDArray[np.int64],
    keys: NDArray[np.uint32],
    start: int,
    size: int,
    old: NDArray[np.float64],
    new: NDArray[np.float64],
    leaves: bool,
) -> None:
    """Weights of a given matrix."""
    width = row[P_TARGET_HIGH] - row[P_TARGET_LOW]
    for source in ordered:
        at = row[P_WEIGHTS] + source * width + start
        sent = projections.given[at : at + size]
        if leaves:
            for i in range(sent.size):
                new[i] += sent[i]
                old[i] -= sent[i]
        else:
            for i in range(sent.size):
                new[i] += sent[i]


@subroutine
def move_none(
    projections: Projections,
    row: NDArray[np.int64],
    p: int,
    nowhere: NDArray[np.int32],
    ordered: NDArray[np.int64],
    keys: NDArray[np.uint32],
    start: int,
    size: int,
    old: NDArray[np.int32],
    new: NDArray[np.int32],
    leaves: bool,
) -> None:
    """One weight for all: its middle is all there is."""


@subroutine
def scatter_nothing(
    image: int,
    own: int,
    projections: Projections,
    last: LastSpikes,
    own_last: OwnLast,
    rows: NDArray[Any],
    which: int,
    groups: int,
    now: int,
    low: int,
    high: int,
    thread: int,
    threads: int,
) -> None:
    """What is moved tile by tile waits."""


@subroutine
def scatter_sparse(
    image: int,
    own: int,
    projections: Projections,
    last: LastSpikes,
    own_last: OwnLast,
    rows: NDArray[Any],
    which: int,
    groups: int,
    now: int,
    low: int,
    high: int,
    thread: int,
    threads: int,
) -> None:
    """Move the weights of all arrivals to the thread's neurons, `low` to `high` of the block."""
    row = last.layout[which]
    p, delays, at, entries = row[L_PROJECTION], row[L_DELAYS], row[L_LAGS], row[L_ENTRIES]
    projection, lags = projections.layout[p], last.kernel.size
    base = row[L_ROWS] - row[L_FIRST_TILE] * lags * TILE
    new_slot = now % lags * TILE
    begin, stop = max(low, projection[P_TARGET_LOW]), min(high, projection[P_TARGET_HIGH])
    for i in range(begin, stop):
        rows[base + i // TILE * lags * TILE + new_slot + i % TILE] = 0.0
    segments = projections.segments[projection[P_BLOCK]]
    count, width = segments.size - 1, projection[P_WIDTH]
    for group in range(groups):
        slot = own_last.group_slots[at + group]
        for k in range(own_last.group_starts[at + group], own_last.group_starts[at + group + 1]):
            source, delay = (
                own_last.ordered[entries + k] // delays,
                (row[L_SHORTEST] + own_last.ordered[entries + k] % delays),
            )
            for segment in range(thread * count // threads, (thread + 1) * count // threads):
                cell = projection[P_STARTS] + source * count + segment
                for e in range(projections.starts[cell], projections.starts[cell + 1]):
                    record = projection[P_RECORDS] + e * width
                    if (
                        projection[P_DELAY] == NOTHING
                        and projections.records[record + width - 1] != delay
                    ):
                        continue
                    weight = projections.weight[p]
                    if projection[P_WEIGHTS] != NOTHING:
                        weight = projections.weights[projection[P_WEIGHTS] + e]
                    i = segments[segment] + projections.records[record]
                    place = base + i // TILE * lags * TILE + i % TILE
                    rows[place + new_slot] += weight
                    if slot != NO_ROW:
                        rows[place + slot * TILE] -= weight
