"""The step loop of the classic network: many steps inside one compiled call."""

from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from engine.connectivity import procedural, stored
from engine.connectivity.moves import group_by_row
from engine.jit import kernel
from engine.models.hindmarsh_rose import (
    ORDINARY_X,
    SPIKE_THRESHOLD,
    in_fine_substeps,
    integrate,
)
from engine.synapses import drop_spent_rows, sum_rows

TILE = procedural.TILE
"""Neurons that are taken through a step together, so that they stay in the nearest cache."""
BLOCK = 64
"""Neurons that are searched for spikes together."""
FIRST = cast(int, np.int64(0))  # an int would be compiled as a case of its own
NONE = -1


class Arrays(NamedTuple):
    """All that a step reads and writes. Neurons run along the last axis."""

    state: NDArray[np.float64]
    """x, y, z before (0) and after (1) an even step, the other way round for an odd one;
    shape (2, 3, neurons)."""
    applied: NDArray[np.float64]
    last_spike: NDArray[np.int64]
    row_steps: NDArray[np.int64]
    members: NDArray[np.int64]
    exact_rows: NDArray[np.int32]
    """Rows of procedural weights, shape (lags, padded neurons); empty with stored ones."""
    rows: NDArray[np.float64]
    """Rows of stored weights, shape (lags, neurons); empty with procedural ones."""
    weights: NDArray[np.float64]
    pre_keys: NDArray[np.uint32]
    pair_keys: NDArray[np.uint32]
    gain_by_lag: NDArray[np.float64]


class Scratch(NamedTuple):
    """Room for the work of one step."""

    slots: NDArray[np.int64]
    gains: NDArray[np.float64]
    current: NDArray[np.float64]
    spiked: NDArray[np.int64]
    ordered: NDArray[np.int64]
    fill: NDArray[np.int64]
    group_slots: NDArray[np.int64]
    group_starts: NDArray[np.int64]


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
    """How far a call came."""

    steps: int
    rows: int
    spikes: int
    failed: int
    """The neuron that no substep could save, or NONE."""


@kernel
def run(
    arrays: Arrays,
    scratch: Scratch,
    record: Record,
    step: int,
    row_count: int,
    steps: int,
    spike_steps: NDArray[np.int64],
    spike_neurons: NDArray[np.int64],
) -> Outcome:
    """Advance so many steps from `step`, or until the room for spikes runs out."""
    spikes = 0
    size = arrays.applied.size
    for done in range(steps):
        now = step + done
        if spikes + size > spike_steps.size:
            return Outcome(done, row_count, spikes, NONE)
        row_count = drop_spent_rows(
            now,
            arrays.row_steps,
            row_count,
            arrays.members,
            arrays.gain_by_lag,
            scratch.slots,
            scratch.gains,
        )
        before, after = arrays.state[now & 1], arrays.state[1 - (now & 1)]
        count, failed = _step_neurons(arrays, scratch, record, row_count, done, before, after)
        if failed != NONE:
            return Outcome(done, row_count, spikes, failed)
        for k in range(count):
            spike_steps[spikes + k] = now
            spike_neurons[spikes + k] = scratch.spiked[k]
        spikes += count
        if count > 0:
            _deliver(arrays, scratch, now, count)
            arrays.row_steps[row_count] = now
            row_count += 1
        if record.columns.size > 0 and (now + 1) % record.column_steps == 0:
            _record_column(record, arrays.last_spike, after[0], now)
    return Outcome(steps, row_count, spikes, NONE)


@kernel
def _step_neurons(
    arrays: Arrays,
    scratch: Scratch,
    record: Record,
    row_count: int,
    done: int,
    before: NDArray[np.float64],
    after: NDArray[np.float64],
) -> tuple[int, int]:
    """One step of all neurons; the number of spikes, and the neuron that was lost or NONE."""
    size = arrays.applied.size
    slots, gains = scratch.slots, scratch.gains
    count = FIRST
    for low in range(0, size, TILE):
        high = min(low + TILE, size)
        current = scratch.current[: high - low]
        if arrays.exact_rows.size > 0:
            sum_rows(arrays.applied, arrays.exact_rows, slots, gains, row_count, low, current)
        else:
            sum_rows(arrays.applied, arrays.rows, slots, gains, row_count, low, current)
        integrate(
            before[0, low:high],
            before[1, low:high],
            before[2, low:high],
            current,
            after[0, low:high],
            after[1, low:high],
            after[2, low:high],
        )
        for start in range(low, high, BLOCK):
            stop = min(start + BLOCK, high)
            if _is_eventful(before[1], after[0], after[1], start, stop):
                count, failed = _settle(
                    before, after, current, low, start, stop, scratch.spiked, count
                )
                if failed != NONE:
                    return count, failed
        if low <= record.traced < high:
            for k in range(3):
                record.trace[done, k] = after[k, record.traced]
            record.trace[done, 3] = current[record.traced - low]
    return count, NONE


@kernel
def _is_eventful(
    y_before: NDArray[np.float64],
    x_after: NDArray[np.float64],
    y_after: NDArray[np.float64],
    start: int,
    stop: int,
) -> bool:
    """Whether any of these neurons crossed the threshold or left the ordinary range."""
    events = 0
    for i in range(start, stop):
        crossed = (y_after[i] > SPIKE_THRESHOLD) & (not y_before[i] > SPIKE_THRESHOLD)
        strayed = not abs(x_after[i]) <= ORDINARY_X
        events += int(crossed | strayed)
    return events > 0


@kernel
def _settle(
    before: NDArray[np.float64],
    after: NDArray[np.float64],
    current: NDArray[np.float64],
    low: int,
    start: int,
    stop: int,
    spiked: NDArray[np.int64],
    count: int,
) -> tuple[int, int]:
    """Redo the steps that went wrong and collect the spikes among these neurons."""
    for i in range(start, stop):
        if not abs(after[0, i]) <= ORDINARY_X:
            saved, x, y, z = in_fine_substeps(
                before[0, i], before[1, i], before[2, i], current[i - low]
            )
            if not saved:
                return count, i
            after[0, i], after[1, i], after[2, i] = x, y, z
        if after[1, i] > SPIKE_THRESHOLD and not before[1, i] > SPIKE_THRESHOLD:
            spiked[count] = i
            count += 1
    return count, NONE


@kernel
def _deliver(arrays: Arrays, scratch: Scratch, now: int, count: int) -> None:
    """Move the weights of the neurons that spiked into the row of this step."""
    groups = group_by_row(
        now,
        scratch.spiked[:count],
        arrays.last_spike,
        arrays.members,
        scratch.fill,
        scratch.ordered,
        scratch.group_slots,
        scratch.group_starts,
    )
    new_slot = now % arrays.members.size
    if arrays.exact_rows.size > 0:
        procedural.deliver(
            arrays.exact_rows,
            new_slot,
            scratch.ordered,
            scratch.group_slots,
            scratch.group_starts,
            groups,
            arrays.pre_keys,
            arrays.pair_keys,
            FIRST,
            arrays.applied.size,
        )
    else:
        stored.deliver(
            arrays.rows,
            new_slot,
            scratch.ordered,
            scratch.group_slots,
            scratch.group_starts,
            groups,
            arrays.weights,
            FIRST,
            arrays.applied.size,
        )


@kernel
def _record_column(
    record: Record, last_spike: NDArray[np.int64], x: NDArray[np.float64], now: int
) -> None:
    """Keep x of every neuron, and who spiked within the column that ends with this step."""
    column = (now // record.column_steps) % record.columns.shape[0]
    for i in range(x.size):
        record.columns[column, i] = x[i]
        record.spiked[column, i] = now - last_spike[i] < record.column_steps
