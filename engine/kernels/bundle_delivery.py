"""How spikes go along bundles of synapses: before a span of steps begins, all that acts within it.

What the spikes of its own steps let act before its end is sent at once.
"""

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import (
    R_RING,
    R_SLOTS,
    R_STRIDE,
    W_FRESH,
    W_HIDDEN,
    W_IS_LISTED,
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
    B_DELAYS,
    B_EACH,
    B_EARLIEST,
    B_FIRSTS,
    B_LOW,
    B_RECEPTOR,
    B_SOURCES,
    B_SPAN,
    B_STARTS,
    PLACE_BITS,
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
_WEIGHT = np.int32(PLACE_BITS)


def bundled(image: int, own: int, b: int, first: int, end: int, now: int, _0: int, _1: int) -> int:
    """Send spikes `first` to `end` of those that are due, counted from the oldest on."""
    bundles, receptors, history = read_bundles(image), read_receptors(image), read_history(image)
    scratch, row = read_own(own), bundles.layout[b]
    receptor = receptors.layout[row[B_RECEPTOR]]
    count = read_projections(image).segments[row[B_BLOCK]].size - 1
    size, stride = receptor[R_SLOTS] * receptor[R_STRIDE], receptor[R_STRIDE]
    thread, threads = scratch.thread[0], scratch.thread[1]
    for segment in range(thread * count // threads, (thread + 1) * count // threads):
        begin = receptor[R_RING] + segment * size
        arriving = receptors.fixed_ring[begin : begin + size]
        at = first
        while at < end:
            rows, at = _look_up(bundles, row, segment, history, scratch, stride, now, at, end)
            _send(bundles.records, scratch, rows, arriving)
    return 0


def bundle_part() -> int:
    """The address of the part for bundles."""
    return address_of(__name__, lambda: bundled)


@subroutine
def count_known(bundles: Bundles, history: History, scratch: Own, now: int) -> int:
    """Count the spikes that are due after step `now`, by bundle; what they cost.

    One of which several bundles have synapses is counted in each.
    """
    cost = 0
    for b in range(scratch.known.size):
        scratch.known[b] = due(bundles, b, history, scratch, now)
        cost += scratch.known[b] * bundles.layout[b, B_EACH]
    return int(cost)


@subroutine
def due(bundles: Bundles, b: int, history: History, scratch: Own, now: int) -> int:
    """How many spikes are due after step `now`."""
    waiting, count = scratch.waiting, 0
    first, last = _steps_ago(bundles.layout[b], now, waiting[W_HIDDEN], waiting[W_FRESH])
    for ago in range(last, first - 1, -1):
        count += _spikes_of(history, scratch, now, ago)
    return int(count)


@subroutine
def _steps_ago(row: NDArray[np.int64], now: int, hidden: int, fresh: int) -> tuple[int, int]:
    """Whose spikes are due after step `now`: of how many steps before it at least and at most.

    hidden: steps whose spikes are not known yet. fresh: of the others, those that only now are.
    """
    latest = row[B_EARLIEST] + row[B_DELAYS] - 1
    # None acts in what is left of the span if it was later.
    first = max(hidden, row[B_EARLIEST] + 1 - _steps_left(row, now))
    if (now + 1) % row[B_SPAN] == 0:
        return first, latest
    return first, min(latest, hidden + fresh - 1)


@subroutine
def _steps_left(row: NDArray[np.int64], now: int) -> int:
    """Of the span in which step `now` + 1 is, from that one on."""
    return int(row[B_SPAN] - (now + 1) % row[B_SPAN])


@subroutine
def _spikes_of(history: History, scratch: Own, now: int, ago: int) -> int:
    """How many there were so many steps before step `now`."""
    if ago == 0 and scratch.waiting[W_IS_LISTED] != 0:
        return int(scratch.waiting[W_SPIKES])
    return int(history.counts[_slot(history, now, ago)])


@subroutine
def _slot(history: History, now: int, ago: int) -> int:
    """Where the spikes of so many steps before step `now` are."""
    return int((now - ago) % history.counts.size)


@subroutine
def _look_up(
    bundles: Bundles,
    row: NDArray[np.int64],
    segment: int,
    history: History,
    scratch: Own,
    stride: int,
    now: int,
    first: int,
    end: int,
) -> tuple[int, int]:
    """Find the rows of spikes `first` to `end` that are not empty.

    How many were found, and the spike to go on with, `end` unless there was no more room.
    """
    delays, most, before, found = row[B_DELAYS], scratch.row_begins.size, 0, 0
    cells = row[B_STARTS] + segment * (row[B_SOURCES] * delays + 1)
    first_record, left = bundles.firsts[row[B_FIRSTS] + segment], _steps_left(row, now)
    hidden, fresh = scratch.waiting[W_HIDDEN], scratch.waiting[W_FRESH]
    latest_ago, oldest = _steps_ago(row, now, hidden, fresh)
    for ago in range(oldest, latest_ago - 1, -1):
        count, base = _spikes_of(history, scratch, now, ago), _slot(history, now, ago)
        base *= scratch.spiked.size
        is_listed = ago == 0 and scratch.waiting[W_IS_LISTED] != 0
        low = max(ago - row[B_EARLIEST], 0)
        high = min(ago - row[B_EARLIEST] + left, delays)
        turn = (now - ago) % row[B_SPAN] * stride
        for k in range(max(first - before, 0), min(end - before, count)):
            if found == most:
                return found, before + k
            source = (scratch.spiked[k] if is_listed else history.neurons[base + k]) - row[B_LOW]
            if 0 <= source < row[B_SOURCES]:
                cell = cells + source * delays
                begin, stop = bundles.starts[cell + low], bundles.starts[cell + high]
                scratch.row_begins[found] = first_record + begin
                scratch.row_ends[found] = first_record + stop
                scratch.row_turns[found] = turn
                found += begin < stop
        before += count
    return found, end


@subroutine
def _send(
    records: NDArray[np.uint32], scratch: Own, rows: int, arriving: NDArray[np.int32]
) -> None:
    """Add the weights of these rows."""
    begins, ends, mask = scratch.row_begins, scratch.row_ends, np.uint32(arriving.size - 1)
    for k in range(min(AHEAD, rows)):
        _ask(records, begins[k], ends[k])
    for k in range(rows):
        if k + AHEAD < rows:
            _ask(records, begins[k + AHEAD], ends[k + AHEAD])
        row, turn = records[begins[k] : ends[k]], np.uint32(scratch.row_turns[k])
        whole = row.size - row.size % PER_LINE
        for at in range(0, whole, PER_LINE):
            touch(row, min(at + LINES * PER_LINE, whole))
            for e in range(PER_LINE):
                _add(row[at + e], turn, mask, arriving)
        for at in range(whole, row.size):
            _add(row[at], turn, mask, arriving)


@subroutine
def _add(record: np.uint32, turn: np.uint32, mask: np.uint32, arriving: NDArray[np.int32]) -> None:
    """Add the weight of a record where it says, turned so far around."""
    place = np.uint32(np.uint32(record + turn) & mask)
    arriving[place] += np.int32(np.int32(record) >> _WEIGHT)


@subroutine
def _ask(records: NDArray[np.uint32], begin: int, end: int) -> None:
    """Ask for the first lines of a row."""
    for at in range(begin, min(end, begin + LINES * PER_LINE), PER_LINE):
        touch(records, at)
