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

HALF = 256
TILE = 2 * HALF
"""Neurons k and HALF + k of a tile share a hash: its low and its high half."""
UNIT = 2.0**-16
"""What the integers in the rows count."""
ODD = 65535
"""2 u - ODD turns a half of a hash, 0 to 65535, into an odd number, symmetric around 0."""

_MULTIPLY_1 = np.uint32(0x7FEB352D)
_MULTIPLY_2 = np.uint32(0x846CA68B)
_S15 = np.uint32(15)
_S16 = np.uint32(16)


def padded(size: int) -> int:
    """The number of neurons in whole tiles."""
    return -(-size // TILE) * TILE


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
    ordered: NDArray[np.int64],
    group_slots: NDArray[np.int64],
    group_starts: NDArray[np.int64],
    groups: int,
    pre_keys: NDArray[np.uint32],
    pair_keys: NDArray[np.uint32],
    low: int,
    high: int,
) -> None:
    """Move the weights of the neurons that spiked from their old rows to the new one.

    low, high: the range of postsynaptic neurons; `low` is a multiple of TILE.
    """
    low_sums = np.empty(HALF, np.uint32)
    high_sums = np.empty(HALF, np.uint32)
    for start in range(low, high, TILE):
        width = min(HALF, high - start)
        pairs = pair_keys[start // 2 : start // 2 + width]
        new_low = rows[new_slot, start : start + width]
        new_high = rows[new_slot, start + HALF : start + HALF + width]
        new_low[:] = 0
        new_high[:] = 0
        for group in range(groups):
            first, last = group_starts[group], group_starts[group + 1]
            _hash_sums(pairs, pre_keys, ordered[first:last], low_sums, high_sums)
            offset = np.int32((last - first) * ODD)
            slot = group_slots[group]
            if slot == NO_ROW:
                for i in range(width):
                    new_low[i] += np.int32(low_sums[i]) - offset
                    new_high[i] += np.int32(high_sums[i]) - offset
            else:
                old_low = rows[slot, start : start + width]
                old_high = rows[slot, start + HALF : start + HALF + width]
                for i in range(width):
                    to_low = np.int32(low_sums[i]) - offset
                    to_high = np.int32(high_sums[i]) - offset
                    new_low[i] += to_low
                    new_high[i] += to_high
                    old_low[i] -= to_low
                    old_high[i] -= to_high


@kernel
def _hash_sums(
    pairs: NDArray[np.uint32],
    pre_keys: NDArray[np.uint32],
    spiked: NDArray[np.int64],
    low_sums: NDArray[np.uint32],
    high_sums: NDArray[np.uint32],
) -> None:
    """Twice the sums of the low and of the high halves of the hashes of each pair.

    Whole hashes are summed, modulo 2^32; without the high halves they leave the low ones.
    """
    low_sums[:] = 0
    high_sums[:] = 0
    last = spiked.size
    k = 0
    while k + 4 <= last:
        a0, a1 = pre_keys[spiked[k]], pre_keys[spiked[k + 1]]
        a2, a3 = pre_keys[spiked[k + 2]], pre_keys[spiked[k + 3]]
        for i in range(pairs.size):
            h0, h1 = _hash(pairs[i], a0), _hash(pairs[i], a1)
            h2, h3 = _hash(pairs[i], a2), _hash(pairs[i], a3)
            low_sums[i] += np.uint32(np.uint32(h0 + h1) + np.uint32(h2 + h3))
            high_sums[i] += np.uint32(
                np.uint32((h0 >> _S16) + (h1 >> _S16)) + np.uint32((h2 >> _S16) + (h3 >> _S16))
            )
        k += 4
    while k < last:
        a0 = pre_keys[spiked[k]]
        for i in range(pairs.size):
            h0 = _hash(pairs[i], a0)
            low_sums[i] += h0
            high_sums[i] += np.uint32(h0 >> _S16)
        k += 1
    for i in range(pairs.size):
        high = np.uint32(high_sums[i] << np.uint32(1))
        low_sums[i] = np.uint32(np.uint32(low_sums[i] << np.uint32(1)) - np.uint32(high << _S16))
        high_sums[i] = high


@kernel
def _hash(pair: np.uint32, pre: np.uint32) -> np.uint32:
    """Two weights' worth of random bits, from keys that are well mixed already."""
    mixed = np.uint32(np.uint32(pair ^ pre) * _MULTIPLY_1)
    mixed = np.uint32(np.uint32(mixed ^ np.uint32(mixed >> _S15)) * _MULTIPLY_2)
    return np.uint32(mixed ^ np.uint32(mixed >> _S16))
