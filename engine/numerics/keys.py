"""Keys of random numbers: what a number is for, as words, hashed with the seed."""

import hashlib

import numpy as np
from numpy.typing import NDArray

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


def key_of(seed: int, *words: str | int) -> int:
    """A 64-bit key for what the words say."""
    text = "\x1f".join([str(seed), *map(str, words)])
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little")


def uniform(key: int, count: int) -> NDArray[np.float64]:
    """The first numbers of a key, uniform in [0, 1)."""
    return uniform_at(key, np.arange(count))


def uniform_at(key: int, index: NDArray[np.int64]) -> NDArray[np.float64]:
    """The numbers of a key at these places, uniform in [0, 1)."""
    value = np.array([key], np.uint64) + (index.astype(np.uint64) + np.uint64(1)) * _GOLDEN
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    value ^= value >> np.uint64(31)
    return np.asarray((value >> np.uint64(11)).astype(np.float64) * 2.0**-53)
