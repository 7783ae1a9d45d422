"""What spikes send over sparse synapses: along rows of records, piece by piece of their targets."""

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import (
    BLOCK,
    DELAY,
    INBOX,
    NOTHING,
    QUANTAL,
    RECEPTOR,
    RECORDS,
    SIZE,
    SLOTS,
    SOURCE_LOW,
    STARTS,
    WEIGHTS,
    WIDTH,
    Circuit,
    Wiring,
)
from engine.numerics.jit import subroutine
from engine.numerics.prefetch import LINE_BYTES, MOST_LINES, touch

AHEAD = 3
"""Spikes between asking for synapses and using them."""


@subroutine
def send_sparse(
    circuit: Circuit, p: int, spiked: NDArray[np.int64], now: int, thread: int, threads: int
) -> None:
    """Send the spikes of strand p to the thread's pieces."""
    receptor = circuit.receptors.layout[circuit.wiring.layout[p, RECEPTOR]]
    pieces = circuit.wiring.pieces[receptor[BLOCK]]
    count = pieces.size - 1
    for piece in range(thread * count // threads, (thread + 1) * count // threads):
        low, size = pieces[piece], receptor[SIZE]
        begin = receptor[INBOX] + low
        end = receptor[INBOX] + receptor[SLOTS] * size
        if receptor[QUANTAL] != 0:
            ring = circuit.receptors.quanta[begin:end]
            _send_quanta(circuit.wiring, p, spiked, piece, count, ring, size, now, receptor[SLOTS])
        else:
            inbox = circuit.receptors.store[begin:end]
            _send_weights(
                circuit.wiring, p, spiked, piece, count, inbox, size, now, receptor[SLOTS]
            )


@subroutine
def _send_quanta(
    wiring: Wiring,
    p: int,
    spiked: NDArray[np.int64],
    piece: int,
    pieces: int,
    ring: NDArray[np.int32],
    size: int,
    now: int,
    slots: int,
) -> None:
    """Weights that stand in the records.

    ring: the inbox, slot by slot of so many elements, from the first neuron of the piece on.
    """
    row = wiring.layout[p]
    width, slot = row[WIDTH], now % slots
    arriving = ring[(now + row[DELAY]) % slots * size :] if row[DELAY] != NOTHING else ring
    for k in range(spiked.size):
        _ask_ahead(wiring, row, spiked, k, piece, pieces)
        begin, end = _synapses(wiring, row, spiked[k], piece, pieces)
        records = wiring.records[row[RECORDS] + begin * width : row[RECORDS] + end * width]
        if row[DELAY] != NOTHING:
            for e in range(end - begin):
                arriving[records[2 * e]] += np.int16(records[2 * e + 1])
        else:
            for e in range(end - begin):
                at = _later(slot, records[3 * e + 2], slots) * size + records[3 * e]
                ring[at] += np.int16(records[3 * e + 1])


@subroutine
def _send_weights(
    wiring: Wiring,
    p: int,
    spiked: NDArray[np.int64],
    piece: int,
    pieces: int,
    ring: NDArray[np.float64],
    size: int,
    now: int,
    slots: int,
) -> None:
    """One weight for all synapses, or weights beside the records; as `_send_quanta`."""
    row, constant = wiring.layout[p], wiring.weight[p]
    width, slot = row[WIDTH], now % slots
    arriving = ring[(now + row[DELAY]) % slots * size :] if row[DELAY] != NOTHING else ring
    for k in range(spiked.size):
        _ask_ahead(wiring, row, spiked, k, piece, pieces)
        begin, end = _synapses(wiring, row, spiked[k], piece, pieces)
        records = wiring.records[row[RECORDS] + begin * width : row[RECORDS] + end * width]
        if row[WEIGHTS] == NOTHING and row[DELAY] != NOTHING:
            for e in range(end - begin):
                arriving[records[e]] += constant
        elif row[WEIGHTS] == NOTHING:
            for e in range(end - begin):
                at = _later(slot, records[2 * e + 1], slots) * size + records[2 * e]
                ring[at] += constant
        else:
            weights = wiring.weights[row[WEIGHTS] + begin : row[WEIGHTS] + end]
            for e in range(end - begin):
                delay = row[DELAY] if row[DELAY] != NOTHING else records[2 * e + 1]
                at = _later(slot, delay, slots) * size + records[e * width]
                ring[at] += weights[e]


@subroutine
def _later(slot: int, delay: int, slots: int) -> int:
    """The slot of an inbox that is so many steps, at most all of them, after another."""
    later = slot + delay
    return later - slots if later >= slots else later


@subroutine
def _synapses(
    wiring: Wiring, row: NDArray[np.int64], neuron: int, piece: int, pieces: int
) -> tuple[int, int]:
    """Which synapses of the strand are those of a neuron to a piece."""
    at = row[STARTS] + (neuron - row[SOURCE_LOW]) * pieces + piece
    return wiring.starts[at], wiring.starts[at + 1]


@subroutine
def _ask_ahead(
    wiring: Wiring,
    row: NDArray[np.int64],
    spiked: NDArray[np.int64],
    k: int,
    piece: int,
    pieces: int,
) -> None:
    """Ask for the synapses of a spike that comes soon."""
    if k + AHEAD >= spiked.size:
        return
    begin, end = _synapses(wiring, row, spiked[k + AHEAD], piece, pieces)
    first, last = row[RECORDS] + begin * row[WIDTH], row[RECORDS] + end * row[WIDTH]
    per_line = LINE_BYTES // 2
    for at in range(first, min(last, first + MOST_LINES * per_line), per_line):
        touch(wiring.records, at)
    if row[WEIGHTS] != NOTHING:
        per_line = LINE_BYTES // 4
        first, last = row[WEIGHTS] + begin, row[WEIGHTS] + end
        for at in range(first, min(last, first + MOST_LINES * per_line), per_line):
            touch(wiring.weights, at)
