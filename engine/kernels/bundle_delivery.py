"""How spikes go along bundles of synapses: those of the last steps, by what is due now."""

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import (
    R_RING,
    R_SLOTS,
    R_STRIDE,
    W_SPIKES,
    History,
    Own,
    read_bundles,
    read_history,
    read_own,
    read_projections,
    read_receptors,
)
from engine.kernels.bundle_arrays import (
    B_BLOCK,
    B_CLASSES,
    B_EACH,
    B_EARLIEST,
    B_LOW,
    B_RECEPTOR,
    B_SOURCES,
    B_SPAN,
    B_STARTS,
    PLACE_BITS,
    SPAN,
    Bundles,
)
from engine.numerics.jit import subroutine
from engine.numerics.parts import address_of
from engine.numerics.prefetch import LINE_BYTES, touch

AHEAD = 8
"""Rows between asking for records and using them."""
LINES = 8
"""Of a row that are asked for before; after each line of it, the one so many lines on is."""
PER_LINE = LINE_BYTES // 4
_PLACE, _WEIGHT = np.uint32(2**PLACE_BITS - 1), np.int32(PLACE_BITS)


def bundled(image: int, own: int, b: int, first: int, end: int, now: int, _0: int, _1: int) -> int:
    """Send spikes `first` to `end` of those that are due, counted from the latest class on."""
    bundles, receptors, history = read_bundles(image), read_receptors(image), read_history(image)
    scratch, row = read_own(own), bundles.layout[b]
    receptor = receptors.layout[row[B_RECEPTOR]]
    count = read_projections(image).segments[row[B_BLOCK]].size - 1
    slots, stride = receptor[R_SLOTS], receptor[R_STRIDE]
    slot = 0 if slots == 1 else now % SPAN + 1
    thread, threads = scratch.thread[0], scratch.thread[1]
    for segment in range(thread * count // threads, (thread + 1) * count // threads):
        begin = receptor[R_RING] + (segment * slots + slot) * stride
        arriving = receptors.fixed_ring[begin : begin + row[B_SPAN] * stride]
        at = first
        while at < end:
            rows, at = _look_up(bundles, row, segment, history, scratch, now, at, end)
            _send(bundles.records, scratch.row_begins, scratch.row_ends, rows, arriving)
    return 0


def bundle_part() -> int:
    """The address of the part for bundles."""
    return address_of(__name__, lambda: bundled)


@subroutine
def count_known(bundles: Bundles, history: History, scratch: Own, now: int) -> int:
    """Count the spikes before the last step's that are due after step `now`, by bundle.

    One in several classes is counted in each. What they cost is returned.
    """
    cost = 0
    for b in range(scratch.known.size):
        row, count = bundles.layout[b], 0
        slot = _slot(history, now, row[B_EARLIEST])
        for c in range(row[B_CLASSES]):
            # Those of the step before may be written until all threads have met again.
            if row[B_EARLIEST] + c * row[B_SPAN] > 1:
                count += history.counts[slot]
            slot = _before(history, slot, row[B_SPAN])
        scratch.known[b] = count
        cost += count * row[B_EACH]
    return cost


@subroutine
def due(bundles: Bundles, b: int, history: History, scratch: Own, now: int) -> int:
    """How many spikes are due after step `now`, those that were known before it among them."""
    earliest = bundles.layout[b, B_EARLIEST]
    if earliest > 1:
        return int(scratch.known[b])
    if earliest == 0:
        return int(scratch.known[b] + scratch.waiting[W_SPIKES])
    return int(scratch.known[b] + history.counts[_slot(history, now, 1)])


@subroutine
def _slot(history: History, now: int, ago: int) -> int:
    """Where the spikes of so many steps before step `now` are."""
    return int((now - ago) % history.counts.size)


@subroutine
def _before(history: History, slot: int, steps: int) -> int:
    """The slot of so many steps before."""
    return slot - steps + (history.counts.size if slot < steps else 0)


@subroutine
def _after(history: History, slot: int, steps: int) -> int:
    """The slot of so many steps after."""
    later = slot + steps
    return later - history.counts.size if later >= history.counts.size else later


@subroutine
def _look_up(
    bundles: Bundles,
    row: NDArray[np.int64],
    segment: int,
    history: History,
    scratch: Own,
    now: int,
    first: int,
    end: int,
) -> tuple[int, int]:
    """Find the rows of spikes `first` to `end` that are not empty.

    How many were found, and the spike to go on with, `end` unless there was no more room.
    """
    classes, most = row[B_CLASSES], scratch.row_begins.size
    cells, before, found = row[B_STARTS] + segment * row[B_SOURCES] * classes, 0, 0
    slot = _slot(history, now, row[B_EARLIEST] + (classes - 1) * row[B_SPAN])
    for c in range(classes - 1, -1, -1):
        is_last = c == 0 and row[B_EARLIEST] == 0
        count = scratch.waiting[W_SPIKES] if is_last else history.counts[slot]
        base = slot * scratch.spiked.size
        slot = _after(history, slot, row[B_SPAN])
        for k in range(max(first - before, 0), min(end - before, count)):
            if found == most:
                return found, before + k
            source = (scratch.spiked[k] if is_last else history.neurons[base + k]) - row[B_LOW]
            if 0 <= source < row[B_SOURCES]:
                cell = cells + source * classes + c
                scratch.row_begins[found] = bundles.starts[cell]
                scratch.row_ends[found] = bundles.starts[cell + 1]
                found += bundles.starts[cell] < bundles.starts[cell + 1]
        before += count
    return found, end


@subroutine
def _send(
    records: NDArray[np.uint32],
    begins: NDArray[np.int64],
    ends: NDArray[np.int64],
    rows: int,
    arriving: NDArray[np.int32],
) -> None:
    """Add the weights of these rows."""
    for k in range(min(AHEAD, rows)):
        _ask(records, begins[k], ends[k])
    for k in range(rows):
        if k + AHEAD < rows:
            _ask(records, begins[k + AHEAD], ends[k + AHEAD])
        row = records[begins[k] : ends[k]]
        whole = row.size - row.size % PER_LINE
        for at in range(0, whole, PER_LINE):
            touch(row, min(at + LINES * PER_LINE, whole))
            for e in range(PER_LINE):
                _add(row[at + e], arriving)
        for at in range(whole, row.size):
            _add(row[at], arriving)


@subroutine
def _add(record: np.uint32, arriving: NDArray[np.int32]) -> None:
    """Add the weight of a record where it says."""
    arriving[np.uint32(record & _PLACE)] += np.int32(np.int32(record) >> _WEIGHT)


@subroutine
def _ask(records: NDArray[np.uint32], begin: int, end: int) -> None:
    """Ask for the first lines of a row."""
    for at in range(begin, min(end, begin + LINES * PER_LINE), PER_LINE):
        touch(records, at)
