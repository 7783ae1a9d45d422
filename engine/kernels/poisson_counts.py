"""Numbers of Poisson spikes from uniform numbers, ten compared at a time."""

import numpy as np
from numpy.typing import NDArray

from engine.numerics.jit import subroutine
from engine.numerics.randomness import mix32, nth

RUNGS = 10
"""Comparisons that are made at once: they stay in registers, and the sum of most means is among
them."""
_NEVER = 2**32
_HIGH_HALF, _T15 = np.uint64(32), np.uint32(15)
COMMON_BITS = 17
"""Of a number: those that all numbers of a tile have in common."""
_COMMON_BITS = np.int64(COMMON_BITS)
_TWICE_15 = np.uint32(0x7FFF_7FFF)


def ladder_of(thresholds: NDArray[np.uint32]) -> NDArray[np.int64]:
    """The thresholds, filled up to whole tens by what no number reaches."""
    ladder = np.full(-(-thresholds.size // RUNGS) * RUNGS, _NEVER)
    ladder[: thresholds.size] = thresholds
    return ladder


def mixed_numbers(key: int, first: int, count: int) -> NDArray[np.uint32]:
    """Of each pair of neurons from `first` on, a number of a key that tells it from others."""
    numbers = np.arange(first, first + count, 2, dtype=np.uint32)
    with np.errstate(over="ignore"):
        return mix32(mix32(numbers ^ np.uint32(key >> 32)) + np.uint32(key & 0xFFFF_FFFF))


@subroutine
def add_counts(
    key: np.uint64,
    step: int,
    mixed: NDArray[np.uint32],
    is_odd: int,
    ladder: NDArray[np.int64],
    least: int,
    weight: float,
    room: NDArray[np.uint32],
    counts: NDArray[np.int16],
    to: NDArray[np.float64],
) -> None:
    """Add a weight for each spike of each neuron of a tile.

    mixed: the numbers of their pairs. is_odd: 1 if the first neuron is the second of its pair.
    room: for as many as there are pairs. counts: room for one of each neuron.

    A number has 15 bits of its own, so that sixteen are compared at once, a pair has them from one
    hash, and below them 17 that all numbers of the tile have in common in this step. So each is
    uniform to 32 bits, and what two of a tile have in common is a covariance below 2^-32 for each
    two rungs.
    """
    bits = nth(key, step)
    turn, other = np.uint32(bits >> _HIGH_HALF), np.uint32(bits)
    for i in range(mixed.size):
        room[i] = np.uint32(mix32(np.uint32(mixed[i] ^ turn)) & _TWICE_15)
    own = room[: mixed.size].view(np.int16)[is_odd : is_odd + to.size]
    common = int(mix32(np.uint32(mixed[0] ^ other)) >> _T15)
    highest, has_any = np.int16(-1), least > 0
    for i in range(own.size):
        highest = max(highest, own[i])
    for i in range(counts.size):
        counts[i] = np.int16(least)
    for begin in range(0, ladder.size, RUNGS):
        rungs = ladder[begin : begin + RUNGS]
        # High rungs are rarely reached at all, and of a low rate low ones either.
        if highest > _highest_below(rungs, common, 0):
            _climb(rungs, common, own, counts)
            has_any = True
    if has_any:
        for i in range(to.size):
            to[i] += weight * counts[i]


@subroutine
def _highest_below(rungs: NDArray[np.int64], common: int, k: int) -> np.int16:
    """The highest bits of its own with which a number is below a rung, or -1."""
    return np.int16((rungs[k] - 1 - common) >> _COMMON_BITS)


@subroutine
def _climb(
    rungs: NDArray[np.int64], common: int, own: NDArray[np.int16], counts: NDArray[np.int16]
) -> None:
    """Count how many of ten rungs each number reaches; own: the bits of each alone."""
    a, b = _highest_below(rungs, common, 0), _highest_below(rungs, common, 1)
    c, d = _highest_below(rungs, common, 2), _highest_below(rungs, common, 3)
    e, f = _highest_below(rungs, common, 4), _highest_below(rungs, common, 5)
    g, h = _highest_below(rungs, common, 6), _highest_below(rungs, common, 7)
    k, m = _highest_below(rungs, common, 8), _highest_below(rungs, common, 9)
    for i in range(own.size):
        x = own[i]
        count = np.int16(counts[i] + np.int16(x > a))
        count = np.int16(count + np.int16(x > b))
        count = np.int16(count + np.int16(x > c))
        count = np.int16(count + np.int16(x > d))
        count = np.int16(count + np.int16(x > e))
        count = np.int16(count + np.int16(x > f))
        count = np.int16(count + np.int16(x > g))
        count = np.int16(count + np.int16(x > h))
        count = np.int16(count + np.int16(x > k))
        counts[i] = np.int16(count + np.int16(x > m))
