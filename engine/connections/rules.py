"""From which neurons of a population a neuron gets synapses: one rule for each connectivity.

Each rule is a function of the target neuron alone, so that targets can be shared among threads.
"""

import math

import numpy as np
from numpy.typing import NDArray

from engine.numerics.jit import subroutine
from engine.numerics.randomness import below, mix64, nth, unit

ALL, PAIRWISE_BERNOULLI, IN_DEGREE, ONE_TO_ONE = range(4)


@subroutine
def sources_of(
    rule: int,
    number: float,
    key: np.uint64,
    target: int,
    own: int,
    column: int,
    columns: int,
    found: NDArray[np.int32],
    taken: NDArray[np.uint8],
) -> int:
    """Fill `found` with the sources of a target neuron; how many there are.

    number: probability or in-degree. own: the source that is the target itself and must not be
    taken, or -1. column: the target's, of so many; only pairwise connections look at it.
    found, taken: of the source population's size, `taken` all zero.
    """
    if rule == ONE_TO_ONE:
        found[0] = target
        return 0 if own == target else 1
    if rule == PAIRWISE_BERNOULLI:
        # Source s is in column s * columns // size, as the target is.
        first = -(-column * found.size // columns)
        last = -(-(column + 1) * found.size // columns)
        return _pairwise_bernoulli(number, mix64(key ^ nth(key, target)), own, first, last, found)
    if rule == IN_DEGREE:
        return _in_degree(int(number), mix64(key ^ nth(key, target)), own, found, taken)
    count = 0
    for source in range(found.size):
        if source != own:
            found[count] = source
            count += 1
    return count


@subroutine
def _pairwise_bernoulli(
    probability: float, key: np.uint64, own: int, first: int, last: int, found: NDArray[np.int32]
) -> int:
    """Sources from `first` on, each with this probability, by the geometric gaps between them."""
    if probability <= 0.0:
        return 0
    per_log = 1.0 / math.log1p(-probability) if probability < 1.0 else 0.0
    source, count, draw = first - 1, 0, 0
    while True:
        gap = math.log1p(-unit(nth(key, draw))) * per_log
        draw += 1
        if gap >= last - first:
            return count
        source += 1 + int(gap)
        if source >= last:
            return count
        if source != own:
            found[count] = source
            count += 1


@subroutine
def _in_degree(
    degree: int, key: np.uint64, own: int, found: NDArray[np.int32], taken: NDArray[np.uint8]
) -> int:
    """So many different sources, each set of them as likely (Floyd's method)."""
    size = found.size - (own >= 0)
    for k in range(degree):
        last = size - degree + k
        source = below(nth(key, last), last + 1)
        if taken[source]:
            source = last
        taken[source] = 1
        found[k] = source
    for k in range(degree):
        taken[found[k]] = 0
        if own >= 0 and found[k] >= own:
            found[k] += 1
    return degree
