"""What the spikes of a step send on their way, and where it is put to arrive in time."""

import numpy as np
from numpy.typing import NDArray

from engine.circuit.sparse import send_sparse
from engine.circuit.state import (
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
    SIZE,
    SLOTS,
    SOURCE_LOW,
    SPARSE,
    TARGET_HIGH,
    TARGET_LOW,
    UNIFORM,
    WEIGHTS,
    Circuit,
)
from engine.jit import subroutine


@subroutine
def deliver(
    circuit: Circuit,
    spiked: NDArray[np.int64],
    begins: NDArray[np.int64],
    now: int,
    thread: int,
    threads: int,
) -> None:
    """Send the weights of the neurons that spiked on their way to the thread's neurons.

    spiked: ascending. begins: room for one number more than there are populations.
    """
    layout = circuit.wiring.layout
    _find_populations(circuit.wiring.firsts, spiked, begins)
    for p in range(layout.shape[0]):
        low, high = begins[layout[p, POPULATION]], begins[layout[p, POPULATION] + 1]
        receptor = circuit.receptors.layout[layout[p, RECEPTOR]]
        if low == high or receptor[KIND] == CLASSIC:
            continue
        form = layout[p, FORM]
        if form == SPARSE:
            send_sparse(circuit, p, spiked[low:high], now, thread, threads)
        else:
            _send_to_all(circuit, p, spiked[low:high], now, thread)


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
    bounds = circuit.crossing.bounds[receptor[BLOCK]]
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
