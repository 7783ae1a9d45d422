"""The classic synapse: the kernel in time, and the sums of weights that it multiplies.

g depends on the presynaptic neuron's last spike alone, and on a grid of steps. So for each recent
step s a row P[s][i] holds the sum of w_ij over the neurons j whose last spike was at s, and

    I_i(n) = applied_i + sum over s of g(n - s) P[s][i].

A spike of j at n only moves its weights from row P[t_j] to row P[n].
"""

import numpy as np
from numpy.typing import NDArray

from engine.classic.neurons import DT_MS
from engine.numerics.jit import subroutine

WIDTH_S = 1.0 / 3.0
AMPLITUDE = 0.1
LONGEST_MS = 10_000.0
NEGLIGIBLE = 1e-16
"""Of its first value; beyond it the kernel no longer changes a sum."""


def classic_kernel(tau_s: NDArray[np.float64]) -> NDArray[np.float64]:
    """g(tau) = 0.1 exp(-(tau/A)^2) / (A sqrt(pi) tau) with A = 1/3 s, for tau > 0 in seconds."""
    decay = np.exp(-((tau_s / WIDTH_S) ** 2))
    return np.asarray(AMPLITUDE * decay / (WIDTH_S * np.sqrt(np.pi) * tau_s))


def kernel_by_lag(dt_ms: float = DT_MS) -> NDArray[np.float64]:
    """g at lags of 0, 1, 2, ... steps, as far as it matters; lag 0 does not occur and is 0."""
    lags = np.arange(1, 2 + int(LONGEST_MS / dt_ms), dtype=np.float64)
    values = classic_kernel(lags * (dt_ms / 1000.0))
    return np.concatenate(([0.0], values[values >= NEGLIGIBLE * values[0]]))


LAGS = kernel_by_lag().size
"""Lags 0 to LAGS - 1 are kept; a row's slot is its step modulo LAGS."""


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
    Returns how many are left. members: neurons of the row, by slot.
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
    slots: NDArray[np.int64],
    gains: NDArray[np.float64],
    row_count: int,
    current: NDArray[np.float64],
) -> None:
    """Add the rows, times their gains, to the current of one tile, oldest row first.

    rows: those of the tile, shape (lags, TILE). Four rows at a time save loads and stores; the
    order of the additions is that of one by one.
    """
    k = 0
    while k + 4 <= row_count:
        row0, row1 = rows[slots[k]], rows[slots[k + 1]]
        row2, row3 = rows[slots[k + 2]], rows[slots[k + 3]]
        g0, g1, g2, g3 = gains[k], gains[k + 1], gains[k + 2], gains[k + 3]
        for i in range(current.size):
            current[i] = current[i] + g0 * row0[i] + g1 * row1[i] + g2 * row2[i] + g3 * row3[i]
        k += 4
    while k < row_count:
        row, gain = rows[slots[k]], gains[k]
        for i in range(current.size):
            current[i] += gain * row[i]
        k += 1
