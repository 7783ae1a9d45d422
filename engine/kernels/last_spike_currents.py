"""What last spikes give to the current of neurons in a step."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import (
    NOTHING,
    P_SELF,
    P_SOURCE_LOW,
    P_TARGET_HIGH,
    P_TARGET_LOW,
    Projections,
)
from engine.kernels.last_spike_arrays import (
    L_DELAYS,
    L_ENTRIES,
    L_FIRST_TILE,
    L_LAGS,
    L_PROJECTION,
    L_ROWS,
    O_ROWS,
    LastSpikes,
    OwnLast,
)
from engine.kernels.last_spike_sums import drop_spent_rows, sum_rows
from engine.numerics.jit import subroutine
from engine.runtime.tiles import TILE


@subroutine
def list_rows(
    last: LastSpikes,
    own_last: OwnLast,
    which: int,
    now: int,
    middle: float,
) -> None:
    """List the rows that count in this step; middle: of all weights."""
    lags, at, counts = last.kernel.size, last.layout[which, L_LAGS], own_last.counts[which]
    members, slots = own_last.members[at : at + lags], own_last.slots[at : at + lags + 1]
    row_steps = own_last.row_steps[at : at + lags + 1]
    counts[O_ROWS] = drop_spent_rows(
        now,
        row_steps,
        counts[O_ROWS],
        members,
        last.gains[at : at + lags],
        slots,
        own_last.active_gains[at : at + lags + 1],
    )
    constant = 0.0
    if middle != 0.0:
        for k in range(counts[O_ROWS]):
            constant += middle * last.kernel[now - row_steps[k]] * members[slots[k]]
    own_last.constant[which] = constant


@subroutine
def act(
    projections: Projections,
    last: LastSpikes,
    own_last: OwnLast,
    rows: NDArray[Any],
    which: int,
    middle: float,
    now: int,
    low: int,
    high: int,
    current: NDArray[np.float64],
) -> None:
    """Add to the current of neurons `low` to `high` of the block, which are of one tile.

    rows: of sums. current: begins with neuron `low`.
    """
    row = last.layout[which]
    projection = projections.layout[row[L_PROJECTION]]
    start, stop = max(low, projection[P_TARGET_LOW]), min(high, projection[P_TARGET_HIGH])
    if start >= stop:
        return
    lags, at = last.kernel.size, row[L_LAGS]
    tile = row[L_ROWS] + (low // TILE - row[L_FIRST_TILE]) * lags * TILE
    window, own = tile + start - low // TILE * TILE, current[start - low : stop - low]
    sum_rows(
        rows[window:],
        TILE,
        own_last.slots[at : at + lags + 1],
        own_last.active_gains[at : at + lags + 1],
        own_last.counts[which, O_ROWS],
        own,
    )
    if middle != 0.0:
        _add_middle(last, own_last, which, row, projection, middle, now, start, own)


@subroutine
def _add_middle(
    last: LastSpikes,
    own_last: OwnLast,
    which: int,
    row: NDArray[np.int64],
    projection: NDArray[np.int64],
    middle: float,
    now: int,
    start: int,
    current: NDArray[np.float64],
) -> None:
    """What the middle of all weights gives, but for a neuron's own where that is left out."""
    constant = own_last.constant[which]
    for i in range(current.size):
        current[i] += constant
    if projection[P_SELF] == NOTHING:
        return
    for i in range(current.size):
        source = start + i + projection[P_SELF] - projection[P_SOURCE_LOW]
        for c in range(row[L_DELAYS]):
            arrived = own_last.last_arrival[row[L_ENTRIES] + source * row[L_DELAYS] + c]
            if arrived != NOTHING and now - arrived < last.kernel.size:
                current[i] -= middle * last.kernel[now - arrived]
