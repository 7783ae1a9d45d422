"""The current of a tile of neurons before anything is in it."""

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import N_FIRST, read_neurons, read_own
from engine.numerics.jit import subroutine
from engine.runtime.tiles import TILE, first_tile


@subroutine
def begun_current(
    image: int, own: int, block: int, low: int, high: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What is applied to neurons `low` to `high` of a block, and the room for what acts on them."""
    neurons, scratch = read_neurons(image), read_own(own)
    at = neurons.layout[block, N_FIRST]
    common = neurons.common[first_tile(at, block) + low // TILE]
    if np.isnan(common):
        return neurons.applied[at + low : at + high], scratch.current[: high - low]
    if scratch.alike[0] != common:
        scratch.alike[:] = common
    return scratch.alike[: high - low], scratch.current[: high - low]
