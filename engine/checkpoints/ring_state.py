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
)
from engine.kernels.arrivals import places
from engine.kernels.bundle_arrays import SPAN
from engine.runtime.network_arrays import Arrays
from engine.runtime.tiles import TILE


def kept_rings(arrays: Arrays) -> NDArray[np.int32]:
    """Copies of all rings: by receptor, step and neuron."""
    parts = [near.copy() if far is near else near + far for near, far in _pieces(arrays)]
    return np.concatenate([np.empty(0, np.int32), *parts])


def put_rings(kept: NDArray[np.int32], arrays: Arrays) -> None:
    """Put back what `kept_rings` gave."""
    arrays.receptors.fixed_ring[:] = 0
    at = 0
    for near, _ in _pieces(arrays):
        near[:] = kept[at : at + near.size]
        at += near.size


def rings_size(arrays: Arrays) -> int:
    """Elements of what is kept."""
    return sum(near.size for near, _ in _pieces(arrays))


def _pieces(arrays: Arrays) -> Iterator[tuple[NDArray[np.int32], NDArray[np.int32]]]:
    """Views of the rings in that order, each with the second place of its step, or itself."""
    receptors = arrays.receptors
    for r in np.flatnonzero(receptors.layout[:, R_IS_FIXED]).tolist():
        row = receptors.layout[r]
        if row[R_STRIDE] == 0:
            whole = receptors.fixed_ring[row[R_RING] : row[R_RING] + row[R_SLOTS] * row[R_SIZE]]
            yield whole, whole
            continue
        size = arrays.neurons.layout[row[R_BLOCK], N_SIZE]
        for step in range(1 if row[R_SLOTS] == 1 else SPAN):
            for low in range(0, size, TILE):
                yield places(receptors, r, step, low, min(TILE, size - low))
