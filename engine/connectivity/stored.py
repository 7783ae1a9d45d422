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
    low: int,
    high: int,
) -> None:
    """Move the weights of the neurons that spiked from their old rows to the new one.

    weights: from neuron (row) to neuron (column). low, high: the range of postsynaptic neurons.
    """
    new = rows[new_slot, low:high]
    new[:] = 0.0
    for group in range(groups):
        slot = group_slots[group]
        for k in range(group_starts[group], group_starts[group + 1]):
            sent = weights[ordered[k], low:high]
            if slot == NO_ROW:
                for i in range(new.size):
                    new[i] += sent[i]
            else:
                old = rows[slot, low:high]
                for i in range(new.size):
                    new[i] += sent[i]
                    old[i] -= sent[i]
