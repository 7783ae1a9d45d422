"""Synapses of the classic kernel: the last spike of each neuron acts, for a long time."""

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import (
    BLOCK,
    CLASSIC,
    DELAY,
    DENSE,
    FORM,
    KIND,
    LONGEST,
    NOTHING,
    RECEPTOR,
    RECORDS,
    ROWS,
    SELF,
    SIZE,
    SOURCE_HIGH,
    SOURCE_LOW,
    SPARSE,
    STARTS,
    TARGET_HIGH,
    TARGET_LOW,
    WEIGHTS,
    WIDTH,
    Circuit,
    History,
    Scratch,
)
from engine.numerics.jit import subroutine


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
            if step < 0 or (layout[p, DELAY] != NOTHING and delay != layout[p, DELAY]):
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
            bounds = circuit.exchange.bounds[row[BLOCK]]
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
    bounds = circuit.exchange.bounds[receptor[BLOCK]]
    new = receptor[ROWS] + (now % lags) * size
    old = receptor[ROWS] + (before % lags) * size
    if row[FORM] == SPARSE:
        pieces = wiring.pieces[receptor[BLOCK]]
        count = pieces.size - 1
        for piece in range(thread * count // threads, (thread + 1) * count // threads):
            at = row[STARTS] + (j - row[SOURCE_LOW]) * count + piece
            low = pieces[piece]
            for e in range(wiring.starts[at], wiring.starts[at + 1]):
                record = row[RECORDS] + e * row[WIDTH]
                if row[DELAY] == NOTHING and wiring.records[record + row[WIDTH] - 1] != delay:
                    continue
                weight = wiring.weight[p]
                if row[WEIGHTS] != NOTHING:
                    weight = wiring.weights[row[WEIGHTS] + e]
                target = low + wiring.records[record]
                receptors.rows[new + target] += weight
                if still_acts:
                    receptors.rows[old + target] -= weight
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
