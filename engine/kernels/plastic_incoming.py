"""The index by which a postsynaptic spike finds its incoming synapses.

Of a terminal it has 16 bits, which count from the first of a page of sources. Synapses are listed
by source, so the page follows from where in the list they are.
"""

import numpy as np
from numpy.typing import NDArray

from engine.kernels.plastic_arrays import (
    S_INCOMING,
    S_INCOMING_STARTS,
    S_PAGE_CELLS,
    S_PAGE_TERMINALS,
    S_PAGES,
    S_STARTS,
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
    others; how many there are now."""
    at = row[S_INCOMING_STARTS] + target
    begin = row[S_INCOMING] + np.int64(plastic.incoming_starts[at])
    end = row[S_INCOMING] + np.int64(plastic.incoming_starts[at + 1])
    incoming, within = plastic.incoming[begin:end], plastic.incoming_terminals[begin:end]
    synapses, terminals = own.synapse[size:], own.terminal[size : size + end - begin]
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
