"""Counter-based random numbers: each is a hash of (seed, stream, index), so no order matters."""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


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
    bits = _mix64(stream_key(seed, stream) + index * _GOLDEN)
    return (bits >> np.uint64(11)).astype(np.float64) * 2.0**-53


def distinct_keys(seed: int, stream: Stream, count: int) -> NDArray[np.uint32]:
    """Numbers 0 to `count` - 1 of the stream, 32 random bits each, no two alike."""
    key = int(stream_key(seed, stream)[0])
    index = np.arange(count, dtype=np.uint32)
    first, second = np.uint32(key >> 32), np.uint32(key & 0xFFFFFFFF)
    return _mix32(_mix32(index ^ first) + second)


def stream_key(seed: int, stream: Stream) -> NDArray[np.uint64]:
    """A well-mixed 64-bit key of seed and stream, shape (1,)."""
    return _mix64(_mix64(np.array([stream + 1], np.uint64) * _GOLDEN) ^ np.array([seed], np.uint64))


def _mix64(value: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """SplitMix64's finaliser (Steele, Lea & Flood 2014): a bijection of 64 bits."""
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))


def _mix32(value: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Wellons' `lowbias32`: a bijection of 32 bits."""
    value = (value ^ (value >> np.uint32(16))) * np.uint32(0x7FEB352D)
    value = (value ^ (value >> np.uint32(15))) * np.uint32(0x846CA68B)
    return value ^ (value >> np.uint32(16))
