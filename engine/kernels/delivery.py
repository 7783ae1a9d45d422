"""What the spikes of a step send on their way, and where it is put to arrive in time."""

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import (
    BLOCK,
    CLASSIC,
    DELAY,
    FORM,
    INBOX,
    KIND,
    NOTHING,
    POPULATION,
    RECEPTOR,
    SELF,
    SENT,
    SIZE,
    SLOTS,
    SOURCE_HIGH,
    SOURCE_LOW,
    SPARSE,
    SPIKES,
    STARTS,
    STRAND,
    TARGET_HIGH,
    TARGET_LOW,
    UNIFORM,
    WEIGHTS,
    Circuit,
    Scratch,
)
from engine.kernels.sparse_delivery import send_sparse
from engine.numerics.jit import subroutine

LOOK_UP = 3
"""Synapses that could be gone along while the spike's place among those of a piece is looked up."""


@subroutine
def deliver(
    circuit: Circuit, scratch: Scratch, now: int, thread: int, threads: int, most: int
) -> int:
    """Send the weights of the spikes that wait on their way to the thread's neurons.

    now: the step of these spikes. most: synapses that may be gone along, of all threads together;
    how many of them are left is returned, 0 where spikes still wait. All threads stop at the same
    spike, and where they stop changes no order of additions.
    """
    layout, waiting, begins = circuit.wiring.layout, scratch.waiting, scratch.begins
    spiked, left = scratch.spiked[: waiting[SPIKES]], most
    _find_populations(circuit.wiring.firsts, spiked, begins)
    for p in range(waiting[STRAND], layout.shape[0]):
        low, high = begins[layout[p, POPULATION]], begins[layout[p, POPULATION] + 1]
        receptor = circuit.receptors.layout[layout[p, RECEPTOR]]
        if low == high or receptor[KIND] == CLASSIC:
            continue
        low, end = low + waiting[SENT], high
        each = _synapses_of_each(circuit, p)
        if left <= 0:
            end = low
        elif each * (high - low) > left and layout[p, FORM] != UNIFORM:
            end = low + max(1, left // each)
        if layout[p, FORM] == SPARSE:
            send_sparse(circuit, p, spiked[low:end], now, thread, threads)
        elif low < end:
            _send_to_all(circuit, p, spiked[low:end], now, thread)
        left -= each * (end - low)
        if end < high:
            waiting[STRAND], waiting[SENT] = p, end - begins[layout[p, POPULATION]]
            return 0
        waiting[SENT] = 0
    waiting[SPIKES], waiting[STRAND] = 0, 0
    return left


@subroutine
def _synapses_of_each(circuit: Circuit, p: int) -> int:
    """How many synapses of a projection a source has, about.

    That it is looked up in each piece of the targets counts as well: it may be most of the work.
    """
    wiring, row = circuit.wiring, circuit.wiring.layout[p]
    if row[FORM] != SPARSE:
        return int(row[TARGET_HIGH] - row[TARGET_LOW])
    sources = row[SOURCE_HIGH] - row[SOURCE_LOW]
    block = circuit.receptors.layout[row[RECEPTOR], BLOCK]
    pieces = wiring.pieces[block].size - 1
    return int(LOOK_UP * pieces + wiring.starts[row[STARTS] + sources * pieces] // sources)


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


@subroutine
def _send_to_all(
    circuit: Circuit, p: int, spiked: NDArray[np.int64], now: int, thread: int
) -> None:
    """From each source to every target: a row of the matrix, or one weight for all."""
    wiring, row = circuit.wiring, circuit.wiring.layout[p]
    receptor = circuit.receptors.layout[row[RECEPTOR]]
    bounds = circuit.exchange.bounds[receptor[BLOCK]]
    low = max(row[TARGET_LOW], bounds[thread])
    high = min(row[TARGET_HIGH], bounds[thread + 1])
    if low >= high:
        return
    begin = receptor[INBOX] + (now + row[DELAY]) % receptor[SLOTS] * receptor[SIZE]
    arriving = circuit.receptors.store[begin + low : begin + high]
    if row[FORM] == UNIFORM:
        _add_one_weight(arriving, wiring.weight[p], spiked, low, row[SELF])
        return
    width = row[TARGET_HIGH] - row[TARGET_LOW]
    for j in spiked:
        begin = row[WEIGHTS] + (j - row[SOURCE_LOW]) * width - row[TARGET_LOW]
        weights = wiring.weights[begin + low : begin + high]
        for i in range(weights.size):
            arriving[i] += weights[i]


@subroutine
def _add_one_weight(
    arriving: NDArray[np.float64],
    weight: float,
    spiked: NDArray[np.int64],
    low: int,
    own_offset: int,
) -> None:
    """The same weight from every source to every target, perhaps not to itself."""
    total = weight * spiked.size
    for i in range(arriving.size):
        arriving[i] += total
    if own_offset != NOTHING:
        for j in spiked:
            own = j - own_offset - low
            if 0 <= own < arriving.size:
                arriving[own] -= weight
