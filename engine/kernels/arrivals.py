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
    Receptors,
)
from engine.numerics.jit import subroutine


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
def arrive(
    receptors: Receptors, r: int, now: int, low: int, high: int, to: NDArray[np.float64]
) -> None:
    """Add what arrives at neurons `low` to `high` of the block, and empty the slot."""
    begin = slot_start(receptors, r, now)
    if receptors.layout[r, R_IS_FIXED] != 0:
        fixed, unit = receptors.fixed_ring[begin + low : begin + high], receptors.unit[r]
        for i in range(fixed.size):
            to[i] += unit * fixed[i]
            fixed[i] = 0
        return
    arriving = receptors.store[begin + low : begin + high]
    for i in range(arriving.size):
        to[i] += arriving[i]
        arriving[i] = 0.0


@subroutine
def arrive_at_source(receptors: Receptors, r: int, now: int, low: int, high: int) -> None:
    """Add what arrives to the first stage, unless the ring is that stage."""
    row = receptors.layout[r]
    if row[R_IS_FIXED] != 0 or row[R_RING] != row[R_SOURCE]:
        at = row[R_SOURCE]
        arrive(receptors, r, now, low, high, receptors.store[at + low : at + high])
