"""The step loop of the classic network: many steps inside one compiled call of each thread."""

import numpy as np
from numpy.typing import NDArray

from engine.classic.connectivity.kinds import add_current, deliver, prepare
from engine.classic.connectivity.moves import group_by_row
from engine.classic.neurons import integrate
from engine.classic.settling import settle
from engine.classic.state import DELIVERED, GROUPS, SPIKES, Meeting, Own, Part, Shared
from engine.classic.synapses import drop_spent_rows
from engine.numerics.jit import ZERO, kernel, subroutine
from engine.recording.columns import Record
from engine.runtime.barrier import meet
from engine.runtime.outcome import NONE
from engine.runtime.tiles import TILE


@kernel
def run(
    shared: Shared,
    own: Own,
    part: Part,
    record: Record,
    steps: int,
    budget: int,
    spike_steps: NDArray[np.int64],
    spike_neurons: NDArray[np.int64],
) -> tuple[int, int, int]:
    """Advance so many steps at most; the fields of an Outcome.

    The weights of a step's spikes wait for the next step, which delivers them tile by tile, while
    the tile is in the cache for its sums anyway. budget: of deliveries of a spike to a tile; a call
    ends when it is used up, and one that finds more than that waiting delivers a portion and takes
    no step. Without steps, it does that alone. A call also ends when the room for spikes does.
    """
    step, row_count = shared.progress[0], shared.progress[1]
    spikes, done, failed, left = ZERO, ZERO, NONE, budget
    meeting, active, waiting = shared.meeting, own.active, own.waiting
    groups, due, delivered = waiting[GROUPS], waiting[SPIKES], waiting[DELIVERED]
    if steps == 0:
        delivered = _deliver_portion(shared, own, part, step, groups, due, delivered, left)
    while done < steps and left > 0 and spikes + own.spiked.size <= spike_steps.size:
        now = step + done
        waits = due * part.tiles - delivered
        if delivered > 0 or waits > left:
            delivered = _deliver_portion(shared, own, part, now, groups, due, delivered, left)
            if waits > left:
                break  # all threads alike, and before anything that they share has changed
            groups = ZERO
        left -= waits
        row_count = drop_spent_rows(
            now,
            active.row_steps,
            row_count,
            active.members,
            shared.gain_by_lag,
            active.slots,
            active.gains,
        )
        _step_neurons(shared, own, part, record, now, done, row_count, groups, due)
        groups, due, delivered = ZERO, ZERO, ZERO
        if part.threads > 1:
            meet(meeting.arrivals, part.threads * (done + 1))
        failed = _first_failure(meeting.failed[now & 1])
        if failed != NONE:
            break
        count = _gather(meeting, own.spiked, now & 1)
        if count > 0:
            spiked = own.spiked[:count]
            groups = group_by_row(now, spiked, own.last_spike, active.members, own.moves)
            due = count
            prepare(shared.synapses, own.moves, count)
            active.row_steps[row_count], active.slots[row_count] = now, now % active.members.size
            row_count += 1
            if part.thread == 0:
                for k in range(count):
                    spike_steps[spikes + k] = now
                    spike_neurons[spikes + k] = spiked[k]
            spikes += count
        if record.columns.size > 0 and (now + 1) % record.column_steps == 0:
            x = shared.neurons.state[1 - (now & 1), 0]
            _record_column(record, own.last_spike, x, now, part)
        done += 1
    if delivered == due * part.tiles:
        groups, due, delivered = ZERO, ZERO, ZERO
    waiting[GROUPS], waiting[SPIKES], waiting[DELIVERED] = groups, due, delivered
    if part.thread == 0:
        shared.progress[0], shared.progress[1] = step + done, row_count
    return done, spikes, failed


@subroutine
def _deliver_portion(
    shared: Shared,
    own: Own,
    part: Part,
    now: int,
    groups: int,
    spikes: int,
    delivered: int,
    most: int,
) -> int:
    """Make so many more of the deliveries that wait at most; how many are made then."""
    end = min(delivered + most, spikes * part.tiles)
    new_slot = (now - 1) % own.active.members.size
    at = delivered
    while at < end:
        low, first = part.low + at // spikes * TILE, at % spikes
        last = min(spikes, first + end - at)
        if low < part.high:
            high = min(low + TILE, part.high)
            deliver(shared.synapses, own.moves, groups, new_slot, low, high, first, last)
        at += last - first
    return end


@subroutine
def _step_neurons(
    shared: Shared,
    own: Own,
    part: Part,
    record: Record,
    now: int,
    done: int,
    row_count: int,
    groups: int,
    spikes: int,
) -> None:
    """Deliver the last step's spikes to the thread's neurons and take them through one step."""
    parity = now & 1
    before, after = shared.neurons.state[parity], shared.neurons.state[1 - parity]
    spiked = shared.meeting.spiked[parity, part.low : part.high]
    new_slot = (now - 1) % own.active.members.size
    count, failed = ZERO, NONE
    for low in range(part.low, part.high, TILE):
        high = min(low + TILE, part.high)
        current = own.current[: high - low]
        for i in range(current.size):
            current[i] = shared.neurons.applied[low + i]
        if groups > 0:
            deliver(shared.synapses, own.moves, groups, new_slot, low, high, 0, spikes)
        add_current(shared.synapses, own.active, row_count, low // TILE, current)
        integrate(
            before[0, low:high],
            before[1, low:high],
            before[2, low:high],
            current,
            after[0, low:high],
            after[1, low:high],
            after[2, low:high],
        )
        count, lost = settle(before, after, current, low, high, spiked, count)
        if lost != NONE and failed == NONE:
            failed = lost
        if low <= record.traced < high:
            for k in range(3):
                record.trace[done, k] = after[k, record.traced]
            record.trace[done, 3] = current[record.traced - low]
    shared.meeting.counts[parity, part.thread] = count
    shared.meeting.failed[parity, part.thread] = failed


@subroutine
def _first_failure(failed: NDArray[np.int64]) -> int:
    """The neuron that the first of the threads lost, or NONE."""
    first = NONE
    for thread in range(failed.size):
        if first == NONE:
            first = failed[thread]
    return first


@subroutine
def _gather(meeting: Meeting, spiked: NDArray[np.int64], parity: int) -> int:
    """Collect the spikes of all threads, in the order of their neurons; how many there are."""
    total = ZERO
    for thread in range(meeting.lows.size):
        low = meeting.lows[thread]
        for k in range(meeting.counts[parity, thread]):
            spiked[total] = meeting.spiked[parity, low + k]
            total += 1
    return total


@subroutine
def _record_column(
    record: Record,
    last_spike: NDArray[np.int64],
    x: NDArray[np.float64],
    now: int,
    part: Part,
) -> None:
    """Keep x of the thread's neurons, and who spiked within the column that ends here."""
    column = (now // record.column_steps) % record.columns.shape[0]
    for i in range(part.low, part.high):
        record.columns[column, i] = x[i]
        record.spiked[column, i] = now - last_spike[i] < record.column_steps
