"""Weights that need no memory: each is a hash of keys of both neurons, made again at every spike.

One 32-bit hash gives the draws of two postsynaptic neurons, 16 bits each: neurons k and HALF + k of
a tile of the target population. A draw u of a uniform weight stands for the odd number
2 u - 65535, so that weights lie symmetric around their middle; a draw of another distribution for
its quantile, as a whole number of a unit. So sums are exact, whatever the order, and a stored draw
gives the same bits as the hash that it was stored from.
"""

import numpy as np
from numpy.typing import NDArray

from engine.numerics.jit import subroutine
from engine.numerics.randomness import hash_pair
from engine.runtime.tiles import TILE

HALF = TILE // 2
ODD = 65535
"""2 u - ODD turns a draw, 0 to 65535, into an odd number, symmetric around 0."""
UNIFORM_UNIT = 2.0**-16
"""Of half the width of a uniform distribution, what these odd numbers count."""

_S1, _S16 = np.uint32(1), np.uint32(16)
_LOW_HALF = np.uint32(0xFFFF)
_ONE_ODD, _TWO_ODD, _FOUR_ODD = np.int32(ODD), np.int32(2 * ODD), np.int32(4 * ODD)


def pair_count(size: int) -> int:
    """How many keys of pairs a population of so many targets has."""
    return -(-size // TILE) * HALF


@subroutine
def draw_of(pair_keys: NDArray[np.uint32], target: int, source: np.uint32) -> np.uint32:
    """The draw of one target, counted within its population."""
    place = target % TILE
    both = hash_pair(pair_keys[target // TILE * HALF + place % HALF], source)
    return np.uint32(both >> _S16) if place >= HALF else np.uint32(both & _LOW_HALF)


@subroutine
def as_odd(draw: np.uint32) -> np.int32:
    """What a draw of a uniform weight stands for."""
    return np.int32(np.int32(np.uint32(draw << _S1)) - _ONE_ODD)


@subroutine
def add_four(
    pairs: NDArray[np.uint32],
    keys: NDArray[np.uint32],
    low: NDArray[np.int32],
    high: NDArray[np.int32],
) -> None:
    """Four spikes at once, since loads and stores cost as much as hashes.

    Whole hashes are summed, modulo 2^32; without the high halves they leave the low ones.
    """
    k0, k1, k2, k3 = keys[0], keys[1], keys[2], keys[3]
    for i in range(pairs.size):
        h0, h1 = hash_pair(pairs[i], k0), hash_pair(pairs[i], k1)
        h2, h3 = hash_pair(pairs[i], k2), hash_pair(pairs[i], k3)
        whole = np.uint32(np.uint32(h0 + h1) + np.uint32(h2 + h3))
        upper = np.uint32((h0 >> _S16) + (h1 >> _S16) + (h2 >> _S16) + (h3 >> _S16))
        lower = np.uint32(whole - np.uint32(upper << _S16))
        low[i] += np.int32(lower << _S1) - _FOUR_ODD
        high[i] += np.int32(upper << _S1) - _FOUR_ODD


@subroutine
def add_one(
    pairs: NDArray[np.uint32],
    key: np.uint32,
    low: NDArray[np.int32],
    high: NDArray[np.int32],
) -> None:
    """One spike."""
    for i in range(pairs.size):
        both = hash_pair(pairs[i], key)
        low[i] += np.int32(np.uint32(both & _LOW_HALF) << _S1) - _ONE_ODD
        high[i] += np.int32(np.uint32(both >> _S16) << _S1) - _ONE_ODD


@subroutine
def move_four(
    pairs: NDArray[np.uint32],
    keys: NDArray[np.uint32],
    old_low: NDArray[np.int32],
    old_high: NDArray[np.int32],
    new_low: NDArray[np.int32],
    new_high: NDArray[np.int32],
) -> None:
    """As `add_four`, from one row of sums to another."""
    k0, k1, k2, k3 = keys[0], keys[1], keys[2], keys[3]
    for i in range(pairs.size):
        h0, h1 = hash_pair(pairs[i], k0), hash_pair(pairs[i], k1)
        h2, h3 = hash_pair(pairs[i], k2), hash_pair(pairs[i], k3)
        whole = np.uint32(np.uint32(h0 + h1) + np.uint32(h2 + h3))
        upper = np.uint32((h0 >> _S16) + (h1 >> _S16) + (h2 >> _S16) + (h3 >> _S16))
        lower = np.uint32(whole - np.uint32(upper << _S16))
        to_low = np.int32(lower << _S1) - _FOUR_ODD
        to_high = np.int32(upper << _S1) - _FOUR_ODD
        new_low[i] += to_low
        new_high[i] += to_high
        old_low[i] -= to_low
        old_high[i] -= to_high


@subroutine
def move_two(
    pairs: NDArray[np.uint32],
    keys: NDArray[np.uint32],
    old_low: NDArray[np.int32],
    old_high: NDArray[np.int32],
    new_low: NDArray[np.int32],
    new_high: NDArray[np.int32],
) -> None:
    """Two spikes at once."""
    k0, k1 = keys[0], keys[1]
    for i in range(pairs.size):
        h0, h1 = hash_pair(pairs[i], k0), hash_pair(pairs[i], k1)
        upper = np.uint32((h0 >> _S16) + (h1 >> _S16))
        lower = np.uint32(np.uint32(h0 + h1) - np.uint32(upper << _S16))
        to_low = np.int32(lower << _S1) - _TWO_ODD
        to_high = np.int32(upper << _S1) - _TWO_ODD
        new_low[i] += to_low
        new_high[i] += to_high
        old_low[i] -= to_low
        old_high[i] -= to_high


@subroutine
def move_one(
    pairs: NDArray[np.uint32],
    key: np.uint32,
    old_low: NDArray[np.int32],
    old_high: NDArray[np.int32],
    new_low: NDArray[np.int32],
    new_high: NDArray[np.int32],
) -> None:
    """One spike."""
    for i in range(pairs.size):
        both = hash_pair(pairs[i], key)
        to_low = np.int32(np.uint32(both & _LOW_HALF) << _S1) - _ONE_ODD
        to_high = np.int32(np.uint32(both >> _S16) << _S1) - _ONE_ODD
        new_low[i] += to_low
        new_high[i] += to_high
        old_low[i] -= to_low
        old_high[i] -= to_high
