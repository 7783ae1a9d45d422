"""Weights that need no memory: each is a hash of (seed, pre, post), made again at every spike.

One 32-bit hash gives the weights to two postsynaptic neurons, 16 bits each. A weight is an odd
multiple of 2^-16 between -1 and 1; rows hold sums of these integers, so they are exact, whatever
the order.
"""

import numpy as np
from numpy.typing import NDArray

from engine.classic.connectivity.moves import NO_ROW
from engine.classic.state import Moves, ProceduralSynapses
from engine.numerics.jit import subroutine
from engine.numerics.rng import Stream, distinct_keys
from engine.runtime.tiles import TILE, padded

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
_LOW_HALF = np.uint32(0xFFFF)
_ONE_ODD, _TWO_ODD, _FOUR_ODD = np.int32(ODD), np.int32(2 * ODD), np.int32(4 * ODD)


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


@subroutine
def deliver(
    synapses: ProceduralSynapses,
    moves: Moves,
    groups: int,
    new_slot: int,
    low: int,
    high: int,
    first: int,
    last: int,
) -> None:
    """Move the weights of the neurons that spiked from their old rows to the new one.

    low, high: the neurons of one tile that get them. first, last: which of the ordered spikes.
    """
    rows, pair = synapses.rows[low // TILE], low // 2
    pairs = synapses.pair_keys[pair : pair + min(HALF, high - low)]
    new_low, new_high = rows[new_slot, :HALF], rows[new_slot, HALF:]
    if first == 0:
        new_low[:] = 0
        new_high[:] = 0
    for group in range(groups):
        slot = moves.group_slots[group]
        old = moves.nowhere if slot == NO_ROW else rows[slot]
        old_low, old_high = old[:HALF], old[HALF:]
        k, stop = max(first, moves.group_starts[group]), min(last, moves.group_starts[group + 1])
        while k + 4 <= stop:
            keys = moves.ordered_keys[k : k + 4]
            _move_four(pairs, keys, old_low, old_high, new_low, new_high)
            k += 4
        if k + 2 <= stop:
            keys = moves.ordered_keys[k : k + 2]
            _move_two(pairs, keys, old_low, old_high, new_low, new_high)
            k += 2
        if k < stop:
            _move_one(pairs, moves.ordered_keys[k], old_low, old_high, new_low, new_high)


@subroutine
def look_up_keys(synapses: ProceduralSynapses, moves: Moves, count: int) -> None:
    """Put the keys of the neurons that spiked into the order of their groups."""
    for k in range(count):
        moves.ordered_keys[k] = synapses.pre_keys[moves.ordered[k]]


@subroutine
def _move_four(
    pairs: NDArray[np.uint32],
    keys: NDArray[np.uint32],
    old_low: NDArray[np.int32],
    old_high: NDArray[np.int32],
    new_low: NDArray[np.int32],
    new_high: NDArray[np.int32],
) -> None:
    """Four spikes at once, since loads and stores cost as much as hashes.

    Whole hashes are summed, modulo 2^32; without the high halves they leave the low ones.
    """
    k0, k1, k2, k3 = keys[0], keys[1], keys[2], keys[3]
    for i in range(pairs.size):
        h0, h1 = hash_pair(pairs[i], k0), hash_pair(pairs[i], k1)
        h2, h3 = hash_pair(pairs[i], k2), hash_pair(pairs[i], k3)
        whole = np.uint32(np.uint32(h0 + h1) + np.uint32(h2 + h3))
        high = np.uint32((h0 >> _S16) + (h1 >> _S16) + (h2 >> _S16) + (h3 >> _S16))
        low = np.uint32(whole - np.uint32(high << _S16))
        to_low = np.int32(low << _S1) - _FOUR_ODD
        to_high = np.int32(high << _S1) - _FOUR_ODD
        new_low[i] += to_low
        new_high[i] += to_high
        old_low[i] -= to_low
        old_high[i] -= to_high


@subroutine
def _move_two(
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
        high = np.uint32((h0 >> _S16) + (h1 >> _S16))
        low = np.uint32(np.uint32(h0 + h1) - np.uint32(high << _S16))
        to_low = np.int32(low << _S1) - _TWO_ODD
        to_high = np.int32(high << _S1) - _TWO_ODD
        new_low[i] += to_low
        new_high[i] += to_high
        old_low[i] -= to_low
        old_high[i] -= to_high


@subroutine
def _move_one(
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


@subroutine
def hash_pair(pair: np.uint32, pre: np.uint32) -> np.uint32:
    """Two weights' worth of random bits, from keys that are well mixed already."""
    mixed = np.uint32(np.uint32(pair ^ pre) * _MULTIPLY_1)
    mixed = np.uint32(np.uint32(mixed ^ np.uint32(mixed >> _S15)) * _MULTIPLY_2)
    return np.uint32(mixed ^ np.uint32(mixed >> _S16))
