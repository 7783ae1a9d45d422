"""How the targets of synapses are shared: each thread's part of a block, in pieces.

A piece is small enough for 16 bits to tell its neurons apart.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.runtime.population_ranges import Place

PIECE = 2**16


def pieces_of(parts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where pieces begin and end within each block, shape (blocks, pieces + 1).

    parts: the neurons that each thread takes, shape (blocks, threads + 1). Every thread has
    equally many pieces, in every block; some may be empty.
    """
    each = max(1, -(-int(np.diff(parts).max()) // PIECE))
    lows, sizes = parts[:, :-1, None], np.diff(parts)[:, :, None]
    starts = lows + sizes * np.arange(each) // each
    return np.concatenate([starts.reshape(len(parts), -1), parts[:, -1:]], axis=1)


@dataclass(frozen=True, slots=True)
class Cut:
    """A population as the target of synapses, cut into the pieces of its block."""

    pieces: NDArray[np.int64]
    """Where the block's pieces begin and end, shape (pieces + 1,)."""
    target: Place
    threads: int

    @property
    def count(self) -> int:
        """How many pieces there are."""
        return self.pieces.size - 1

    @property
    def bounds(self) -> NDArray[np.int64]:
        """The pieces as far as they are the population's, counted within it."""
        offset, end = self.target.offset, self.target.end
        return np.clip(self.pieces, offset, end) - offset

    @property
    def bases(self) -> NDArray[np.int64]:
        """For each piece: what makes a neuron of the population one of the piece."""
        return self.target.offset - self.pieces[:-1]

    def of_thread(self, thread: int) -> range:
        """The pieces that a thread takes."""
        each = self.count // self.threads
        return range(thread * each, (thread + 1) * each)
