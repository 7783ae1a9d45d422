"""Weights that arrive at a tile of neurons: from the delay ring buffer to where they act."""

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import (
    R_IS_FIXED,
    R_LATE,
    R_RING,
    R_SIZE,
    R_SLOTS,
    R_SOURCE,
    R_STRIDE,
    R_TILES,
    Receptors,
)
from engine.kernels.bundle_arrays import SPAN
from engine.numerics.jit import subroutine
from engine.runtime.tiles import TILE


@subroutine
def slot_start(receptors: Receptors, r: int, now: int) -> int:
    """Where the slot begins that acts in this step.

    What arrived at the end of the step before acts from its start on; late jumps at its own end.
    """
    row = receptors.layout[r]
    slots = row[R_SLOTS]
    step = now if row[R_LATE] != 0 else now + slots - 1
    return int(row[R_RING] + step % slots * row[R_SIZE])


@subroutine
def first_place(receptors: Receptors, r: int, now: int) -> int:
    """Where floats are added that are to act in this step: to its slot, or at once to a stage."""
    row = receptors.layout[r]
    return int(row[R_SOURCE]) if row[R_IS_FIXED] != 0 else slot_start(receptors, r, now)


@subroutine
def arrive(
    receptors: Receptors,
    r: int,
    now: int,
    low: int,
    high: int,
    given: NDArray[np.float64],
    to: NDArray[np.float64],
) -> None:
    """Add what arrives at neurons `low` to `high` of the block to what is given, and empty the
    slot."""
    begin = slot_start(receptors, r, now)
    if receptors.layout[r, R_STRIDE] != 0:
        _arrive_by_bundle(receptors, r, now, low, given, to)
        return
    if receptors.layout[r, R_IS_FIXED] != 0:
        fixed, unit = receptors.fixed_ring[begin + low : begin + high], receptors.unit[r]
        for i in range(fixed.size):
            to[i] = given[i] + unit * fixed[i]
            fixed[i] = 0
        return
    arriving = receptors.store[begin + low : begin + high]
    for i in range(arriving.size):
        to[i] = given[i] + arriving[i]
        arriving[i] = 0.0


@subroutine
def places(
    receptors: Receptors, r: int, now: int, low: int, size: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The two places where bundles leave what acts in this step; they may be the same.

    low: where a tile of so many neurons begins.
    """
    row = receptors.layout[r]
    stride, begin = row[R_STRIDE], row[R_RING] + receptors.tiles[row[R_TILES] + low // TILE]
    if row[R_SLOTS] == 1:
        place = receptors.fixed_ring[begin : begin + size]
        return place, place
    near = begin + now % SPAN * stride
    far = near + SPAN * stride
    return receptors.fixed_ring[near : near + size], receptors.fixed_ring[far : far + size]


@subroutine
def _arrive_by_bundle(
    receptors: Receptors,
    r: int,
    now: int,
    low: int,
    given: NDArray[np.float64],
    to: NDArray[np.float64],
) -> None:
    """The same of a ring that bundles lead to; low: where a tile begins."""
    unit, (near, far) = receptors.unit[r], places(receptors, r, now, low, to.size)
    if receptors.layout[r, R_SLOTS] == 1:
        for i in range(near.size):
            to[i] = given[i] + unit * near[i]
            near[i] = 0
        return
    for i in range(near.size):
        to[i] = given[i] + unit * np.int32(near[i] + far[i])
        near[i] = 0
        far[i] = 0


@subroutine
def arrive_at_source(receptors: Receptors, r: int, now: int, low: int, high: int) -> None:
    """Add what arrives to the first stage, unless the ring is that stage."""
    row = receptors.layout[r]
    if row[R_IS_FIXED] != 0 or row[R_RING] != row[R_SOURCE]:
        source = receptors.store[row[R_SOURCE] + low : row[R_SOURCE] + high]
        arrive(receptors, r, now, low, high, source, source)
