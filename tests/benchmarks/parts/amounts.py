"""How much the parts of a network have to do."""

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import (
    C_COUNT,
    C_ENTRY,
    N_SIZE,
    NOTHING,
    P_BLOCK,
    P_ENTRY,
    P_SOURCE_HIGH,
    P_SOURCE_LOW,
    P_STARTS,
    P_TARGET_HIGH,
    P_TARGET_LOW,
)
from engine.kernels.bundle_arrays import B_BLOCK, B_DELAYS, B_LOW, B_SOURCES, B_STARTS
from engine.kernels.outside_arrays import E_HIGH, E_LOW
from engine.kernels.sparse_delivery import sparse_part
from engine.numerics.parts import parts_for
from engine.runtime.network_arrays import Arrays
from tests.benchmarks.parts.named import NEURONS, OTHER, POISSON, names_of_calls


def per_step(arrays: Arrays) -> dict[str, int]:
    """Neurons that each part takes through a step, receptor by receptor, or that draw."""
    amounts: dict[str, int] = defaultdict(int)
    calls, names, sizes = arrays.calls, names_of_calls(arrays), arrays.neurons.layout[:, N_SIZE]
    for bounds in (calls.early, calls.late):
        for block, size in enumerate(sizes):
            for row in calls.table[bounds[block] : bounds[block + 1]]:
                kind = names.get(int(row[C_ENTRY]), OTHER)
                amounts[kind] += int(size) * max(1, int(row[C_COUNT]))
    drawing = arrays.external.poisson
    return {
        **amounts,
        NEURONS: int(sizes.sum()),
        POISSON: int((drawing[:, E_HIGH] - drawing[:, E_LOW]).sum()),
    }


def out_degrees(arrays: Arrays) -> NDArray[np.int64]:
    """Of each neuron, as the description counts, how many synapses its spikes go along."""
    by_position = np.zeros(arrays.neurons.numbers.size, np.int64)
    for row in arrays.bundles.layout:
        shape, at = (int(row[B_SOURCES]), int(row[B_DELAYS])), int(row[B_STARTS])
        for _ in range(_segments(arrays, row[B_BLOCK])):
            counts = _counts(arrays.bundles.starts, at, shape)
            by_position[row[B_LOW] : row[B_LOW] + row[B_SOURCES]] += counts.sum(1)
            at += counts.size + 1
    with parts_for(arrays.neurons.numbers.size):
        sparse = sparse_part()
    for row in arrays.projections.layout:
        low, high, entry = row[P_SOURCE_LOW], row[P_SOURCE_HIGH], row[P_ENTRY]
        if entry == sparse:
            of_each = int(high - low), _segments(arrays, row[P_BLOCK])
            counts = _counts(arrays.projections.starts, row[P_STARTS], of_each)
            by_position[low:high] += counts.sum(1)
        elif entry != NOTHING:
            by_position[low:high] += row[P_TARGET_HIGH] - row[P_TARGET_LOW]
    by_number = np.zeros_like(by_position)
    by_number[arrays.neurons.numbers] = by_position
    return by_number


def _segments(arrays: Arrays, block: int) -> int:
    return int(arrays.projections.segments[block].size) - 1


def _counts(
    starts: NDArray[np.int64] | NDArray[np.uint32], first: int, shape: tuple[int, ...]
) -> NDArray[np.int64]:
    """How many synapses there are between one start and the next."""
    return np.diff(starts[first : first + np.prod(shape) + 1].astype(np.int64)).reshape(shape)
