"""How processes tell each other who spiked in a step: a compiled part that the step loop calls.

A message is a head and, step by step since the last one, the spikes of the process's own neurons as
they ascend, each by how far it is from the one before, in words of 16 bits. Its first piece is sent
in any case, and tells whether there is more; then all send equally many further pieces. Requests of
MPI, to send and to receive, were made once and are started again each time: by thread 0, before the
threads send what was known before, so that messages travel meanwhile.
"""

import ctypes
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import (
    MESSAGE_HEAD,
    MESSAGE_WORDS,
    MORE_WORDS,
    N_FIRST,
    N_SIZE,
    W_PROJECTION,
    W_SPIKES,
    X_ENDS,
    X_FOUND,
    X_INTERVAL,
    X_LOST,
    X_LOST_AFTER,
    X_MORE_REQUESTS,
    X_RANK,
    X_REQUEST_COUNT,
    X_REQUESTS,
    X_START,
    X_STATUSES,
    X_WAIT,
    X_WRITTEN,
    Exchange,
    History,
    Neurons,
    Own,
    read_exchange,
    read_history,
    read_neurons,
    read_own,
    read_projections,
)
from engine.kernels.delivery import deliver_at_once
from engine.kernels.history import keep_history
from engine.kernels.tasks import TELL
from engine.numerics.jit import ZERO, lowered, subroutine
from engine.numerics.parts import address_of
from engine.processes.spike_buffers import FARTHEST_APART
from engine.runtime.barrier import arrive_at_barrier, wait_at_barrier
from engine.runtime.outcome import BOUNDLESS, NONE, earlier
from engine.runtime.spike_exchange import gather, wait_for_all

FARTHER, END = FARTHEST_APART + 1, FARTHEST_APART + 2
"""Words that tell of no spike: the next one is farther; the step is over."""
LENGTH_LOW, LENGTH_HIGH, ENDS, LOST_LOW, LOST_HIGH, LOST_AFTER = range(6)
"""Words of a head: how long the message is in all, 1 to end the call, the first neuron that was
lost, counted from 1, or 0, and after how many steps."""


def _lowered_call() -> tuple[Any, Any]:
    from llvmlite import ir  # noqa: PLC0415 - loads numba
    from numba import types  # noqa: PLC0415

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        address, count, one, other = arguments
        number, word = ir.IntType(32), ir.IntType(64)
        function = ir.FunctionType(number, [number, word, word]).as_pointer()
        called = builder.inttoptr(address, function)
        return builder.sext(builder.call(called, [builder.trunc(count, number), one, other]), word)

    return lambda *arguments: types.int64(*[types.int64] * 4), generate


@lowered(_lowered_call)
def call_mpi(address: int, count: int, one: int, other: int) -> int:
    """Call a function of MPI that takes a count and two addresses; one that takes fewer ignores
    the last."""
    function = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
    return int(function(address)(count, one, other))


def exchanged(
    image: int, own: int, task: int, now: int, since: int, turn: int, a: int, b: int
) -> int:
    """Write what there is to tell of step `now`, or hear what all tell.

    since: steps since the last exchange. TELL: turn of the barrier; a: 1 to send what is written;
    b: 1 if this process wants the call to end. HEAR: turn of the call's exchanges; a: spikes of the
    call before; gives whether the call is to end.
    """
    exchange, neurons = read_exchange(image), read_neurons(image)
    scratch, known = read_own(own), exchange.processes
    is_first = scratch.thread[0] == 0
    if task == TELL:
        if is_first:
            wait_for_all(exchange, turn)
            _write(exchange, neurons, now & 1, since)
            if a != 0:
                _send(exchange, b)
        return 0
    if is_first:
        _hear(exchange)
        known[X_FOUND] = a
        if known[X_INTERVAL] == 1:
            _read_step(exchange, neurons, now & 1, ZERO)
        else:
            _keep_all(exchange, neurons, read_history(image), scratch.spiked, now, since)
        arrive_at_barrier(exchange.received)
    else:
        wait_at_barrier(exchange.received, turn)
    if known[X_INTERVAL] > 1 and known[X_LOST] == NONE:
        _send_kept(image, own, read_history(image), scratch, now, since)
    return int(known[X_ENDS])


def exchange_part() -> int:
    """The address of the part."""
    return address_of(__name__, lambda: exchanged)


@subroutine
def _start(exchange: Exchange, requests: int) -> None:
    known = exchange.processes
    call_mpi(known[X_START], known[X_REQUEST_COUNT], requests, ZERO)


@subroutine
def _wait(exchange: Exchange, requests: int) -> None:
    known = exchange.processes
    call_mpi(known[X_WAIT], known[X_REQUEST_COUNT], requests, known[X_STATUSES])


@subroutine
def _write(exchange: Exchange, neurons: Neurons, parity: int, since: int) -> None:
    """Write the spikes that this process's threads found in a step."""
    words, known = exchange.outgoing, exchange.processes
    blocks, parts = neurons.layout.shape[0], exchange.everyone.shape[1] - 1
    threads, last, at = exchange.bounds.shape[1] - 1, ZERO, known[X_WRITTEN]
    if since == 1:
        at, words[LOST_LOW], words[LOST_HIGH], words[LOST_AFTER] = MESSAGE_HEAD, 0, 0, 0
    for block in range(blocks):
        first = parity * neurons.numbers.size + neurons.layout[block, N_FIRST]
        for thread in range(threads):
            low, part = first + exchange.bounds[block, thread], known[X_RANK] + thread
            for k in range(exchange.counts[(parity * blocks + block) * parts + part]):
                neuron = exchange.spiked[low + k]
                while neuron - last > FARTHEST_APART:
                    words[at] = FARTHER
                    last += FARTHEST_APART
                    at += 1
                words[at] = neuron - last
                last = neuron
                at += 1
    words[at] = END
    known[X_WRITTEN] = at + 1
    if words[LOST_LOW] == 0 and words[LOST_HIGH] == 0:
        lost = NONE
        for thread in range(threads):
            lost = earlier(lost, int(exchange.failed[parity, thread]))
        words[LOST_LOW], words[LOST_HIGH] = (lost + 1) & 0xFFFF, (lost + 1) >> 16
        words[LOST_AFTER] = since - 1


@subroutine
def _send(exchange: Exchange, ends: int) -> None:
    """Send what was written."""
    words, length = exchange.outgoing, exchange.processes[X_WRITTEN]
    words[LENGTH_LOW], words[LENGTH_HIGH], words[ENDS] = length & 0xFFFF, length >> 16, ends
    _start(exchange, exchange.processes[X_REQUESTS])


@subroutine
def _length(words: NDArray[np.uint16]) -> int:
    """Words of a message."""
    return int(np.int64(words[LENGTH_LOW]) | np.int64(words[LENGTH_HIGH]) << 16)


@subroutine
def _hear(exchange: Exchange) -> None:
    """Wait for the messages of all, and put each together."""
    known, processes = exchange.processes, exchange.read_so_far.size
    longest, heard = exchange.heard.size // processes, exchange.heard
    _wait(exchange, known[X_REQUESTS])
    own, most = known[X_RANK] * longest, _length(exchange.outgoing)
    _copy(exchange.outgoing[:most], heard[own:])
    for process in range(processes):
        if process != known[X_RANK]:
            begin, piece = process * longest, process * MESSAGE_WORDS
            _copy(exchange.incoming[piece : piece + MESSAGE_WORDS], heard[begin:])
            most = max(most, _length(heard[begin:]))
    for at in range(MESSAGE_WORDS, most, MORE_WORDS):
        _hear_more(exchange, longest, at)
    known[X_ENDS], known[X_LOST], known[X_LOST_AFTER] = 0, NONE, 0
    for process in range(processes):
        words = heard[process * longest :]
        exchange.read_so_far[process] = MESSAGE_HEAD
        known[X_ENDS] |= np.int64(words[ENDS])
        lost = int(np.int64(words[LOST_LOW]) | np.int64(words[LOST_HIGH]) << 16) - 1
        after = np.int64(words[LOST_AFTER])
        if lost != NONE and (known[X_LOST] == NONE or after < known[X_LOST_AFTER]):
            known[X_LOST], known[X_LOST_AFTER] = lost, after
        elif lost != NONE and after == known[X_LOST_AFTER]:
            known[X_LOST] = earlier(known[X_LOST], lost)


@subroutine
def _hear_more(exchange: Exchange, longest: int, begin: int) -> None:
    """Exchange the pieces of all messages that begin at this word."""
    known, heard = exchange.processes, exchange.heard
    _copy(exchange.outgoing[begin : begin + MORE_WORDS], exchange.more_outgoing)
    _start(exchange, known[X_MORE_REQUESTS])
    _wait(exchange, known[X_MORE_REQUESTS])
    for process in range(exchange.read_so_far.size):
        if process != known[X_RANK]:
            at, piece = process * longest + begin, process * MORE_WORDS
            size = min(MORE_WORDS, longest - begin)
            _copy(exchange.more_incoming[piece : piece + size], heard[at:])


@subroutine
def _copy(words: NDArray[np.uint16], to: NDArray[np.uint16]) -> None:
    for k in range(words.size):
        to[k] = words[k]


@subroutine
def _read_step(exchange: Exchange, neurons: Neurons, parity: int, own: int) -> None:
    """Leave the spikes of the next step as threads leave theirs; own: 1 for this process's too."""
    known, threads = exchange.processes, exchange.bounds.shape[1] - 1
    blocks, parts = neurons.layout.shape[0], exchange.everyone.shape[1] - 1
    for process in range(exchange.read_so_far.size):
        if process == known[X_RANK] and own == 0:
            continue
        part = process if process <= known[X_RANK] else process + threads - 1
        for block in range(blocks):
            for thread in range(threads if process == known[X_RANK] else 1):
                exchange.counts[(parity * blocks + block) * parts + part + thread] = 0
        _read(exchange, neurons, parity, process, part)


@subroutine
def _read(exchange: Exchange, neurons: Neurons, parity: int, process: int, part: int) -> None:
    """Read the next step of a message."""
    longest = exchange.heard.size // exchange.read_so_far.size
    words = exchange.heard[process * longest : (process + 1) * longest]
    blocks, parts = neurons.layout.shape[0], exchange.everyone.shape[1] - 1
    neuron, block, at = ZERO, ZERO, exchange.read_so_far[process]
    while words[at] != END:
        if words[at] == FARTHER:
            neuron += FARTHEST_APART
        else:
            neuron += int(words[at])
            while neuron >= neurons.layout[block, N_FIRST] + neurons.layout[block, N_SIZE]:
                block += 1
            count = (parity * blocks + block) * parts + part
            begin = parity * neurons.numbers.size + neurons.layout[block, N_FIRST]
            place = begin + exchange.everyone[block, part] + exchange.counts[count]
            exchange.spiked[place] = neuron
            exchange.counts[count] += 1
        at += 1
    exchange.read_so_far[process] = at + 1


@subroutine
def _send_kept(image: int, own: int, history: History, scratch: Own, now: int, since: int) -> None:
    """Send the spikes of all steps up to `now` since the last exchange on their way, where no
    bundle does so once they are due."""
    waiting, projections = scratch.waiting, read_projections(image)
    for step in range(now + 1 - since, now + 1):
        slot = step % history.counts.size
        count, begin = history.counts[slot], slot * scratch.spiked.size
        for k in range(count):
            scratch.spiked[k] = history.neurons[begin + k]
        waiting[W_SPIKES] = count
        deliver_at_once(image, own, projections, scratch, step, BOUNDLESS)
        waiting[W_PROJECTION] = 0


@subroutine
def _keep_all(
    exchange: Exchange,
    neurons: Neurons,
    history: History,
    spiked: NDArray[np.int64],
    now: int,
    since: int,
) -> None:
    """Keep the spikes of all steps up to `now` since the last exchange, or to that of a loss."""
    known = exchange.processes
    steps = known[X_LOST_AFTER] if known[X_LOST] != NONE else since
    for step in range(now + 1 - since, now + 1 - since + steps):
        _read_step(exchange, neurons, step & 1, 1)
        count = gather(exchange, neurons, step, spiked)
        keep_history(history, spiked, step, count)
        for k in range(count):
            exchange.spike_steps[known[X_FOUND] + k] = step
            exchange.spike_neurons[known[X_FOUND] + k] = spiked[k]
        known[X_FOUND] += count
