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
    if receptors.layout[r, R_STRIDE] != 0:
        begin = place_of_bundles(receptors, r, now, low)
    else:
        begin = slot_start(receptors, r, now) + low
    if receptors.layout[r, R_IS_FIXED] != 0:
        fixed, unit = receptors.fixed_ring[begin : begin + high - low], receptors.unit[r]
        for i in range(fixed.size):
            to[i] = given[i] + unit * fixed[i]
            fixed[i] = 0
        return
    arriving = receptors.store[begin : begin + high - low]
    for i in range(arriving.size):
        to[i] = given[i] + arriving[i]
        arriving[i] = 0.0


@subroutine
def place_of_bundles(receptors: Receptors, r: int, now: int, low: int) -> int:
    """Where in the ring bundles leave what acts in this step on the tile that begins with a
    neuron."""
    row = receptors.layout[r]
    begin = row[R_RING] + receptors.tiles[row[R_TILES] + low // TILE]
    return int(begin + now % row[R_SLOTS] * row[R_STRIDE])


@subroutine
def arrive_at_source(receptors: Receptors, r: int, now: int, low: int, high: int) -> None:
    """Add what arrives to the first stage, unless the ring is that stage."""
    row = receptors.layout[r]
    if row[R_IS_FIXED] != 0 or row[R_RING] != row[R_SOURCE]:
        source = receptors.store[row[R_SOURCE] + low : row[R_SOURCE] + high]
        arrive(receptors, r, now, low, high, source, source)
