"""The step loop: many steps inside one compiled call of each thread, whatever the network.

It knows no model, no synapse and no input: it goes through tables and calls the parts that stand in
them. The order within a step is: what acts on a neuron's current; the neuron itself; jumps of the
potential that arrive now; who spiked; what earlier spikes let be due, while other threads are at
work; the exchange of spikes; their way along synapses.
"""

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import (
    C_COUNT,
    C_ENTRY,
    C_FIRST,
    N_ENTRY,
    N_FIRST,
    N_TAKES_INPUT,
    NOTHING,
    W_FRESH,
    W_HIDDEN,
    W_IS_DUE,
    W_IS_LISTED,
    W_SPIKES,
    X_BUDGET,
    X_FOUND,
    X_INTERVAL,
    X_LOST,
    X_LOST_AFTER,
    X_PART,
    Calls,
    Exchange,
    Neurons,
    Own,
    read_bundles,
    read_calls,
    read_exchange,
    read_history,
    read_last_spikes,
    read_neurons,
    read_own,
    read_own_last,
    read_own_plastic,
    read_plastic,
    read_progress,
    read_projections,
)
from engine.kernels.delivery import deliver, send_ahead
from engine.kernels.history import keep_history
from engine.kernels.last_spike_arrays import (
    L_ENTRY,
    L_TILES,
    O_DELIVERED,
    O_DUE,
    LastSpikes,
    OwnLast,
)
from engine.kernels.plastic_arrays import W_COUNT, W_STEP
from engine.kernels.plasticity import change
from engine.kernels.recorder import is_wanted, record_tile
from engine.kernels.tasks import BEGIN, FIND, HEAR, INTEGRATE, NOTE, PORTION, STEP, TELL
from engine.numerics.jit import ZERO, kernel, subroutine
from engine.numerics.parts import call_part
from engine.recording.columns import Record
from engine.runtime.outcome import NONE, earlier
from engine.runtime.spike_exchange import gather, leave, tell_others, wait_for_all
from engine.runtime.tiles import TILE

COST_OF_MOVE = 40
"""Moving the weights of a spike to a tile takes as long as so many synapses elsewhere."""
PATIENCE = 20
"""Times that a thread sleeps in a call while it waits for others, 2 ms, before the call ends."""


@kernel
def run(
    image: int,
    owns: NDArray[np.int64],
    record: Record,
    steps: int,
    budget: int,
    spike_steps: NDArray[np.int64],
    spike_neurons: NDArray[np.int64],
) -> tuple[int, int, int, int]:
    """Advance so many steps at most; the fields of an Outcome.

    owns: the images of the parts that this thread takes, one after the other between two meetings.
    budget: of synapses that spikes go along, about. A call ends when it is used up, perhaps before
    all spikes of its last step were sent; the next call begins with these, and without steps does
    that alone. A call also ends when there is no room for the spikes of another step, and when
    threads wait for long, so that fewer may take the next one. Processes that share the network
    end a call together, after a step by which one used up X_BUDGET.
    """
    exchange, progress, first = read_exchange(image), read_progress(image), read_own(owns[0])
    bundles = min(read_bundles(image).layout.shape[0], 1)
    step, leads = progress.steps[0], first.thread[0] == 0
    interval, since, meetings, ended = exchange.processes[X_INTERVAL], ZERO, ZERO, ZERO
    spikes, done, failed, left, slept, room = ZERO, ZERO, NONE, budget, ZERO, first.spiked.size
    while True:
        now = step + done
        left = _send_waiting(image, owns, now, steps - done, steps, left)
        is_full = spikes + (since + 1) * room > spike_steps.size
        is_late = done > 0 and _have_slept(exchange, now - 1)
        if is_full or (since == 0 and (done == steps or left <= 0 or ended != 0 or is_late)):
            break
        since += 1
        for own in owns:
            _step_part(image, own, record, now, done, slept)
        is_last = done + 1 == steps or spikes + (since + 1) * room > spike_steps.size
        told = _tell_processes(
            image, owns[0], exchange, now, since, done + 1, is_last, budget - left
        )
        left, meetings = _send_ahead(image, owns, now, since, left), meetings + told
        if exchange.processes[X_PART] == NOTHING:
            slept += wait_for_all(exchange, done + 1)
        else:
            ended = _meet(image, owns[0], exchange, now, since, done + 1, meetings, spikes, told)
        failed = _lost(exchange, now)
        if interval > 1:
            spikes = exchange.processes[X_FOUND] if told != 0 else spikes
            if failed != NONE:
                done += 1 + exchange.processes[X_LOST_AFTER] - since
                break
            # Bundles look for what is due among what was kept; all else is sent already.
            first.waiting[W_SPIKES], first.waiting[W_IS_DUE] = 0, bundles
            first.waiting[W_IS_LISTED] = 0
            first.waiting[W_HIDDEN] = ZERO if told != 0 else since
            first.waiting[W_FRESH] = since if told != 0 else ZERO
            done, since = done + 1, ZERO if told != 0 else since
            continue
        if failed != NONE:
            break
        count = _gather(image, owns, now)
        if leads:
            keep_history(read_history(image), first.spiked, now, count)
            for k in range(count):
                spike_steps[spikes + k] = now
                spike_neurons[spikes + k] = first.spiked[k]
        spikes, since = spikes + count, ZERO
        done += 1
    exchange.slept[(step + done) & 1, first.thread[0]] = slept
    if leads:
        progress.steps[0] = step + done
    return done, spikes, failed, budget - left


@subroutine
def _send_waiting(
    image: int, owns: NDArray[np.int64], now: int, to_go: int, steps: int, budget: int
) -> int:
    """Let what the last step sent go on its way, in all parts; what is left of the budget."""
    left = budget
    for own in owns:
        left = _send_waiting_of(image, own, now, to_go, steps, budget)
    return left


@subroutine
def _send_ahead(image: int, owns: NDArray[np.int64], now: int, since: int, budget: int) -> int:
    """Send what is known of a step before the others' spikes are; what is left of the budget.

    since: steps that other processes are yet to tell of.
    """
    left = budget
    for own in owns:
        left = send_ahead(image, own, read_own(own), now, since, budget)
    return left


@subroutine
def _gather(image: int, owns: NDArray[np.int64], now: int) -> int:
    """Give all parts the spikes of all, and let them wait to be sent; how many there are."""
    exchange, neurons, last = read_exchange(image), read_neurons(image), read_last_spikes(image)
    learns = read_plastic(image).layout.shape[0] > 0
    bundles, count = min(read_bundles(image).layout.shape[0], 1), ZERO
    for own in owns:
        scratch, own_plastic = read_own(own), read_own_plastic(own)
        count = gather(exchange, neurons, now, scratch.spiked)
        if last.layout.shape[0] > 0:
            _note(image, own, last, read_own_last(own), now, count)
        scratch.waiting[W_SPIKES], scratch.waiting[W_IS_LISTED] = count, 1
        scratch.waiting[W_HIDDEN], scratch.waiting[W_FRESH] = 0, 1
        scratch.waiting[W_IS_DUE] = 1 if count > 0 else bundles
        if learns:
            own_plastic.waiting[W_STEP], own_plastic.waiting[W_COUNT] = now, count
    return count


@subroutine
def _send_waiting_of(image: int, own: int, now: int, to_go: int, steps: int, budget: int) -> int:
    """Let what the last step sent go on its way before the next, as far as the budget reaches.

    now: the next step. to_go: steps that the call is still to take, of `steps`. What is left of
    the budget is returned, 0 where something still waits; it is the same for every part.
    """
    last, own_last = read_last_spikes(image), read_own_last(own)
    scratch, own_plastic, left = read_own(own), read_own_plastic(own), budget
    if scratch.waiting[W_IS_DUE] != 0:
        left = deliver(image, own, read_projections(image), scratch, now - 1, left)
    if last.layout.shape[0] > 0 and left > 0 and (to_go > 0 or steps == 0):
        left = _move_waiting(image, own, last, own_last, now, left, steps == 0)
    if left > 0 and own_plastic.waiting[W_STEP] != NOTHING:
        left = change(image, own, read_plastic(image), own_plastic, left)
    return left


@subroutine
def _step_part(image: int, own: int, record: Record, now: int, done: int, slept: int) -> None:
    """Take all neurons of a part through a step, and tell others.

    slept: how often the thread slept in this call so far.
    """
    exchange, last = read_exchange(image), read_last_spikes(image)
    thread, blocks = read_own(own).thread[0], exchange.bounds.shape[0]
    exchange.failed[now & 1, thread], exchange.slept[now & 1, thread] = NONE, slept
    for which in range(last.layout.shape[0]):
        call_part(last.layout[which, L_ENTRY], image, own, BEGIN, which, ZERO, now, ZERO, ZERO)
    for block in range(blocks):
        count = _step_block(image, own, record, block, thread, now, done)
        leave(exchange, block, blocks, thread, now, count)
    tell_others(exchange)


@subroutine
def _tell_processes(
    image: int,
    own: int,
    exchange: Exchange,
    now: int,
    since: int,
    turn: int,
    is_last: bool,
    used: int,
) -> int:
    """Note the spikes of a step for other processes, or tell them; 1 if they are told now.

    since: steps that they are yet to be told of. used: of the budget, in this call.
    """
    known = exchange.processes
    # Before the end of the shortest delay nobody needs the spikes of others.
    told = 1 if is_last or since == known[X_INTERVAL] else 0
    if known[X_PART] != NOTHING:
        is_enough = 1 if used > known[X_BUDGET] else 0
        call_part(known[X_PART], image, own, TELL, now, since, turn, told, is_enough)
    return told


@subroutine
def _meet(
    image: int,
    own: int,
    exchange: Exchange,
    now: int,
    since: int,
    turn: int,
    meetings: int,
    spikes: int,
    told: int,
) -> int:
    """Wait for the other threads, and for other processes if they are told; 1 to end the call."""
    if told == 0:
        wait_for_all(exchange, turn)
        return ZERO
    return int(
        call_part(exchange.processes[X_PART], image, own, HEAR, now, since, meetings, spikes, ZERO)
    )


@subroutine
def _lost(exchange: Exchange, now: int) -> int:
    """Who was lost in the step, or in those of all processes since the last exchange, or NONE."""
    if exchange.processes[X_PART] != NOTHING:
        return int(exchange.processes[X_LOST])
    failed = NONE
    for thread in range(exchange.failed.shape[1]):
        failed = earlier(failed, exchange.failed[now & 1, thread])
    return failed


@subroutine
def _have_slept(exchange: Exchange, now: int) -> bool:
    """Whether a thread had slept too often before it took step `now`; the same for every one."""
    most = ZERO
    for thread in range(exchange.slept.shape[1]):
        most = max(most, exchange.slept[now & 1, thread])
    return most >= PATIENCE


@subroutine
def _step_block(
    image: int, own: int, record: Record, block: int, thread: int, now: int, done: int
) -> int:
    """Take the thread's neurons of a block through one step; how many spiked."""
    neurons, calls, exchange = read_neurons(image), read_calls(image), read_exchange(image)
    scratch, count = read_own(own), ZERO
    begin, end = exchange.bounds[block, thread], exchange.bounds[block, thread + 1]
    for low in range(begin, end, TILE):
        high = min(low + TILE, end)
        found = _step_tile(image, own, neurons, calls, scratch, block, now, low, high, count)
        if is_wanted(record):
            at = (now & 1) * neurons.numbers.size + neurons.layout[block, N_FIRST] + begin
            marks = exchange.spiked[at + count : at + found]
            record_tile(neurons, scratch, record, block, now, done, low, high, marks)
        count = found
    return count


@subroutine
def _step_tile(
    image: int,
    own: int,
    neurons: Neurons,
    calls: Calls,
    scratch: Own,
    block: int,
    now: int,
    low: int,
    high: int,
    count: int,
) -> int:
    """Take neurons `low` to `high` of a block through one step; spikes of the thread's so far."""
    size, entry = high - low, neurons.layout[block, N_ENTRY]
    first = neurons.layout[block, N_FIRST]
    applied, current = neurons.applied[first + low : first + high], scratch.current[:size]
    if neurons.layout[block, N_TAKES_INPUT] != 0 and calls.begins[block] == 0:
        for i in range(size):
            current[i] = applied[i]
    if calls.conducts[block] != 0:
        conductance = scratch.conductance[:size]
        for i in range(size):
            conductance[i] = 0.0
    for k in range(calls.early[block], calls.early[block + 1]):
        call = calls.table[k]
        call_part(call[C_ENTRY], image, own, call[C_FIRST], call[C_COUNT], block, now, low, high)
    if calls.late[block] == calls.late[block + 1]:
        return int(call_part(entry, image, own, STEP, block, now, low, high, count))
    call_part(entry, image, own, INTEGRATE, block, now, low, high, count)
    for k in range(calls.late[block], calls.late[block + 1]):
        call = calls.table[k]
        call_part(call[C_ENTRY], image, own, call[C_FIRST], call[C_COUNT], block, now, low, high)
    return int(call_part(entry, image, own, FIND, block, now, low, high, count))


@subroutine
def _move_waiting(
    image: int,
    own: int,
    last: LastSpikes,
    own_last: OwnLast,
    now: int,
    budget: int,
    everything: bool,
) -> int:
    """Move weights that wait, where they are too many for the step to move them on its way.

    What is left of the budget, 0 where some still wait. All threads stop at the same place.
    """
    waiting, begun = ZERO, ZERO
    for which in range(last.layout.shape[0]):
        waiting += own_last.counts[which, O_DUE] * last.layout[which, L_TILES]
        begun += own_last.counts[which, O_DELIVERED]
    left = budget - COST_OF_MOVE * (waiting - begun)
    if left > 0 and begun == 0 and not everything:
        return left
    moves = max(1, budget // COST_OF_MOVE)
    for which in range(last.layout.shape[0]):
        before = own_last.counts[which, O_DUE] * last.layout[which, L_TILES]
        before -= own_last.counts[which, O_DELIVERED]
        if before > 0:
            still = call_part(
                last.layout[which, L_ENTRY], image, own, PORTION, which, ZERO, now, moves, ZERO
            )
            moves -= before - still
            if still > 0:
                return 0
    return max(1, left)


@subroutine
def _note(image: int, own: int, last: LastSpikes, own_last: OwnLast, now: int, count: int) -> None:
    """Note the spikes of the step for projections of last spikes."""
    slots = read_history(image).counts.size
    for which in range(last.layout.shape[0]):
        if count > 0 or slots > 0 or own_last.counts[which, O_DUE] > 0:
            call_part(last.layout[which, L_ENTRY], image, own, NOTE, which, count, now, ZERO, ZERO)
