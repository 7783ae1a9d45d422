"""Numbers of Poisson spikes from uniform numbers, ten compared at a time."""

import numpy as np
from numpy.typing import NDArray

from engine.numerics.jit import subroutine
from engine.numerics.randomness import mix32, nth

RUNGS = 10
"""Comparisons that are made at once: they stay in registers, and the sum of most means is among
them."""
GROUP = 128
"""Neurons that are looked at together."""
_NEVER = np.int32(2**31 - 1)
_HIGH_HALF = np.uint64(32)


def ladder_of(thresholds: NDArray[np.uint32]) -> NDArray[np.int32]:
    """Numbers that a signed uniform one exceeds as often as an unsigned one reaches these.

    Signed ones are compared in SIMD. Filled up to whole tens by what none exceeds.
    """
    signed = np.maximum(thresholds.astype(np.int64), 1) - 1 - 2**31
    ladder = np.full(-(-signed.size // RUNGS) * RUNGS, _NEVER)
    ladder[: signed.size] = signed
    return ladder


def mixed_numbers(key: int, first: int, count: int) -> NDArray[np.uint32]:
    """Of each neuron from `first` on, a number of a key that tells it from others."""
    numbers = np.arange(first, first + count, dtype=np.uint32)
    with np.errstate(over="ignore"):
        return mix32(mix32(numbers ^ np.uint32(key >> 32)) + np.uint32(key & 0xFFFF_FFFF))


@subroutine
def add_counts(
    key: np.uint64,
    step: int,
    mixed: NDArray[np.uint32],
    ladder: NDArray[np.int32],
    least: int,
    weight: float,
    numbers: NDArray[np.uint32],
    to: NDArray[np.float64],
) -> None:
    """Add a weight for each spike of each neuron.

    mixed: their numbers. numbers: room for as many.
    """
    turn, surely = np.uint32(nth(key, step) >> _HIGH_HALF), weight * least
    for start in range(0, mixed.size, GROUP):
        group, highest = mixed[start : start + GROUP], np.int32(-(2**31))
        drawn, place = numbers[start : start + GROUP], to[start : start + GROUP]
        for i in range(group.size):
            number = mix32(np.uint32(group[i] ^ turn))
            drawn[i] = number
            highest = max(highest, np.int32(number))
        if least > 0:
            for i in range(place.size):
                place[i] += surely
        for begin in range(0, ladder.size, RUNGS):
            # High rungs are rarely reached at all, and of a low rate low ones either.
            if highest > ladder[begin]:
                _climb(ladder[begin : begin + RUNGS], weight, drawn, place)


@subroutine
def _climb(
    rungs: NDArray[np.int32],
    weight: float,
    numbers: NDArray[np.uint32],
    to: NDArray[np.float64],
) -> None:
    """Add a weight for each of ten rungs that a neuron's number exceeds."""
    a, b, c, d, e = rungs[0], rungs[1], rungs[2], rungs[3], rungs[4]
    f, g, h, k, m = rungs[5], rungs[6], rungs[7], rungs[8], rungs[9]
    for i in range(numbers.size):
        x = np.int32(numbers[i])
        count = np.int32(x > a)
        count = np.int32(count + np.int32(x > b))
        count = np.int32(count + np.int32(x > c))
        count = np.int32(count + np.int32(x > d))
        count = np.int32(count + np.int32(x > e))
        count = np.int32(count + np.int32(x > f))
        count = np.int32(count + np.int32(x > g))
        count = np.int32(count + np.int32(x > h))
        count = np.int32(count + np.int32(x > k))
        count = np.int32(count + np.int32(x > m))
        to[i] += weight * count
