"""How spikes go along sparse synapses: rows of records, segment by segment of their targets."""

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import (
    NOTHING,
    P_BLOCK,
    P_DELAY,
    P_RECEPTOR,
    P_RECORDS,
    P_SOURCE_LOW,
    P_STARTS,
    P_WEIGHTS,
    P_WIDTH,
    R_RING,
    R_SIZE,
    R_SLOTS,
    Projections,
    read_own,
    read_projections,
    read_receptors,
)
from engine.kernels.scaled_values import scale_at
from engine.numerics.jit import subroutine
from engine.numerics.parts import address_of
from engine.numerics.prefetch import LINE_BYTES, MOST_LINES, touch

AHEAD = 3
"""Spikes between asking for synapses and using them."""


def sparse(image: int, own: int, p: int, first: int, end: int, now: int, _0: int, _1: int) -> int:
    """Send spikes `first` to `end` of the thread's list to its segments."""
    projections, receptors, scratch = (
        read_projections(image),
        read_receptors(image),
        read_own(own),
    )
    row, spiked = projections.layout[p], scratch.spiked[first:end]
    receptor, segments = receptors.layout[row[P_RECEPTOR]], projections.segments[row[P_BLOCK]]
    count, thread, threads = segments.size - 1, scratch.thread[0], scratch.thread[1]
    slots, size = receptor[R_SLOTS], receptor[R_SIZE]
    growth = 1.0 / scale_at(receptors, row[P_RECEPTOR], now + 1)
    for segment in range(thread * count // threads, (thread + 1) * count // threads):
        begin, stop = receptor[R_RING] + segments[segment], receptor[R_RING] + slots * size
        ring, weight = receptors.store[begin:stop], projections.weight[p] * growth
        _send_weights(
            projections, row, weight, growth, spiked, segment, count, ring, size, now, slots
        )
    return 0


def sparse_part() -> int:
    """The address of the part for sparse synapses."""
    return address_of(__name__, lambda: sparse)


@subroutine
def _send_weights(
    projections: Projections,
    row: NDArray[np.int64],
    constant: float,
    growth: float,
    spiked: NDArray[np.int64],
    segment: int,
    segments: int,
    ring: NDArray[np.float64],
    size: int,
    now: int,
    slots: int,
) -> None:
    """One weight for all synapses, or weights beside the records, which are multiplied by growth.

    ring: slot by slot of so many elements, from the first neuron of the segment on.
    """
    width, slot = row[P_WIDTH], now % slots
    arriving = ring[(now + row[P_DELAY]) % slots * size :] if row[P_DELAY] != NOTHING else ring
    for k in range(min(AHEAD, spiked.size)):
        _ask(projections, row, spiked[k], segment, segments)
    for k in range(spiked.size):
        if k + AHEAD < spiked.size:
            _ask(projections, row, spiked[k + AHEAD], segment, segments)
        begin, end = _synapses(projections, row, spiked[k], segment, segments)
        records = projections.records[row[P_RECORDS] + begin * width : row[P_RECORDS] + end * width]
        if row[P_WEIGHTS] == NOTHING and row[P_DELAY] != NOTHING:
            for e in range(end - begin):
                arriving[records[e]] += constant
        elif row[P_WEIGHTS] == NOTHING:
            for e in range(end - begin):
                at = _later(slot, records[2 * e + 1], slots) * size + records[2 * e]
                ring[at] += constant
        else:
            weights = projections.weights[row[P_WEIGHTS] + begin : row[P_WEIGHTS] + end]
            for e in range(end - begin):
                delay = row[P_DELAY] if row[P_DELAY] != NOTHING else records[2 * e + 1]
                at = _later(slot, delay, slots) * size + records[e * width]
                ring[at] += np.float64(weights[e]) * growth


@subroutine
def _later(slot: int, delay: int, slots: int) -> int:
    """The slot of a ring that is so many steps, at most all of them, after another."""
    later = slot + delay
    return later - slots if later >= slots else later


@subroutine
def _synapses(
    projections: Projections, row: NDArray[np.int64], neuron: int, segment: int, segments: int
) -> tuple[int, int]:
    """Which synapses of the projection are those of a neuron to a segment."""
    at = row[P_STARTS] + (neuron - row[P_SOURCE_LOW]) * segments + segment
    return projections.starts[at], projections.starts[at + 1]


@subroutine
def _ask(
    projections: Projections, row: NDArray[np.int64], neuron: int, segment: int, segments: int
) -> None:
    """Ask for the synapses of a spike that comes soon."""
    begin, end = _synapses(projections, row, neuron, segment, segments)
    first, last = row[P_RECORDS] + begin * row[P_WIDTH], row[P_RECORDS] + end * row[P_WIDTH]
    per_line = LINE_BYTES // 2
    for at in range(first, min(last, first + MOST_LINES * per_line), per_line):
        touch(projections.records, at)
    if row[P_WEIGHTS] != NOTHING:
        per_line = LINE_BYTES // 4
        first, last = row[P_WEIGHTS] + begin, row[P_WEIGHTS] + end
        for at in range(first, min(last, first + MOST_LINES * per_line), per_line):
            touch(projections.weights, at)
