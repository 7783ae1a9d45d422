"""The spikes of a step, of this one or of the last ones, for synapses that look back."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import History
from engine.numerics.jit import ZERO, subroutine


@subroutine
def spikes_of(
    spiked: NDArray[np.int64], history: History, neurons: int, step: int, now: int
) -> tuple[int, int]:
    """Where the spikes of a step begin in the history, -1 for those of `now`; how many there are.

    Older ones alone are in the history for sure, of as many steps as synapses look back.
    """
    if step == now:
        return -1, spiked.size
    if step < 0:
        return 0, 0
    slot = step % history.counts.size
    return slot * neurons, history.counts[slot]


@subroutine
def spike_at(spiked: NDArray[np.int64], history: History, begin: int, k: int) -> int:
    """Who spiked, as the k-th of a step."""
    return int(spiked[k]) if begin < 0 else int(history.neurons[begin + k])


@subroutine
def first_from(
    spiked: NDArray[np.int64], history: History, begin: int, count: int, low: int
) -> int:
    """The first of the ascending spikes of a step that is not below a neuron."""
    if begin < 0:
        return first_not_below(spiked, low)
    return first_not_below(history.neurons[begin : begin + count], low)


@subroutine
def first_not_below(spiked: NDArray[Any], low: int) -> int:
    """The first of ascending spikes that is not below a neuron."""
    if spiked.size == 0 or spiked[0] >= low:
        return ZERO
    if spiked[spiked.size - 1] < low:
        return spiked.size
    first, end = ZERO, spiked.size
    while first < end:
        middle = (first + end) // 2
        if spiked[middle] < low:
            first = middle + 1
        else:
            end = middle
    return first
