"""What the spikes of a step send on their way, projection by projection."""

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import (
    NOTHING,
    P_EACH,
    P_ENTRY,
    P_POPULATION,
    W_PROJECTION,
    W_SENT,
    W_SPIKES,
    Own,
    Projections,
)
from engine.numerics.jit import ZERO, subroutine
from engine.numerics.parts import call_part


@subroutine
def deliver(
    image: int, own: int, projections: Projections, scratch: Own, now: int, most: int
) -> int:
    """Send the weights of the spikes that wait on their way to the thread's neurons.

    now: the step of these spikes. most: synapses that may be gone along, of all threads together;
    how many of them are left is returned, 0 where spikes still wait. All threads stop at the same
    spike, and where they stop changes no order of additions.
    """
    layout, waiting, begins = projections.layout, scratch.waiting, scratch.begins
    left = most
    _find_populations(projections.firsts, scratch.spiked[: waiting[W_SPIKES]], begins)
    for p in range(waiting[W_PROJECTION], layout.shape[0]):
        low, high = begins[layout[p, P_POPULATION]], begins[layout[p, P_POPULATION] + 1]
        if low == high or layout[p, P_ENTRY] == NOTHING:
            continue
        low, end, each = low + waiting[W_SENT], high, layout[p, P_EACH]
        if left <= 0:
            end = low
        elif each * (high - low) > left:
            end = low + max(1, left // each)
        if low < end:
            call_part(layout[p, P_ENTRY], image, own, p, low, end, now, ZERO, ZERO)
        left -= each * (end - low)
        if end < high:
            waiting[W_PROJECTION] = p
            waiting[W_SENT] = end - begins[layout[p, P_POPULATION]]
            return 0
        waiting[W_SENT] = 0
    waiting[W_SPIKES], waiting[W_PROJECTION] = 0, 0
    return left


@subroutine
def _find_populations(
    firsts: NDArray[np.int64], spiked: NDArray[np.int64], begins: NDArray[np.int64]
) -> None:
    """Fill in where among the ascending spikes those of each population begin.

    firsts: the first neuron of each population, and the one after the last.
    """
    k = 0
    for population in range(firsts.size):
        while k < spiked.size and spiked[k] < firsts[population]:
            k += 1
        begins[population] = k
