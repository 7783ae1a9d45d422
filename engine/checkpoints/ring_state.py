"""Fixed-point weights under way in a checkpoint, in an order that no number of threads changes."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import (
    N_SIZE,
    R_BLOCK,
    R_IS_FIXED,
    R_RING,
    R_SIZE,
    R_SLOTS,
    R_STRIDE,
    R_TILES,
)
from engine.kernels.bundle_arrays import SPAN
from engine.runtime.network_arrays import Arrays
from engine.runtime.tiles import TILE


def kept_rings(arrays: Arrays) -> NDArray[np.int32]:
    """Copies of all rings: by receptor, step and neuron."""
    ring = arrays.receptors.fixed_ring
    parts = [
        ring[near].copy() if far is None else ring[near] + ring[far]
        for near, far in _pieces(arrays)
    ]
    return np.concatenate([np.empty(0, np.int32), *parts])


def put_rings(kept: NDArray[np.int32], arrays: Arrays) -> None:
    """Put back what `kept_rings` gave."""
    ring, at = arrays.receptors.fixed_ring, 0
    ring[:] = 0
    for near, _ in _pieces(arrays):
        size = near.stop - near.start
        ring[near] = kept[at : at + size]
        at += size


def rings_size(arrays: Arrays) -> int:
    """Elements of what is kept."""
    return sum(near.stop - near.start for near, _ in _pieces(arrays))


def _pieces(arrays: Arrays) -> Iterator[tuple[slice, slice | None]]:
    """Pieces of the rings in that order, and for each the second place of the same step, if any."""
    receptors = arrays.receptors
    for row in receptors.layout[receptors.layout[:, R_IS_FIXED] != 0]:
        if row[R_STRIDE] == 0:
            yield slice(row[R_RING], row[R_RING] + row[R_SLOTS] * row[R_SIZE]), None
            continue
        size = arrays.neurons.layout[row[R_BLOCK], N_SIZE]
        for step in range(1 if row[R_SLOTS] == 1 else SPAN):
            for low in range(0, size, TILE):
                begin = row[R_RING] + receptors.tiles[row[R_TILES] + low // TILE]
                begin += step * row[R_STRIDE]
                end = begin + min(TILE, size - low)
                far = SPAN * row[R_STRIDE]
                yield (
                    slice(begin, end),
                    None if row[R_SLOTS] == 1 else slice(begin + far, end + far),
                )
