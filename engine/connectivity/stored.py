"""Weights kept in memory, by presynaptic neuron: for those that are given."""

import numpy as np
from numpy.typing import NDArray

from engine.connectivity.moves import NO_ROW
from engine.jit import kernel


@kernel
def deliver(
    rows: NDArray[np.float64],
    new_slot: int,
    ordered: NDArray[np.int64],
    group_slots: NDArray[np.int64],
    group_starts: NDArray[np.int64],
    groups: int,
    weights: NDArray[np.float64],
) -> None:
    """Move the weights of the neurons that spiked from their old rows to the new one.

    rows: those of one tile, shape (lags, TILE). weights: from any neuron (row) to the neurons of
    the tile (column).
    """
    new = rows[new_slot]
    new[:] = 0.0
    for group in range(groups):
        slot = group_slots[group]
        for k in range(group_starts[group], group_starts[group + 1]):
            sent = weights[ordered[k]]
            if slot == NO_ROW:
                for i in range(sent.size):
                    new[i] += sent[i]
            else:
                old = rows[slot]
                for i in range(sent.size):
                    new[i] += sent[i]
                    old[i] -= sent[i]
