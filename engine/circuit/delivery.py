"""What the spikes of a step send on their way, and where it is put to arrive in time."""

import numpy as np
from numpy.typing import NDArray

from engine.circuit.prefetch import LINE_BYTES, MOST_LINES, touch
from engine.circuit.state import (
    BLOCK,
    CLASSIC,
    DELAY,
    DELAYS,
    DENSE,
    FORM,
    INBOX,
    KIND,
    LONGEST,
    NOTHING,
    RECEPTOR,
    ROWS,
    SELF,
    SIZE,
    SLOTS,
    SOURCE_HIGH,
    SOURCE_LOW,
    SPARSE,
    STARTS,
    TARGET_HIGH,
    TARGET_LOW,
    UNIFORM,
    WEIGHTS,
    Circuit,
    History,
    Scratch,
    Wiring,
)
from engine.jit import subroutine

AHEAD = 6
"""Spikes between asking for synapses and using them."""
PER_LINE = LINE_BYTES // 4
"""Synapses whose targets, 4 bytes each, share a cache line."""


@subroutine
def deliver(
    circuit: Circuit, spiked: NDArray[np.int64], now: int, thread: int, threads: int
) -> None:
    """Send the weights of the neurons that spiked on their way to the thread's neurons.

    spiked: ascending.
    """
    layout = circuit.wiring.layout
    for p in range(layout.shape[0]):
        low, high = _within(spiked, layout[p, SOURCE_LOW], layout[p, SOURCE_HIGH])
        receptor = circuit.receptors.layout[layout[p, RECEPTOR]]
        if low == high or receptor[KIND] == CLASSIC:
            continue
        form = layout[p, FORM]
        if form == SPARSE:
            _send_sparse(circuit, p, spiked[low:high], now, thread, threads)
        else:
            _send_to_all(circuit, p, spiked[low:high], now, thread)


@subroutine
def _within(spiked: NDArray[np.int64], first: int, last: int) -> tuple[int, int]:
    """Which of the ascending neurons are from `first` to before `last`."""
    low = 0
    while low < spiked.size and spiked[low] < first:
        low += 1
    high = low
    while high < spiked.size and spiked[high] < last:
        high += 1
    return low, high


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


@subroutine
def _send_sparse(
    circuit: Circuit, p: int, spiked: NDArray[np.int64], now: int, thread: int, threads: int
) -> None:
    """Synapse by synapse, one loop for each of what they have of their own."""
    wiring, row = circuit.wiring, circuit.wiring.layout[p]
    receptor = circuit.receptors.layout[row[RECEPTOR]]
    size, slots = receptor[SIZE], receptor[SLOTS]
    ring = circuit.receptors.store[receptor[INBOX] : receptor[INBOX] + slots * size]
    slot, constant = now % slots, wiring.weight[p]
    begin = (now + row[DELAY]) % slots * size
    arriving = ring[begin : begin + size]
    first = row[STARTS] + thread - row[SOURCE_LOW] * threads
    for k in range(spiked.size):
        if k + AHEAD < spiked.size:
            ahead = first + spiked[k + AHEAD] * threads
            _prefetch(wiring, row, wiring.starts[ahead], wiring.starts[ahead + 1])
        at = first + spiked[k] * threads
        begin, end = wiring.starts[at], wiring.starts[at + 1]
        targets = wiring.targets[begin:end]
        weight_at, delay_at = row[WEIGHTS] + begin, row[DELAYS] + begin
        if row[DELAYS] == NOTHING and row[WEIGHTS] == NOTHING:
            for e in range(targets.size):
                arriving[targets[e]] += constant
        elif row[DELAYS] == NOTHING:
            weights = wiring.weights[weight_at : weight_at + targets.size]
            for e in range(targets.size):
                arriving[targets[e]] += weights[e]
        elif row[WEIGHTS] == NOTHING:
            delays = wiring.delays[delay_at : delay_at + targets.size]
            for e in range(targets.size):
                later = slot + delays[e]
                later = later - slots if later >= slots else later
                ring[later * size + targets[e]] += constant
        else:
            weights = wiring.weights[weight_at : weight_at + targets.size]
            delays = wiring.delays[delay_at : delay_at + targets.size]
            for e in range(targets.size):
                later = slot + delays[e]
                later = later - slots if later >= slots else later
                ring[later * size + targets[e]] += weights[e]


@subroutine
def _prefetch(wiring: Wiring, row: NDArray[np.int64], begin: int, end: int) -> None:
    """Ask for the synapses of a spike that comes soon."""
    for e in range(begin, min(end, begin + MOST_LINES * PER_LINE), PER_LINE):
        touch(wiring.targets, e)
        if row[WEIGHTS] != NOTHING:
            touch(wiring.weights, row[WEIGHTS] + e)
        if row[DELAYS] != NOTHING:
            touch(wiring.delays, row[DELAYS] + e)


@subroutine
def remember(history: History, spiked: NDArray[np.int64], now: int) -> None:
    """Keep the spikes of this step, and when their neurons spiked before."""
    if history.counts.size == 0:
        return
    slot = now % history.counts.size
    history.counts[slot] = spiked.size
    for k in range(spiked.size):
        history.neurons[slot, k] = spiked[k]
        history.before[slot, k] = history.last[spiked[k]]
        history.last[spiked[k]] = now


@subroutine
def move_classic(circuit: Circuit, scratch: Scratch, now: int, thread: int, threads: int) -> None:
    """Move the weights that act from the next step on from their last row to the one of now.

    A weight that is late acts as if its spike had been later. Spikes are looked up when they
    arrive, since until then the one before still acts.
    """
    receptors, history = circuit.receptors, scratch.history
    if history.counts.size == 0:
        return
    _clear_rows(circuit, now, thread)
    layout = circuit.wiring.layout
    for p in range(layout.shape[0]):
        if receptors.layout[layout[p, RECEPTOR], KIND] != CLASSIC:
            continue
        for delay in range(1, layout[p, LONGEST] + 1):
            step = now + 1 - delay
            if step < 0 or (layout[p, DELAYS] == NOTHING and delay != layout[p, DELAY]):
                continue
            slot = step % history.counts.size
            for k in range(history.counts[slot]):
                j = history.neurons[slot, k]
                if layout[p, SOURCE_LOW] <= j < layout[p, SOURCE_HIGH]:
                    before = history.before[slot, k] + delay - 1
                    spiked_before = history.before[slot, k] != NOTHING
                    still_acts = spiked_before and now - before < receptors.gains.size
                    _move(circuit, p, j, before, still_acts, now, delay, thread, threads)


@subroutine
def _clear_rows(circuit: Circuit, now: int, thread: int) -> None:
    receptors = circuit.receptors
    for r in range(receptors.layout.shape[0]):
        row = receptors.layout[r]
        if row[KIND] == CLASSIC:
            start = row[ROWS] + (now % receptors.gains.size) * row[SIZE]
            bounds = circuit.crossing.bounds[row[BLOCK]]
            for i in range(start + bounds[thread], start + bounds[thread + 1]):
                receptors.rows[i] = 0.0


@subroutine
def _move(
    circuit: Circuit,
    p: int,
    j: int,
    before: int,
    still_acts: bool,
    now: int,
    delay: int,
    thread: int,
    threads: int,
) -> None:
    """Move the weights of neuron j that take so many steps from row `before` to row `now`."""
    wiring, row = circuit.wiring, circuit.wiring.layout[p]
    receptors = circuit.receptors
    receptor = receptors.layout[row[RECEPTOR]]
    lags, size = receptors.gains.size, receptor[SIZE]
    bounds = circuit.crossing.bounds[receptor[BLOCK]]
    new = receptor[ROWS] + (now % lags) * size
    old = receptor[ROWS] + (before % lags) * size
    if row[FORM] == SPARSE:
        at = row[STARTS] + (j - row[SOURCE_LOW]) * threads + thread
        for e in range(wiring.starts[at], wiring.starts[at + 1]):
            if row[DELAYS] == NOTHING or wiring.delays[row[DELAYS] + e] == delay:
                weight = wiring.weight[p]
                if row[WEIGHTS] != NOTHING:
                    weight = wiring.weights[row[WEIGHTS] + e]
                receptors.rows[new + wiring.targets[e]] += weight
                if still_acts:
                    receptors.rows[old + wiring.targets[e]] -= weight
        return
    width = row[TARGET_HIGH] - row[TARGET_LOW]
    begin = row[WEIGHTS] + (j - row[SOURCE_LOW]) * width - row[TARGET_LOW]
    for i in range(max(row[TARGET_LOW], bounds[thread]), min(row[TARGET_HIGH], bounds[thread + 1])):
        if row[SELF] != NOTHING and j - row[SELF] == i:
            continue
        weight = wiring.weights[begin + i] if row[FORM] == DENSE else wiring.weight[p]
        receptors.rows[new + i] += weight
        if still_acts:
            receptors.rows[old + i] -= weight
