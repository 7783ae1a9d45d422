"""Weights kept in memory, by presynaptic neuron: for those that are given."""

from engine.classic.connectivity.moves import NO_ROW
from engine.classic.state import Moves, StoredSynapses
from engine.numerics.jit import subroutine
from engine.runtime.tiles import TILE


@subroutine
def deliver(
    synapses: StoredSynapses,
    moves: Moves,
    groups: int,
    new_slot: int,
    low: int,
    high: int,
    first: int,
    last: int,
) -> None:
    """Move the weights of the neurons that spiked from their old rows to the new one.

    low, high: the neurons of one tile that get them. first, last: which of the ordered spikes.
    """
    rows, weights = synapses.rows[low // TILE], synapses.weights[:, low:high]
    new = rows[new_slot]
    if first == 0:
        new[:] = 0.0
    for group in range(groups):
        slot = moves.group_slots[group]
        start, stop = moves.group_starts[group], moves.group_starts[group + 1]
        for k in range(max(first, start), min(last, stop)):
            sent = weights[moves.ordered[k]]
            if slot == NO_ROW:
                for i in range(sent.size):
                    new[i] += sent[i]
            else:
                old = rows[slot]
                for i in range(sent.size):
                    new[i] += sent[i]
                    old[i] -= sent[i]
