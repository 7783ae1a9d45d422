"""Sums of weights by the step of their neuron's last spike.

The kernel g of such a synapse depends on the presynaptic neuron's last spike alone, and on a grid
of steps. So for each recent step s a row P[s][i] holds the sum of w_ij over the neurons j whose
last spike arrived at the end of s, and the current at step n is the sum over s of g(n - s) P[s][i].
A spike of j that arrives at n only moves its weights from row P[t_j] to row P[n]. Rows without
members are dropped, so that nothing is left of what was added and taken away.
"""

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import NOTHING
from engine.numerics.jit import subroutine

NO_ROW = -1
"""The group of entries whose weights are in no row yet, or no more."""


@subroutine
def group_by_row(
    step: int,
    arriving: NDArray[np.int64],
    last_arrival: NDArray[np.int64],
    members: NDArray[np.int64],
    ordered: NDArray[np.int64],
    group_slots: NDArray[np.int64],
    group_starts: NDArray[np.int64],
    fill: NDArray[np.int64],
) -> int:
    """Order the entries that arrive at the end of `step` by the row they leave; count the groups.

    Group k is ordered[group_starts[k]:group_starts[k + 1]] and leaves row group_slots[k]. Also
    moves the entries in `members` and `last_arrival`.
    """
    slots = members.size
    for j in arriving:
        fill[_slot(step, last_arrival[j], slots) + 1] += 1
    groups, start = 0, 0
    for k in range(slots + 1):
        if fill[k] > 0:
            group_slots[groups] = k - 1
            group_starts[groups] = start
            if k > 0:
                members[k - 1] -= fill[k]
            start += fill[k]
            fill[k] = group_starts[groups]
            groups += 1
    group_starts[groups] = start
    for j in arriving:
        k = _slot(step, last_arrival[j], slots) + 1
        ordered[fill[k]] = j
        fill[k] += 1
    for k in range(groups):
        fill[group_slots[k] + 1] = 0
    for j in arriving:
        last_arrival[j] = step
    members[step % slots] = arriving.size
    return groups


@subroutine
def _slot(step: int, last_arrival: int, slots: int) -> int:
    """Slot of the row that holds the weights of an entry that last arrived then."""
    if last_arrival != NOTHING and step - last_arrival < slots:
        return last_arrival % slots
    return NO_ROW


@subroutine
def drop_spent_rows(
    step: int,
    row_steps: NDArray[np.int64],
    row_count: int,
    members: NDArray[np.int64],
    gain_by_lag: NDArray[np.float64],
    slots: NDArray[np.int64],
    gains: NDArray[np.float64],
) -> int:
    """Keep the rows that still have members and a gain; list their gains at `step`.

    row_steps: the steps of the rows, ascending, and slots: theirs; the first `row_count` in use.
    Returns how many are left. members: entries of the row, by slot.
    """
    kept = 0
    for k in range(row_count):
        row_step = row_steps[k]
        lag, slot = step - row_step, slots[k]
        if lag < members.size and members[slot] > 0:
            row_steps[kept] = row_step
            slots[kept] = slot
            gains[kept] = gain_by_lag[lag]
            kept += 1
    return kept


@subroutine
def sum_rows(
    rows: NDArray[np.generic],
    width: int,
    slots: NDArray[np.int64],
    gains: NDArray[np.float64],
    row_count: int,
    current: NDArray[np.float64],
) -> None:
    """Add the rows, times their gains, to the current of a tile's window, oldest row first.

    rows: from the window's first neuron in slot 0 on, slot by slot of `width` elements. Four rows
    at a time save loads and stores; the order of the additions is that of one by one.
    """
    k, size = 0, current.size
    while k + 4 <= row_count:
        a, b = slots[k] * width, slots[k + 1] * width
        c, d = slots[k + 2] * width, slots[k + 3] * width
        row0, row1, row2, row3 = (
            rows[a : a + size],
            rows[b : b + size],
            rows[c : c + size],
            rows[d : d + size],
        )
        g0, g1, g2, g3 = gains[k], gains[k + 1], gains[k + 2], gains[k + 3]
        for i in range(size):
            current[i] = current[i] + g0 * row0[i] + g1 * row1[i] + g2 * row2[i] + g3 * row3[i]
        k += 4
    while k < row_count:
        a, gain = slots[k] * width, gains[k]
        row = rows[a : a + size]
        for i in range(size):
            current[i] += gain * row[i]
        k += 1
