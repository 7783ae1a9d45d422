"""The step loop of a described network: many steps inside one compiled call of each thread."""

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import (
    B_CONSTANT_ROWS,
    B_CONSTANT_WIDTH,
    B_CONSTANTS,
    B_FIRST,
    B_MODEL,
    B_SIZE,
    B_STATE,
    B_STATE_ROWS,
    B_VARIABLES,
    SPIKES,
    Blocks,
    Circuit,
    Scratch,
    SpikeExchange,
)
from engine.kernels.delivery import deliver
from engine.kernels.last_spike import move_classic, remember
from engine.kernels.noise import add_noise
from engine.kernels.synaptic_input import take_in
from engine.models.kinds import count_events, find_fired, integrate, reset
from engine.models.model import FARTHEST
from engine.numerics.jit import ZERO, kernel, subroutine
from engine.numerics.matrices import matrix
from engine.recording.columns import Record
from engine.runtime.barrier import meet
from engine.runtime.outcome import NONE
from engine.runtime.tiles import TILE

GROUP = 64
"""Neurons that are searched for spikes together; most groups hold none."""


@kernel
def run(
    circuit: Circuit,
    scratch: Scratch,
    record: Record,
    thread: int,
    threads: int,
    steps: int,
    budget: int,
    spike_steps: NDArray[np.int64],
    spike_neurons: NDArray[np.int64],
) -> tuple[int, int, int]:
    """Advance so many steps at most; the fields of an Outcome.

    budget: of synapses that spikes go along, about. A call ends when it is used up, perhaps before
    all spikes of its last step were sent; the next call begins with these, and without steps does
    that alone. A call also ends when the room for spikes does.
    """
    step = circuit.progress[0]
    spikes, done, failed, left = ZERO, ZERO, NONE, budget
    exchange = circuit.exchange
    if scratch.waiting[SPIKES] > 0:
        left = deliver(circuit, scratch, step - 1, thread, threads, left)
    while done < steps and left > 0 and spikes + scratch.spiked.size <= spike_steps.size:
        now = step + done
        parity = now & 1
        exchange.failed[parity, thread] = NONE
        for block in range(circuit.blocks.layout.shape[0]):
            _step_block(circuit, scratch, record, block, thread, now, done)
        if threads > 1:
            meet(exchange.arrivals, threads * (done + 1))
        for other in range(threads):
            failed = _earlier(failed, exchange.failed[parity, other])
        if failed != NONE:
            break
        count = _gather(exchange, scratch.spiked, parity)
        spiked = scratch.spiked[:count]
        remember(scratch.history, spiked, now)
        move_classic(circuit, scratch, now, thread, threads)
        if thread == 0:
            for k in range(count):
                spike_steps[spikes + k] = now
                spike_neurons[spikes + k] = spiked[k]
        if count > 0:
            scratch.waiting[SPIKES] = count
            left = deliver(circuit, scratch, now, thread, threads, left)
        spikes += count
        done += 1
    if thread == 0:
        circuit.progress[0] = step + done
    return done, spikes, failed


@subroutine
def _step_block(
    circuit: Circuit,
    scratch: Scratch,
    record: Record,
    block: int,
    thread: int,
    now: int,
    done: int,
) -> None:
    """Take the thread's neurons of one block through one step."""
    exchange, drive, conducts = circuit.exchange, circuit.drive, circuit.receptors.conducts
    blocks, row = circuit.blocks, circuit.blocks.layout[block]
    model, first = row[B_MODEL], row[B_FIRST]
    state = matrix(blocks.states, row[B_STATE], row[B_STATE_ROWS], row[B_SIZE])
    constants = matrix(
        blocks.constants, row[B_CONSTANTS], row[B_CONSTANT_ROWS], row[B_CONSTANT_WIDTH]
    )
    begin, end = exchange.bounds[block, thread], exchange.bounds[block, thread + 1]
    spiked = exchange.spiked[now & 1, first + begin : first + end]
    count = ZERO
    for low in range(begin, end, TILE):
        high = min(low + TILE, end)
        size = high - low
        current, conductance = scratch.current[:size], scratch.conductance[:size]
        applied = drive.applied[first + low : first + high]
        for i in range(size):
            current[i] = applied[i]
        if conducts:
            for i in range(size):
                conductance[i] = 0.0
        if drive.noise.size > 0:
            deviation = drive.noise[first + low : first + high]
            add_noise(drive.noise_key, now, first + low, deviation, scratch.normal, current)
        if now == 0:
            # Who starts above the threshold has not crossed it.
            find_fired(model, state, constants, low, high, scratch.fired[:size])
        potential = state[0, low:high]
        take_in(circuit, scratch, block, potential, now, low, high)
        integrate(model, state, constants, current, conductance, conducts, low, high, now)
        found = count
        if count_events(model, state, constants, low, high) > 0:
            find_fired(model, state, constants, low, high, scratch.fired[:size])
            if _is_any_lost(potential):
                lost = _first_lost(potential) + first + low
                exchange.failed[now & 1, thread] = _earlier(exchange.failed[now & 1, thread], lost)
            found = _collect(scratch.fired[:size], first + low, spiked, count)
            for k in range(count, found):
                reset(model, state, constants, spiked[k] - first, now)
        _record(
            circuit.blocks, block, state, scratch, record, now, done, low, high, spiked[count:found]
        )
        count = found
    exchange.counts[now & 1, block, thread] = count


@subroutine
def _earlier(one: int, other: int) -> int:
    """The lower of two neurons, either of which may be NONE."""
    if one == NONE:
        return other
    return one if other == NONE else min(one, other)


@subroutine
def _is_any_lost(potential: NDArray[np.float64]) -> bool:
    lost = 0
    for i in range(potential.size):
        lost += not abs(potential[i]) < FARTHEST
    return lost > 0


@subroutine
def _first_lost(potential: NDArray[np.float64]) -> int:
    for i in range(potential.size):
        if not abs(potential[i]) < FARTHEST:
            return i
    return 0


@subroutine
def _collect(fired: NDArray[np.uint8], first: int, spiked: NDArray[np.int64], count: int) -> int:
    """Append the neurons that fired, counted from `first` on, to the `count` in `spiked`."""
    for start in range(0, fired.size, GROUP):
        group = fired[start : start + GROUP]
        events = 0
        for i in range(group.size):
            events += group[i]
        if events > 0:
            for i in range(group.size):
                if group[i]:
                    spiked[count] = first + start + i
                    count += 1
    return count


@subroutine
def _record(
    blocks: Blocks,
    block: int,
    state: NDArray[np.float64],
    scratch: Scratch,
    record: Record,
    now: int,
    done: int,
    low: int,
    high: int,
    spiked: NDArray[np.int64],
) -> None:
    """Keep what is asked for of neurons `low` to `high`, of which some spiked."""
    first, variables = blocks.layout[block, B_FIRST], blocks.layout[block, B_VARIABLES]
    traced = record.traced - first
    if low <= traced < high:
        for k in range(variables):
            record.trace[done, k] = state[k, traced]
        drained = scratch.conductance[traced - low] * state[0, traced]
        record.trace[done, variables] = scratch.current[traced - low] - drained
    if record.columns.size == 0:
        return
    numbers = blocks.numbers[first + low : first + high]
    column = (now // record.column_steps) % record.columns.shape[0]
    marks, x = record.spiked[column], record.columns[column]
    if now % record.column_steps == 0:
        _clear(marks, numbers)
    for k in range(spiked.size):
        marks[blocks.numbers[spiked[k]]] = True
    if (now + 1) % record.column_steps == 0:
        _put(state[0, low:high], x, numbers)


@subroutine
def _clear(marks: NDArray[np.bool_], numbers: NDArray[np.int64]) -> None:
    """Take the marks of these neurons away; their numbers ascend, mostly one by one."""
    if numbers[-1] - numbers[0] == numbers.size - 1:
        own = marks[numbers[0] : numbers[0] + numbers.size]
        for i in range(own.size):
            own[i] = False
        return
    for i in range(numbers.size):
        marks[numbers[i]] = False


@subroutine
def _put(
    values: NDArray[np.float64], into: NDArray[np.float32], numbers: NDArray[np.int64]
) -> None:
    """Copy a value of each of these neurons, as `_clear`."""
    if numbers[-1] - numbers[0] == numbers.size - 1:
        own = into[numbers[0] : numbers[0] + numbers.size]
        for i in range(own.size):
            own[i] = values[i]
        return
    for i in range(numbers.size):
        into[numbers[i]] = values[i]


@subroutine
def _gather(exchange: SpikeExchange, spiked: NDArray[np.int64], parity: int) -> int:
    """Collect the spikes of all threads, in the order of their neurons; how many there are."""
    total, first = ZERO, ZERO
    for b in range(exchange.counts.shape[1]):
        for thread in range(exchange.counts.shape[2]):
            low = first + exchange.bounds[b, thread]
            for k in range(exchange.counts[parity, b, thread]):
                spiked[total] = exchange.spiked[parity, low + k]
                total += 1
        first += exchange.bounds[b, exchange.counts.shape[2]]
    return total
