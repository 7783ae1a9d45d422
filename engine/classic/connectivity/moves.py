"""Spikes grouped by the row that their weights leave, so that each row is touched once."""

import numpy as np
from numpy.typing import NDArray

from engine.classic.state import Moves
from engine.numerics.jit import subroutine

NO_ROW = -1
"""The group of neurons whose weights are in no row yet, or no more."""
NEVER = -(2**62)
"""The step of the last spike of a neuron that never spiked."""


@subroutine
def group_by_row(
    step: int,
    spiked: NDArray[np.int64],
    last_spike: NDArray[np.int64],
    members: NDArray[np.int64],
    moves: Moves,
) -> int:
    """Order the neurons that spiked at `step` by the slot of their last spike; count the groups.

    Group k is ordered[group_starts[k]:group_starts[k + 1]] and leaves row group_slots[k]. Also
    moves the neurons in `members` and `last_spike`.
    """
    fill, ordered = moves.fill, moves.ordered
    group_slots, group_starts = moves.group_slots, moves.group_starts
    slots = members.size
    for j in spiked:
        fill[_slot(step, last_spike[j], slots) + 1] += 1
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
    for j in spiked:
        k = _slot(step, last_spike[j], slots) + 1
        ordered[fill[k]] = j
        fill[k] += 1
    for k in range(groups):
        fill[group_slots[k] + 1] = 0
    for j in spiked:
        last_spike[j] = step
    members[step % slots] = spiked.size
    return groups


@subroutine
def _slot(step: int, last_spike: int, slots: int) -> int:
    """Slot of the row that holds the weights of a neuron that last spiked then."""
    if step - last_spike < slots:
        return last_spike % slots
    return NO_ROW
