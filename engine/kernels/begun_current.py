"""The current of a tile of neurons before anything is in it."""

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import N_FIRST, read_neurons, read_own
from engine.numerics.jit import subroutine


@subroutine
def begun_current(
    image: int, own: int, block: int, low: int, high: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What is applied to neurons `low` to `high` of a block, and the room for what acts on them."""
    neurons = read_neurons(image)
    at = neurons.layout[block, N_FIRST]
    return neurons.applied[at + low : at + high], read_own(own).current[: high - low]
