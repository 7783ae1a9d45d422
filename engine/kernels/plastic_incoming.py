"""The index by which a postsynaptic spike finds its incoming synapses.

Of a terminal it has 16 bits, which count from the first of a page of sources. Synapses are listed
by source, so the page follows from where in the list they are. Where a synapse has two numbers
beside its weight, it is not listed itself, but searched for among those of its cell.
"""

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import NOTHING
from engine.kernels.plastic_arrays import (
    S_DELAYS,
    S_INCOMING,
    S_INCOMING_STARTS,
    S_LISTED,
    S_PAGE_CELLS,
    S_PAGE_TERMINALS,
    S_PAGES,
    S_STARTS,
    S_SYNAPSES,
    OwnPlastic,
    Plastic,
)
from engine.numerics.jit import ZERO, subroutine
from engine.numerics.prefetch import LINE_BYTES, touch

LINES_AHEAD = 3
"""Of terminals that are asked for, and twice as many of synapses; what follows them the processor
fetches on its own."""


@subroutine
def ask_for_incoming(plastic: Plastic, row: NDArray[np.int64], target: int) -> None:
    """Ask for the first incoming synapses of a postsynaptic neuron."""
    begin = row[S_INCOMING] + np.int64(plastic.incoming_starts[row[S_INCOMING_STARTS] + target])
    for line in range(LINES_AHEAD):
        touch(plastic.incoming_terminals, begin + line * LINE_BYTES // 2)
    if row[S_LISTED] != NOTHING:
        begin += row[S_LISTED] - row[S_INCOMING]
        for line in range(2 * LINES_AHEAD):
            touch(plastic.incoming, begin + line * LINE_BYTES // 4)


@subroutine
def list_incoming(
    plastic: Plastic,
    own: OwnPlastic,
    row: NDArray[np.int64],
    target: int,
    size: int,
) -> int:
    """List the incoming synapses of a postsynaptic neuron, and the terminal of each, after so many
    others; how many there are now. Where synapses are searched for, the terminals alone."""
    at = row[S_INCOMING_STARTS] + target
    begin = row[S_INCOMING] + np.int64(plastic.incoming_starts[at])
    end = row[S_INCOMING] + np.int64(plastic.incoming_starts[at + 1])
    within, terminals = (
        plastic.incoming_terminals[begin:end],
        own.terminal[size : size + end - begin],
    )
    if row[S_LISTED] == NOTHING:
        for k in range(terminals.size):
            terminals[k] = within[k]
        return size + terminals.size
    apart = row[S_LISTED] - row[S_INCOMING]
    incoming, synapses = plastic.incoming[begin + apart : end + apart], own.synapse[size:]
    for k in range(incoming.size):
        synapses[k] = incoming[k]
    if row[S_PAGES] == 1:
        for k in range(terminals.size):
            terminals[k] = within[k]
        return size + terminals.size
    starts, page, first = plastic.starts[row[S_STARTS] :], ZERO, ZERO
    for k in range(terminals.size):
        # Its synapses end where those of the next page begin.
        while page + 1 < row[S_PAGES] and incoming[k] >= starts[(page + 1) * row[S_PAGE_CELLS]]:
            page, first = page + 1, first + row[S_PAGE_TERMINALS]
        terminals[k] = first + within[k]
    return size + terminals.size


@subroutine
def search_incoming(
    plastic: Plastic,
    own: OwnPlastic,
    row: NDArray[np.int64],
    segments: NDArray[np.int64],
    place: int,
    first: int,
    size: int,
) -> None:
    """Find the synapses of terminals `first` to `size` that are listed, onto one neuron.

    segments: of the block. place: of the neuron in the block.
    """
    segment, delays = ZERO, row[S_DELAYS]
    while segments[segment + 1] <= place:
        segment += 1
    target, count = place - segments[segment], segments.size - 1
    for k in range(first, size):
        terminal = np.int64(own.terminal[k])
        if k > first and own.terminal[k - 1] == own.terminal[k]:
            # Several from one source stand side by side.
            own.synapse[k] = own.synapse[k - 1] + 1
            continue
        cell = row[S_STARTS] + (terminal // delays * count + segment) * delays + terminal % delays
        own.synapse[k] = _first_onto(
            plastic, row, target, plastic.starts[cell], plastic.starts[cell + 1]
        )


@subroutine
def _first_onto(plastic: Plastic, row: NDArray[np.int64], target: int, begin: int, end: int) -> int:
    """The first synapse onto a target among those of a cell, whose targets ascend."""
    targets, low, high = plastic.targets[row[S_SYNAPSES] :], np.int64(begin), np.int64(end)
    while low < high:
        middle = (low + high) // 2
        if targets[middle] < target:
            low = middle + 1
        else:
            high = middle
    return int(low)
