"""Synapses that act by the last spike of their neuron alone, for a long time.

One compiled part for each kind of storage, called as
`(image, own, task, which, count, now, low, high)` for one of those projections. Weights of a step's
spikes wait for the next step, which moves them tile by tile, while a tile is in the cache for its
sums anyway.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import (
    P_BLOCK,
    P_SOURCE_HIGH,
    P_SOURCE_KEYS,
    P_SOURCE_LOW,
    P_TARGET_HIGH,
    P_TARGET_LOW,
    History,
    Projections,
    read_exchange,
    read_fixed_sums,
    read_float_sums,
    read_history,
    read_last_spikes,
    read_own,
    read_own_last,
    read_projections,
)
from engine.kernels.last_spike_arrays import (
    L_DELAYS,
    L_ENTRIES,
    L_FIRST_TILE,
    L_LAGS,
    L_PROJECTION,
    L_ROWS,
    L_SHORTEST,
    L_TILES,
    O_DELIVERED,
    O_DUE,
    O_GROUPS,
    O_ROWS,
    LastSpikes,
    OwnLast,
)
from engine.kernels.last_spike_currents import act, list_rows
from engine.kernels.last_spike_moves import (
    move_given,
    move_hashes,
    move_hashes_one_by_one,
    move_none,
    move_quantiles,
    move_stored,
    move_stored_quantiles,
    scatter_nothing,
    scatter_sparse,
)
from engine.kernels.last_spike_sums import NO_ROW, group_by_row
from engine.kernels.tasks import BEGIN, NOTE, PORTION
from engine.numerics.jit import subroutine
from engine.numerics.parts import Part, address_of
from engine.runtime.tiles import TILE


@subroutine
def _find_arriving(
    history: History,
    own_last: OwnLast,
    row: NDArray[np.int64],
    projection: NDArray[np.int64],
    spiked: NDArray[np.int64],
    now: int,
    neurons: int,
) -> int:
    """Fill in the entries, of a source and a delay each, that arrive at the end of this step."""
    low, high = projection[P_SOURCE_LOW], projection[P_SOURCE_HIGH]
    delays, count, slots = row[L_DELAYS], 0, history.counts.size
    arriving = own_last.arriving[row[L_ENTRIES] : row[L_ENTRIES] + (high - low) * delays]
    for c in range(delays):
        delay = row[L_SHORTEST] + c
        if delay == 0:
            for j in spiked:
                if low <= j < high:
                    arriving[count] = (j - low) * delays + c
                    count += 1
        elif now >= delay:
            slot = (now - delay) % slots
            for k in range(history.counts[slot]):
                j = history.neurons[slot * neurons + k]
                if low <= j < high:
                    arriving[count] = (j - low) * delays + c
                    count += 1
    return count


def mover(move: Callable[..., None]) -> Callable[..., None]:
    """What moves the weights of all groups for a tile, by a function for one of them."""

    @subroutine
    def move_groups(
        projections: Projections,
        last: LastSpikes,
        own_last: OwnLast,
        rows: NDArray[Any],
        which: int,
        now: int,
        low: int,
        high: int,
        first: int,
        final: int,
    ) -> None:
        """Move waiting entries `first` to `final` for a tile's window of the block."""
        row = last.layout[which]
        projection = projections.layout[row[L_PROJECTION]]
        start, stop = max(low, projection[P_TARGET_LOW]), min(high, projection[P_TARGET_HIGH])
        if start >= stop:
            return
        lags = last.kernel.size
        tile = row[L_ROWS] + (low // TILE - row[L_FIRST_TILE]) * lags * TILE
        window, size = tile + start - low // TILE * TILE, stop - start
        # Whole tiles have room beyond their last neuron, for what makes loops simpler.
        room = TILE if start == low // TILE * TILE else size
        entries, at = row[L_ENTRIES], row[L_LAGS]
        slot = (now - 1) % lags * TILE
        new = rows[window + slot : window + slot + room]
        if first == 0:
            for i in range(room):
                new[i] = 0
        for group in range(own_last.counts[which, O_GROUPS]):
            begin = max(first, own_last.group_starts[at + group])
            end = min(final, own_last.group_starts[at + group + 1])
            if begin >= end:
                continue
            slot = own_last.group_slots[at + group]
            leaves = slot != NO_ROW
            from_row = window + (slot if leaves else 0) * TILE
            move(
                projections,
                projection,
                row[L_PROJECTION],
                own_last.nowhere[:room],
                own_last.ordered[entries + begin : entries + end],
                own_last.ordered_keys[entries + begin : entries + end],
                start - projection[P_TARGET_LOW],
                size,
                rows[from_row : from_row + room],
                new,
                leaves,
            )

    return move_groups


def part_of(
    read_sums: Any,
    prepare: Callable[..., None],
    move: Callable[..., None],
    scatter: Callable[..., None] | None,
) -> Part:
    """The part of a kind of storage.

    move: moves the weights of a group of entries between two rows of a tile; `scatter` does so for
    all tiles at once, as soon as spikes are noted, where synapses are sparse.
    """
    is_deferred = scatter is None
    scatter_all = scatter_nothing if scatter is None else scatter

    move_groups = mover(move)

    def last_spike(
        image: int,
        own: int,
        task: int,
        which: int,
        count: int,
        now: int,
        low: int,
        high: int,
    ) -> int:
        last, sums, own_last = read_last_spikes(image), read_sums(image), read_own_last(own)
        projections, row, counts = (
            read_projections(image),
            last.layout[which],
            own_last.counts[which],
        )
        projection, scratch = projections.layout[row[L_PROJECTION]], read_own(own)
        thread, threads = scratch.thread[0], scratch.thread[1]
        bounds = read_exchange(image).bounds[projection[P_BLOCK]]
        middle = projections.weight[row[L_PROJECTION]] if is_deferred else 0.0
        if task == BEGIN:
            list_rows(last, own_last, which, now, middle)
            return 0
        if task == NOTE:
            spiked = scratch.spiked[:count]
            history = read_history(image)
            groups = note(
                last, history, own_last, which, projection, spiked, now, scratch.spiked.size
            )
            prepare(projections, projection, row, own_last, counts[O_DUE])
            if not is_deferred and groups > 0:
                counts[O_GROUPS], counts[O_DUE] = 0, 0
                begin, end = bounds[thread], bounds[thread + 1]
                scatter_all(
                    image,
                    own,
                    projections,
                    last,
                    own_last,
                    sums.rows,
                    which,
                    groups,
                    now,
                    begin,
                    end,
                    thread,
                    threads,
                )
            return 0
        # To act, all that waits is moved for this tile; in portions, some of it for some tiles.
        due, done, end = counts[O_DUE], 0, counts[O_DUE]
        if task == PORTION:
            done = counts[O_DELIVERED]
            end = min(done + low, due * row[L_TILES])
        begin, stop = low, high
        while done < end:
            if task == PORTION:
                begin = bounds[thread] + done // due * TILE
                stop = min(begin + TILE, bounds[thread + 1])
            first = done % due
            final = min(due, first + end - done)
            if begin < stop:
                move_groups(
                    projections, last, own_last, sums.rows, which, now, begin, stop, first, final
                )
            done += final - first
        if task == PORTION:
            left = due * row[L_TILES] - done
            counts[O_DELIVERED] = done
            if left == 0:
                counts[O_GROUPS], counts[O_DUE], counts[O_DELIVERED] = 0, 0, 0
            return int(left)
        act(projections, last, own_last, sums.rows, which, middle, now, low, high, scratch.current)
        return 0

    return last_spike


@subroutine
def note(
    last: LastSpikes,
    history: History,
    own_last: OwnLast,
    which: int,
    projection: NDArray[np.int64],
    spiked: NDArray[np.int64],
    now: int,
    neurons: int,
) -> int:
    """Group what arrives at the end of this step by the rows it leaves; how many groups."""
    row, counts, lags = last.layout[which], own_last.counts[which], last.kernel.size
    found = _find_arriving(history, own_last, row, projection, spiked, now, neurons)
    groups, at, entries = 0, row[L_LAGS], row[L_ENTRIES]
    if found > 0:
        end = entries + (projection[P_SOURCE_HIGH] - projection[P_SOURCE_LOW]) * row[L_DELAYS]
        groups = group_by_row(
            now,
            own_last.arriving[entries : entries + found],
            own_last.last_arrival[entries:end],
            own_last.members[at : at + lags],
            own_last.ordered[entries:end],
            own_last.group_slots[at : at + lags + 1],
            own_last.group_starts[at : at + lags + 2],
            own_last.fill[at : at + lags + 1],
        )
        own_last.row_steps[at + counts[O_ROWS]] = now
        own_last.slots[at + counts[O_ROWS]] = now % lags
        counts[O_ROWS] += 1
    counts[O_GROUPS], counts[O_DUE], counts[O_DELIVERED] = groups, found, 0
    return groups


@subroutine
def prepare_nothing(
    projections: Projections,
    projection: NDArray[np.int64],
    row: NDArray[np.int64],
    own_last: OwnLast,
    count: int,
) -> None:
    """Nothing is looked up."""


@subroutine
def _look_up_keys(
    projections: Projections,
    projection: NDArray[np.int64],
    row: NDArray[np.int64],
    own_last: OwnLast,
    count: int,
) -> None:
    """The key of the source of each entry that waits."""
    entries, delays = row[L_ENTRIES], row[L_DELAYS]
    ordered = own_last.ordered[entries : entries + count]
    keys = own_last.ordered_keys[entries : entries + count]
    for k in range(ordered.size):
        keys[k] = projections.source_keys[projection[P_SOURCE_KEYS] + ordered[k] // delays]


STORAGES: dict[str, tuple[Any, Callable[..., None], Callable[..., None], Any]] = {
    "uniform": (read_fixed_sums, prepare_nothing, move_none, None),
    "given": (read_float_sums, prepare_nothing, move_given, None),
    "procedural-uniform": (read_fixed_sums, _look_up_keys, move_hashes, None),
    "procedural-uniform-one-by-one": (read_fixed_sums, _look_up_keys, move_hashes_one_by_one, None),
    "stored-uniform": (read_fixed_sums, prepare_nothing, move_stored, None),
    "procedural-quantiles": (read_fixed_sums, _look_up_keys, move_quantiles, None),
    "stored-quantiles": (read_fixed_sums, prepare_nothing, move_stored_quantiles, None),
    "sparse": (read_float_sums, prepare_nothing, move_given, scatter_sparse),
}
"""Of each kind of storage what `part_of` wants."""


def last_spike_part(storage: str) -> int:
    """The address of the part for a kind of storage."""
    return address_of(f"{__name__}.{storage}", lambda: part_of(*STORAGES[storage]))
