"""What the spikes of a step send on their way, projection by projection, then bundle by bundle."""

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import (
    NOTHING,
    P_EACH,
    P_ENTRY,
    P_POPULATION,
    W_AHEAD,
    W_FRESH,
    W_HIDDEN,
    W_IS_DUE,
    W_PROJECTION,
    W_SENT,
    W_SPIKES,
    Own,
    Projections,
    read_bundles,
    read_history,
)
from engine.kernels.bundle_arrays import B_EACH, B_ENTRY
from engine.kernels.bundle_delivery import count_known, due
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
    layout, waiting = projections.layout, scratch.waiting
    left = deliver_at_once(image, own, projections, scratch, now, most)
    if waiting[W_PROJECTION] < layout.shape[0]:
        return 0
    bundles, history = read_bundles(image), read_history(image)
    for b in range(max(waiting[W_PROJECTION] - layout.shape[0], 0), bundles.layout.shape[0]):
        low, high = waiting[W_SENT], due(bundles, b, history, scratch, now)
        if low == 0 and waiting[W_AHEAD] != 0:
            low = scratch.known[b]
        each = bundles.layout[b, B_EACH]
        end = _as_far_as(low, high, each, left)
        if low < end:
            call_part(bundles.layout[b, B_ENTRY], image, own, b, low, end, now, ZERO, ZERO)
        left -= each * (end - low)
        if end < high:
            waiting[W_PROJECTION], waiting[W_SENT] = layout.shape[0] + b, end
            return 0
        waiting[W_SENT] = 0
    waiting[W_IS_DUE], waiting[W_PROJECTION], waiting[W_AHEAD] = 0, 0, 0
    return left


@subroutine
def deliver_at_once(
    image: int, own: int, projections: Projections, scratch: Own, now: int, most: int
) -> int:
    """Do so where no bundle has the synapses, as `deliver`; all is sent once W_PROJECTION is behind
    the last one."""
    layout, waiting, begins = projections.layout, scratch.waiting, scratch.begins
    left = most
    _find_populations(projections.firsts, scratch.spiked[: waiting[W_SPIKES]], begins)
    for p in range(waiting[W_PROJECTION], layout.shape[0]):
        low, high = begins[layout[p, P_POPULATION]], begins[layout[p, P_POPULATION] + 1]
        if low == high or layout[p, P_ENTRY] == NOTHING:
            continue
        low, each = low + waiting[W_SENT], layout[p, P_EACH]
        end = _as_far_as(low, high, each, left)
        if low < end:
            call_part(layout[p, P_ENTRY], image, own, p, low, end, now, ZERO, ZERO)
        left -= each * (end - low)
        if end < high:
            waiting[W_PROJECTION] = p
            waiting[W_SENT] = end - begins[layout[p, P_POPULATION]]
            return 0
        waiting[W_SENT] = 0
    waiting[W_PROJECTION] = max(waiting[W_PROJECTION], layout.shape[0])
    return left


@subroutine
def send_ahead(image: int, own: int, scratch: Own, now: int, since: int, most: int) -> int:
    """Send what is due after step `now` and known before others tell who spiked in it.

    since: steps whose spikes other processes are yet to tell, or 1.
    So threads wait for each other only where one is late by more than that takes. Nothing is sent
    if it were more than may be gone along. What is left is returned.
    """
    if scratch.known.size == 0:
        return most
    bundles = read_bundles(image)
    # The history of the step before may be written until all threads have met again.
    scratch.waiting[W_HIDDEN], scratch.waiting[W_FRESH] = max(2, since), 0
    cost = count_known(bundles, read_history(image), scratch, now)
    if cost >= most:
        return most
    for b in range(scratch.known.size):
        if scratch.known[b] > 0:
            entry = bundles.layout[b, B_ENTRY]
            call_part(entry, image, own, b, ZERO, scratch.known[b], now, ZERO, ZERO)
    scratch.waiting[W_AHEAD] = 1
    return most - cost


@subroutine
def _as_far_as(low: int, high: int, each: int, left: int) -> int:
    """Where to end among spikes that cost so much each; one is sent if anything is left at all."""
    if left <= 0:
        return low
    return low + max(1, left // each) if each * (high - low) > left else high


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
