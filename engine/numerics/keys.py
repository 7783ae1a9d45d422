"""Keys of random numbers: what a number is for, as words, hashed with the seed."""

import hashlib

import numpy as np
from numpy.typing import NDArray

from engine.description.quantities import Distribution, Normal, Uniform

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


def key_of(seed: int, *words: str | int) -> int:
    """A 64-bit key for what the words say."""
    text = "\x1f".join([str(seed), *map(str, words)])
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little")


def uniform(key: int, count: int) -> NDArray[np.float64]:
    """The first numbers of a key, uniform in [0, 1)."""
    index = np.arange(1, count + 1, dtype=np.uint64)
    value = np.array([key], np.uint64) + index * _GOLDEN
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    value ^= value >> np.uint64(31)
    return np.asarray((value >> np.uint64(11)).astype(np.float64) * 2.0**-53)


def drawn(key: int, value: Distribution, count: int) -> NDArray[np.float64]:
    """So many values of a distribution."""
    match value:
        case Uniform(low, high):
            return np.asarray(low + (high - low) * uniform(key, count))
        case Normal(mean, deviation):
            pairs = uniform(key, 2 * count).reshape(2, count)
            radius = np.sqrt(-2.0 * np.log1p(-pairs[0]))
            return np.asarray(mean + deviation * radius * np.cos(2.0 * np.pi * pairs[1]))
    return np.full(count, float(value))
