"""Currents and weights under way in a checkpoint, in an order that no number of threads changes."""

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
    R_SOURCE,
    R_STRIDE,
    R_VALUE,
)
from engine.kernels.arrivals import place_of_bundles
from engine.runtime.network_arrays import Arrays
from engine.runtime.shares import OwnShare
from engine.runtime.tiles import TILE


def kept_store(arrays: Arrays, share: OwnShare) -> NDArray[np.float64]:
    """A copy of currents, conductances and rings of floats."""
    receptors, kept = arrays.receptors, np.zeros_like(arrays.receptors.store)
    for row in receptors.layout:
        own = share.of_block(int(row[R_BLOCK]))
        stages = (row[R_SOURCE] - row[R_VALUE]) // row[R_SIZE] + 1
        begins = [int(row[R_VALUE] + k * row[R_SIZE]) for k in range(stages)]
        if row[R_IS_FIXED] == 0:
            begins += [int(row[R_RING] + k * row[R_SIZE]) for k in range(row[R_SLOTS])]
        for begin in begins:
            at = slice(begin + own.start, begin + own.stop)
            kept[at] = receptors.store[at]
    return share.processes.merged(kept)


def kept_rings(arrays: Arrays, share: OwnShare) -> NDArray[np.int32]:
    """Copies of all rings of fixed-point weights: by receptor, step and neuron."""
    kept, at = np.zeros(rings_size(arrays, share), np.int32), 0
    for size, own in _pieces(arrays, share):
        if own is not None:
            kept[at : at + size] = own
        at += size
    return share.processes.merged(kept)


def put_rings(kept: NDArray[np.int32], arrays: Arrays, share: OwnShare) -> None:
    """Put back what `kept_rings` gave."""
    arrays.receptors.fixed_ring[:] = 0
    at = 0
    for size, own in _pieces(arrays, share):
        if own is not None:
            own[:] = kept[at : at + size]
        at += size


def rings_size(arrays: Arrays, share: OwnShare) -> int:
    """Elements of what is kept."""
    return sum(size for size, _ in _pieces(arrays, share))


def _pieces(arrays: Arrays, share: OwnShare) -> Iterator[tuple[int, NDArray[np.int32] | None]]:
    """Pieces of the rings in that order: how large, and a view of what is there, where it is this
    process's."""
    receptors = arrays.receptors
    for r in np.flatnonzero(receptors.layout[:, R_IS_FIXED]).tolist():
        row, own = receptors.layout[r], share.of_block(int(receptors.layout[r, R_BLOCK]))
        size = int(arrays.neurons.layout[row[R_BLOCK], N_SIZE])
        if row[R_STRIDE] == 0:
            for begin in (row[R_RING] + k * row[R_SIZE] for k in range(row[R_SLOTS])):
                place = receptors.fixed_ring[begin + own.start : begin + own.stop]
                yield own.start, None
                yield place.size, place
                yield int(row[R_SIZE]) - own.stop, None
            continue
        for step in range(row[R_SLOTS]):
            for low in range(0, size, TILE):
                each, is_own = min(TILE, size - low), own.start <= low < own.stop
                begin = place_of_bundles(receptors, r, step, low) if is_own else 0
                yield each, receptors.fixed_ring[begin : begin + each] if is_own else None
