"""Keys of random numbers: what a number is for, as words, hashed with the seed."""

import hashlib

import numpy as np
from numpy.typing import NDArray

from engine.numerics.randomness import GOLDEN, mix64


def key_of(seed: int, *words: str | int) -> int:
    """A 64-bit key for what the words say."""
    text = "\x1f".join([str(seed), *map(str, words)])
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little")


def uniform(key: int, count: int) -> NDArray[np.float64]:
    """The first numbers of a key, uniform in [0, 1)."""
    return uniform_at(key, np.arange(count))


def uniform_at(key: int, index: NDArray[np.int64]) -> NDArray[np.float64]:
    """The numbers of a key at these places, uniform in [0, 1)."""
    return unit_numbers(_bits(key, index))


def unit_numbers(bits: NDArray[np.uint64]) -> NDArray[np.float64]:
    """Numbers in [0, 1) of 53 random bits each, from 64."""
    return (bits >> np.uint64(11)).astype(np.float64) * 2.0**-53


def _bits(key: int, index: NDArray[np.int64]) -> NDArray[np.uint64]:
    """64 random bits each."""
    nth = index.astype(np.uint64) + np.uint64(1)
    return mix64(np.array([key], np.uint64) + nth * GOLDEN)
