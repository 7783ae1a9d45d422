"""The step loop of the classic network: many steps inside one compiled call of each thread."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.barrier import meet
from engine.connectivity import procedural, stored
from engine.connectivity.moves import group_by_row
from engine.jit import ZERO, kernel
from engine.models.hindmarsh_rose import integrate
from engine.settling import NONE, settle
from engine.synapses import drop_spent_rows, sum_rows
from engine.tiles import TILE


class Shared(NamedTuple):
    """What all threads read, and each writes for its own neurons, which run along the last axis.

    Rows are kept tile by tile, shape (tiles, lags, TILE); one kind of them is empty.
    """

    state: NDArray[np.float64]
    """x, y, z before (0) and after (1) an even step, the other way round for an odd one;
    shape (2, 3, neurons)."""
    applied: NDArray[np.float64]
    exact_rows: NDArray[np.int32]
    """Rows of procedural weights."""
    rows: NDArray[np.float64]
    """Rows of stored weights."""
    weights: NDArray[np.float64]
    pre_keys: NDArray[np.uint32]
    pair_keys: NDArray[np.uint32]
    gain_by_lag: NDArray[np.float64]
    spiked: NDArray[np.int64]
    """Each thread's spikes of an even and an odd step, from its first neuron on; (2, neurons)."""
    counts: NDArray[np.int64]
    """How many, shape (2, threads)."""
    lows: NDArray[np.int64]
    """Each thread's first neuron, shape (threads,)."""
    failed: NDArray[np.int64]
    """A neuron that was lost, or NONE, shape (2, threads)."""
    progress: NDArray[np.int64]
    """Steps taken, and rows in use, shape (2,); here and not in Python, so that a call that is
    interrupted by a signal still leaves them right."""
    arrivals: NDArray[np.int64]


class Own(NamedTuple):
    """What each thread keeps for itself, so that threads meet only once a step."""

    last_spike: NDArray[np.int64]
    row_steps: NDArray[np.int64]
    members: NDArray[np.int64]
    slots: NDArray[np.int64]
    gains: NDArray[np.float64]
    current: NDArray[np.float64]
    spiked: NDArray[np.int64]
    ordered: NDArray[np.int64]
    ordered_keys: NDArray[np.uint32]
    fill: NDArray[np.int64]
    group_slots: NDArray[np.int64]
    group_starts: NDArray[np.int64]
    nowhere: NDArray[np.int32]


class Part(NamedTuple):
    """The thread and its neurons."""

    thread: int
    threads: int
    low: int
    high: int


class Record(NamedTuple):
    """What is kept of the steps besides their spikes; empty arrays keep nothing."""

    trace: NDArray[np.float64]
    """x, y, z and input current of one neuron after each step, shape (steps, 4)."""
    traced: int
    columns: NDArray[np.float32]
    """A ring of x of all neurons, shape (columns, neurons)."""
    spiked: NDArray[np.bool_]
    """Whether a neuron spiked within the column, shape (columns, neurons)."""
    column_steps: int


class Outcome(NamedTuple):
    """How far a call came; the same for every thread."""

    steps: int
    spikes: int
    failed: int
    """The neuron that no substep could save, or NONE."""


@kernel
def run(
    shared: Shared,
    own: Own,
    part: Part,
    record: Record,
    steps: int,
    spike_steps: NDArray[np.int64],
    spike_neurons: NDArray[np.int64],
) -> Outcome:
    """Advance so many steps, or until the room for spikes runs out.

    Weights of a step's spikes are delivered tile by tile within the next step, while the tile is
    in the cache for its sums anyway, and at the end.
    """
    step, row_count = shared.progress[0], shared.progress[1]
    spikes, groups, done, failed = ZERO, ZERO, ZERO, NONE
    while done < steps and spikes + shared.applied.size <= spike_steps.size:
        now = step + done
        row_count = drop_spent_rows(
            now, own.row_steps, row_count, own.members, shared.gain_by_lag, own.slots, own.gains
        )
        _step_neurons(shared, own, part, record, now, done, row_count, groups)
        if part.threads > 1:
            meet(shared.arrivals, part.threads * (done + 1))
        failed = _first_failure(shared.failed[now & 1])
        groups = 0
        if failed != NONE:
            break
        count = _gather(shared, own, now & 1)
        if count > 0:
            groups = _schedule(shared, own, now, count)
            own.row_steps[row_count] = now
            row_count += 1
            if part.thread == 0:
                for k in range(count):
                    spike_steps[spikes + k] = now
                    spike_neurons[spikes + k] = own.spiked[k]
            spikes += count
        if record.columns.size > 0 and (now + 1) % record.column_steps == 0:
            _record_column(record, own.last_spike, shared.state[1 - (now & 1), 0], now, part)
        done += 1
    if groups > 0:
        for low in range(part.low, part.high, TILE):
            _deliver(shared, own, low, min(low + TILE, part.high), step + done - 1, groups)
    if part.thread == 0:
        shared.progress[0], shared.progress[1] = step + done, row_count
    return Outcome(done, spikes, failed)


@kernel
def _step_neurons(
    shared: Shared,
    own: Own,
    part: Part,
    record: Record,
    now: int,
    done: int,
    row_count: int,
    groups: int,
) -> None:
    """Deliver the last step's spikes to the thread's neurons and take them through one step."""
    parity = now & 1
    before, after = shared.state[parity], shared.state[1 - parity]
    spiked = shared.spiked[parity, part.low : part.high]
    count, failed = ZERO, NONE
    for low in range(part.low, part.high, TILE):
        high = min(low + TILE, part.high)
        current = own.current[: high - low]
        if groups > 0:
            _deliver(shared, own, low, high, now - 1, groups)
        applied, tile = shared.applied[low:high], low // TILE
        if shared.exact_rows.size > 0:
            sum_rows(applied, shared.exact_rows[tile], own.slots, own.gains, row_count, current)
        else:
            sum_rows(applied, shared.rows[tile], own.slots, own.gains, row_count, current)
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
    shared.counts[parity, part.thread] = count
    shared.failed[parity, part.thread] = failed


@kernel
def _deliver(shared: Shared, own: Own, low: int, high: int, spiked_at: int, groups: int) -> None:
    """Move the weights of the spikes of a step into its row, for one tile."""
    tile, new_slot = low // TILE, spiked_at % own.members.size
    if shared.exact_rows.size > 0:
        first = low // 2
        width = min(procedural.HALF, high - low)
        procedural.deliver(
            shared.exact_rows[tile],
            new_slot,
            own.ordered_keys,
            own.group_slots,
            own.group_starts,
            groups,
            shared.pair_keys[first : first + width],
            own.nowhere,
        )
    else:
        stored.deliver(
            shared.rows[tile],
            new_slot,
            own.ordered,
            own.group_slots,
            own.group_starts,
            groups,
            shared.weights[:, low:high],
        )


@kernel
def _first_failure(failed: NDArray[np.int64]) -> int:
    """The neuron that the first of the threads lost, or NONE."""
    first = NONE
    for thread in range(failed.size):
        if first == NONE:
            first = failed[thread]
    return first


@kernel
def _gather(shared: Shared, own: Own, parity: int) -> int:
    """Collect the spikes of all threads, in the order of their neurons; how many there are."""
    total = ZERO
    for thread in range(shared.lows.size):
        low = shared.lows[thread]
        for k in range(shared.counts[parity, thread]):
            own.spiked[total] = shared.spiked[parity, low + k]
            total += 1
    return total


@kernel
def _schedule(shared: Shared, own: Own, now: int, count: int) -> int:
    """Order the spikes of this step for their delivery; the number of groups."""
    groups = group_by_row(
        now,
        own.spiked[:count],
        own.last_spike,
        own.members,
        own.fill,
        own.ordered,
        own.group_slots,
        own.group_starts,
    )
    if shared.pre_keys.size > 0:
        for k in range(count):
            own.ordered_keys[k] = shared.pre_keys[own.ordered[k]]
    return groups


@kernel
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
