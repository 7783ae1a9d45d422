"""Counter-based random numbers: each is a hash of (seed, stream, index), so no order matters."""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from engine.numerics.keys import unit_numbers
from engine.numerics.randomness import GOLDEN, mix32, mix64


class Stream(IntEnum):
    """What a random number is for; the numbers are part of what a seed means."""

    INITIAL_X = 0
    INITIAL_Y = 1
    INITIAL_Z = 2
    PRESYNAPTIC_KEY = 3
    POSTSYNAPTIC_KEY = 4


def uniform(seed: int, stream: Stream, count: int) -> NDArray[np.float64]:
    """Numbers 0 to `count` - 1 of the stream, uniform in [0, 1) with 53 random bits each."""
    index = np.arange(1, count + 1, dtype=np.uint64)
    bits = mix64(stream_key(seed, stream) + index * GOLDEN)
    return unit_numbers(bits)


def distinct_keys(seed: int, stream: Stream, count: int) -> NDArray[np.uint32]:
    """Numbers 0 to `count` - 1 of the stream, 32 random bits each, no two alike."""
    key = int(stream_key(seed, stream)[0])
    index = np.arange(count, dtype=np.uint32)
    first, second = np.uint32(key >> 32), np.uint32(key & 0xFFFFFFFF)
    return mix32(mix32(index ^ first) + second)


def stream_key(seed: int, stream: Stream) -> NDArray[np.uint64]:
    """A well-mixed 64-bit key of seed and stream, shape (1,)."""
    return mix64(mix64(np.array([stream + 1], np.uint64) * GOLDEN) ^ np.array([seed], np.uint64))
