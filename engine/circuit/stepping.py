"""The step loop of a described network: many steps inside one compiled call of each thread."""

from typing import Any

import numpy as np
from numba.extending import overload
from numpy.typing import NDArray

from engine.barrier import meet
from engine.circuit.classic_kernel import move_classic, remember
from engine.circuit.delivery import deliver
from engine.circuit.noise import add_noise
from engine.circuit.receptors import take_in
from engine.circuit.state import Block, Circuit, Crossing, Scratch
from engine.jit import ZERO, kernel, subroutine
from engine.models.kinds import count_events, find_fired, integrate, reset
from engine.models.model import FARTHEST
from engine.outcome import NONE
from engine.recording import Record
from engine.tiles import TILE

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
    spike_steps: NDArray[np.int64],
    spike_neurons: NDArray[np.int64],
) -> tuple[int, int, int]:
    """Advance so many steps, or until the room for spikes runs out; the fields of an Outcome."""
    step = circuit.progress[0]
    spikes, done, failed = ZERO, ZERO, NONE
    crossing = circuit.crossing
    while done < steps and spikes + scratch.spiked.size <= spike_steps.size:
        now = step + done
        parity = now & 1
        crossing.failed[parity, thread] = NONE
        step_blocks(circuit.blocks, 0, circuit, scratch, record, thread, now, done)
        if threads > 1:
            meet(crossing.arrivals, threads * (done + 1))
        for other in range(threads):
            if failed == NONE:
                failed = crossing.failed[parity, other]
        if failed != NONE:
            break
        count = _gather(crossing, circuit.blocks, scratch.spiked, parity)
        spiked = scratch.spiked[:count]
        if count > 0:
            deliver(circuit, spiked, now, thread, threads)
        remember(scratch.history, spiked, now)
        move_classic(circuit, scratch, now, thread, threads)
        if thread == 0:
            for k in range(count):
                spike_steps[spikes + k] = now
                spike_neurons[spikes + k] = spiked[k]
        spikes += count
        done += 1
    if thread == 0:
        circuit.progress[0] = step + done
    return done, spikes, failed


def step_blocks(
    blocks: tuple[Block, ...],
    index: int,
    circuit: Circuit,
    scratch: Scratch,
    record: Record,
    thread: int,
    now: int,
    done: int,
) -> None:
    """Take the thread's neurons of all blocks from `index` on through one step."""
    for k, block in enumerate(blocks):
        _step_block(block, index + k, circuit, scratch, record, thread, now, done)


@overload(step_blocks, strict=False)
def _compiled_step_blocks(
    blocks: Any,
    index: Any,
    circuit: Any,
    scratch: Any,
    record: Any,
    thread: Any,
    now: Any,
    done: Any,
) -> Any:
    if len(blocks) == 1:
        return lambda blocks, index, circuit, scratch, record, thread, now, done: _step_block(
            blocks[0], index, circuit, scratch, record, thread, now, done
        )

    def several(
        blocks: Any,
        index: Any,
        circuit: Any,
        scratch: Any,
        record: Any,
        thread: Any,
        now: Any,
        done: Any,
    ) -> None:
        _step_block(blocks[0], index, circuit, scratch, record, thread, now, done)
        step_blocks(blocks[1:], index + 1, circuit, scratch, record, thread, now, done)

    return several


@subroutine
def _step_block(
    block: Block,
    index: int,
    circuit: Circuit,
    scratch: Scratch,
    record: Record,
    thread: int,
    now: int,
    done: int,
) -> None:
    """Take the thread's neurons of one block through one step."""
    crossing, drive, first = circuit.crossing, circuit.drive, block.first
    bounds = crossing.bounds[index]
    spiked = crossing.spiked[now & 1, first + bounds[thread] : first + bounds[thread + 1]]
    count = ZERO
    for low in range(bounds[thread], bounds[thread + 1], TILE):
        high = min(low + TILE, bounds[thread + 1])
        size = high - low
        current, conductance = scratch.current[:size], scratch.conductance[:size]
        applied = drive.applied[first + low : first + high]
        for i in range(size):
            current[i] = applied[i]
        if circuit.receptors.conducts:
            for i in range(size):
                conductance[i] = 0.0
        if drive.noise.size > 0:
            deviation = drive.noise[first + low : first + high]
            add_noise(drive.noise_key, now, first + low, deviation, scratch.normal, current)
        if now == 0:
            find_fired(block.neurons, low, high, scratch.fired[:size])  # who starts above it
        potential = block.neurons.state[block.potential, low:high]
        take_in(circuit, scratch, index, first, potential, now, low, high)
        integrate(block.neurons, current, conductance, circuit.receptors.conducts, low, high, now)
        events = count_events(block.neurons, low, high)
        if events > 0:
            find_fired(block.neurons, low, high, scratch.fired[:size])
            if _is_any_lost(potential):
                crossing.failed[now & 1, thread] = _first_lost(potential) + first + low
            count = _collect(block, scratch.fired[:size], low, now, spiked, count)
        _record(block, scratch, record, now, done, low, high, events)
    crossing.counts[now & 1, index, thread] = count


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
def _collect(
    block: Block,
    fired: NDArray[np.uint8],
    low: int,
    now: int,
    spiked: NDArray[np.int64],
    count: int,
) -> int:
    """Append the neurons that fired to the `count` in `spiked`, and reset them."""
    for start in range(0, fired.size, GROUP):
        group = fired[start : start + GROUP]
        events = 0
        for i in range(group.size):
            events += group[i]
        if events > 0:
            for i in range(group.size):
                if group[i]:
                    neuron = low + start + i
                    spiked[count] = block.first + neuron
                    count += 1
                    reset(block.neurons, neuron, now)
    return count


@subroutine
def _record(
    block: Block,
    scratch: Scratch,
    record: Record,
    now: int,
    done: int,
    low: int,
    high: int,
    events: int,
) -> None:
    """Keep what is asked for of neurons `low` to `high`."""
    traced = record.traced - block.first
    state = block.neurons.state
    if low <= traced < high:
        for k in range(block.variables):
            record.trace[done, k] = state[k, traced]
        drained = scratch.conductance[traced - low] * state[block.potential, traced]
        record.trace[done, block.variables] = scratch.current[traced - low] - drained
    if record.columns.size == 0:
        return
    column = (now // record.column_steps) % record.columns.shape[0]
    marks = record.spiked[column, block.first + low : block.first + high]
    if now % record.column_steps == 0:
        for i in range(marks.size):
            marks[i] = False
    if events > 0:
        for i in range(marks.size):
            marks[i] |= scratch.fired[i] != 0
    if (now + 1) % record.column_steps == 0:
        x = record.columns[column, block.first + low : block.first + high]
        for i in range(x.size):
            x[i] = state[block.potential, low + i]


@subroutine
def _gather(
    crossing: Crossing, blocks: tuple[Block, ...], spiked: NDArray[np.int64], parity: int
) -> int:
    """Collect the spikes of all threads, in the order of their neurons; how many there are."""
    total, first = ZERO, ZERO
    for b in range(crossing.counts.shape[1]):
        for thread in range(crossing.counts.shape[2]):
            low = first + crossing.bounds[b, thread]
            for k in range(crossing.counts[parity, b, thread]):
                spiked[total] = crossing.spiked[parity, low + k]
                total += 1
        first += crossing.bounds[b, crossing.counts.shape[2]]
    return total
