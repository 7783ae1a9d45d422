"""Random numbers inside kernels: hashes of a key and a count, so that no order matters."""

import math
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.numerics.jit import subroutine

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_S30, _S27, _S31, _S32 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(32)
_M1, _M2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_N1, _N2 = np.uint32(0x7FEB352D), np.uint32(0x846CA68B)
_CUT: Any = np.uint32
"""To 32 bits, numba's products of such numbers having 64."""
_T15, _T16 = np.uint32(15), np.uint32(16)
Bits64 = TypeVar("Bits64", np.uint64, NDArray[np.uint64])
Bits32 = TypeVar("Bits32", np.uint32, NDArray[np.uint32])


@subroutine
def mix64(value: Bits64) -> Bits64:
    """SplitMix64's finaliser (Steele, Lea & Flood 2014): a bijection of 64 bits.

    As `mix32`, it takes arrays too when it is called from Python.
    """
    value = (value ^ (value >> _S30)) * _M1
    value = (value ^ (value >> _S27)) * _M2
    return value ^ (value >> _S31)


@subroutine
def nth(key: np.uint64, n: int) -> np.uint64:
    """The n-th 64-bit number of a key."""
    return mix64(key + np.uint64(n + 1) * GOLDEN)


@subroutine
def unit(bits: np.uint64) -> float:
    """A number in [0, 1) from 64 random bits."""
    return float(bits >> np.uint64(11)) * 2.0**-53


@subroutine
def below(bits: np.uint64, count: int) -> int:
    """A whole number from 0 to count - 1, count below 2^32, from 64 random bits."""
    return int(np.int64(((bits >> _S32) * np.uint64(count)) >> _S32))


@subroutine
def normal(first: np.uint64, second: np.uint64) -> float:
    """One normal number from two times 64 random bits (Box and Muller 1958)."""
    radius = math.sqrt(-2.0 * math.log(unit(first) + 2.0**-54))
    return radius * math.cos(2.0 * math.pi * unit(second))


@subroutine
def mix32(value: Bits32) -> Bits32:
    """Wellons' `lowbias32`: a bijection of 32 bits."""
    value = _CUT(_CUT(value ^ _CUT(value >> _T16)) * _N1)
    value = _CUT(_CUT(value ^ _CUT(value >> _T15)) * _N2)
    value = _CUT(value ^ _CUT(value >> _T16))
    return value  # noqa: RET504 - what the cut gives has any type


@subroutine
def hash_pair(pair: np.uint32, source: np.uint32) -> np.uint32:
    """Two draws of 16 bits, from keys that are well mixed already: `mix32` without its start."""
    mixed = np.uint32(np.uint32(pair ^ source) * _N1)
    mixed = np.uint32(np.uint32(mixed ^ np.uint32(mixed >> _T15)) * _N2)
    return np.uint32(mixed ^ np.uint32(mixed >> _T16))


@subroutine
def draw_uniform(key: np.uint64, step: int, first: int, numbers: NDArray[np.uint32]) -> None:
    """A uniform 32-bit number for each neuron from `first` on."""
    bits = nth(key, step)
    key_1, key_2 = np.uint32(bits >> _S32), np.uint32(bits)
    for k in range(numbers.size):
        index = np.uint32(first + k)
        numbers[k] = mix32(np.uint32(mix32(np.uint32(index ^ key_1)) + key_2))
