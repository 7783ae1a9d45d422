"""Weights that need no memory: each is a hash of (seed, pre, post), made again at every spike.

One 32-bit hash gives the weights to two postsynaptic neurons, 16 bits each. A weight is an odd
multiple of 2^-16 between -1 and 1; rows hold sums of these integers, so they are exact, whatever
the order.
"""

import numpy as np
from numpy.typing import NDArray

from engine.connectivity.moves import NO_ROW
from engine.jit import kernel
from engine.rng import Stream, distinct_keys
from engine.tiles import TILE, padded

HALF = TILE // 2
"""Neurons k and HALF + k of a tile share a hash: its low and its high half."""
UNIT = 2.0**-16
"""What the integers in the rows count."""
ODD = 65535
"""2 u - ODD turns a half of a hash, 0 to 65535, into an odd number, symmetric around 0."""

_MULTIPLY_1 = np.uint32(0x7FEB352D)
_MULTIPLY_2 = np.uint32(0x846CA68B)
_S1 = np.uint32(1)
_S15 = np.uint32(15)
_S16 = np.uint32(16)


def keys(seed: int, size: int) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Keys of the presynaptic neurons, and of the pairs of postsynaptic ones."""
    pre = distinct_keys(seed, Stream.PRESYNAPTIC_KEY, size)
    return pre, distinct_keys(seed, Stream.POSTSYNAPTIC_KEY, padded(size) // 2)


def weight_matrix(seed: int, size: int) -> NDArray[np.float64]:
    """All weights as they would be made, shape (size, size): to (row), from (column)."""
    pre, pairs = keys(seed, size)
    mixed = (pairs[:, None] ^ pre[None, :]) * _MULTIPLY_1
    mixed = (mixed ^ (mixed >> _S15)) * _MULTIPLY_2
    mixed ^= mixed >> _S16
    halves = np.stack((mixed & np.uint32(0xFFFF), mixed >> _S16))
    tiles = halves.reshape(2, -1, HALF, size).transpose(1, 0, 2, 3)
    odd = 2.0 * tiles.reshape(-1, size)[:size] - ODD
    return np.asarray(odd * UNIT)


@kernel
def deliver(
    rows: NDArray[np.int32],
    new_slot: int,
    ordered_keys: NDArray[np.uint32],
    group_slots: NDArray[np.int64],
    group_starts: NDArray[np.int64],
    groups: int,
    pairs: NDArray[np.uint32],
    sums: NDArray[np.uint32],
) -> None:
    """Move the weights of the neurons that spiked from their old rows to the new one.

    rows: those of one tile, shape (lags, TILE). ordered_keys: of the neurons that spiked, group
    by group. pairs: the tile's keys, shape (pairs,). sums: scratch, shape (2, HALF).
    """
    new_low, new_high = rows[new_slot, :HALF], rows[new_slot, HALF:]
    new_low[:] = 0
    new_high[:] = 0
    for group in range(groups):
        first, last = group_starts[group], group_starts[group + 1]
        _hash_sums(pairs, ordered_keys[first:last], sums[0], sums[1])
        offset = np.int32((last - first) * ODD)
        slot = group_slots[group]
        if slot == NO_ROW:
            _add(new_low, sums[0], offset, pairs.size)
            _add(new_high, sums[1], offset, pairs.size)
        else:
            _move(rows[slot, :HALF], new_low, sums[0], offset, pairs.size)
            _move(rows[slot, HALF:], new_high, sums[1], offset, pairs.size)


@kernel
def _add(new: NDArray[np.int32], sums: NDArray[np.uint32], offset: np.int32, width: int) -> None:
    for i in range(width):
        new[i] += np.int32(sums[i]) - offset


@kernel
def _move(
    old: NDArray[np.int32],
    new: NDArray[np.int32],
    sums: NDArray[np.uint32],
    offset: np.int32,
    width: int,
) -> None:
    for i in range(width):
        weight = np.int32(sums[i]) - offset
        new[i] += weight
        old[i] -= weight


@kernel
def _hash_sums(
    pairs: NDArray[np.uint32],
    spiked_keys: NDArray[np.uint32],
    low_sums: NDArray[np.uint32],
    high_sums: NDArray[np.uint32],
) -> None:
    """Twice the sums of the low and of the high halves of the hashes of each pair.

    Whole hashes are summed, modulo 2^32; without the high halves they leave the low ones.
    """
    low_sums[:] = 0
    high_sums[:] = 0
    k = 0
    while k + 4 <= spiked_keys.size:
        a0, a1 = spiked_keys[k], spiked_keys[k + 1]
        a2, a3 = spiked_keys[k + 2], spiked_keys[k + 3]
        for i in range(pairs.size):
            h0, h1 = _hash(pairs[i], a0), _hash(pairs[i], a1)
            h2, h3 = _hash(pairs[i], a2), _hash(pairs[i], a3)
            low_sums[i] += np.uint32(np.uint32(h0 + h1) + np.uint32(h2 + h3))
            high_sums[i] += np.uint32(
                np.uint32((h0 >> _S16) + (h1 >> _S16)) + np.uint32((h2 >> _S16) + (h3 >> _S16))
            )
        k += 4
    while k < spiked_keys.size:
        a0 = spiked_keys[k]
        for i in range(pairs.size):
            h0 = _hash(pairs[i], a0)
            low_sums[i] += h0
            high_sums[i] += np.uint32(h0 >> _S16)
        k += 1
    for i in range(pairs.size):
        high = np.uint32(high_sums[i] << _S1)
        low_sums[i] = np.uint32(np.uint32(low_sums[i] << _S1) - np.uint32(high << _S16))
        high_sums[i] = high


@kernel
def _hash(pair: np.uint32, pre: np.uint32) -> np.uint32:
    """Two weights' worth of random bits, from keys that are well mixed already."""
    mixed = np.uint32(np.uint32(pair ^ pre) * _MULTIPLY_1)
    mixed = np.uint32(np.uint32(mixed ^ np.uint32(mixed >> _S15)) * _MULTIPLY_2)
    return np.uint32(mixed ^ np.uint32(mixed >> _S16))
