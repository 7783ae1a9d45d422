"""How the targets of synapses are shared: each thread's part of a block, in segments.

A segment is small enough for 16 bits to tell its neurons apart.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.runtime.population_ranges import PopulationRange
from engine.runtime.tiles import TILE

SEGMENT = 2**16
CUT = TILE
"""Segments begin with a tile, so that none is in two."""


def segments_of(parts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where segments begin and end within each block, shape (blocks, segments + 1).

    parts: the neurons that each thread takes, shape (blocks, threads + 1); other processes have
    the rest. Every thread has equally many segments, in every block; some may be empty.
    """
    cuts = -(-np.diff(parts)[:, :, None] // CUT)
    each = max(1, -(-int(cuts.max()) // (SEGMENT // CUT)))
    starts = parts[:, :-1, None] + cuts * np.arange(each) // each * CUT
    return np.concatenate([starts.reshape(len(parts), -1), parts[:, -1:]], axis=1)


@dataclass(frozen=True, slots=True)
class TargetPartition:
    """A population as the target of synapses, cut into the segments of its block."""

    segments: NDArray[np.int64]
    """Where the block's segments begin and end, shape (segments + 1,)."""
    target: PopulationRange
    threads: int

    @property
    def count(self) -> int:
        """How many segments there are."""
        return self.segments.size - 1

    @property
    def own(self) -> slice:
        """The neurons of the population that this process takes, counted within it."""
        return slice(int(self.bounds[0]), int(self.bounds[-1]))

    @property
    def bounds(self) -> NDArray[np.int64]:
        """The segments as far as they are the population's, counted within it."""
        offset, end = self.target.offset, self.target.end
        return np.clip(self.segments, offset, end) - offset

    @property
    def bases(self) -> NDArray[np.int64]:
        """For each segment: what makes a neuron of the population one of the segment."""
        return self.target.offset - self.segments[:-1]

    def of_thread(self, thread: int) -> range:
        """The segments that a thread takes."""
        each = self.count // self.threads
        return range(thread * each, (thread + 1) * each)
