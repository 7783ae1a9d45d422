"""The noise of many neurons: normal numbers in single precision, twice as many at a time."""

import numpy as np
from numpy.typing import NDArray

from engine.numerics.jit import subroutine
from engine.numerics.normal_pairs import SPREAD, normal_pair
from engine.numerics.randomness import nth
from engine.runtime.tiles import TILE

HALF = TILE // 2
"""Neurons k and HALF + k of a tile share a pair of normal numbers."""
_HIGH_HALF = np.uint64(32)


@subroutine
def add_noise(
    key: np.uint64,
    step: int,
    first: int,
    deviation: NDArray[np.float64],
    normal: NDArray[np.float32],
    current: NDArray[np.float64],
) -> None:
    """Add a normal number times its deviation to the current of each neuron of a tile.

    first: the tile's first neuron. normal: room for the numbers of a whole tile.
    """
    bits = nth(key, step)
    key_1, key_2 = np.uint32(bits >> _HIGH_HALF), np.uint32(bits)
    near, far = normal[:HALF], normal[HALF:]
    for k in range(min(HALF, deviation.size)):
        index = np.uint32(np.uint32(first + k) * SPREAD)
        near[k], far[k] = normal_pair(index, key_1, key_2)
    for k in range(deviation.size):
        current[k] += deviation[k] * np.float64(normal[k])
