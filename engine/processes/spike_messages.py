"""How processes tell each other who spiked in a step: a compiled part that the step loop calls.

A message is a head and the spikes of the process's own neurons as they ascend, each by how far it
is from the one before, in words of 16 bits. The first piece of every message is sent in any case,
and tells whether there is more; then all send equally many further pieces. Requests of MPI, to send
and to receive, were made once and are started again each time: by thread 0, before the threads send
what was known before, so that messages travel meanwhile.
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
    X_ENDS,
    X_MORE_REQUESTS,
    X_RANK,
    X_REQUEST_COUNT,
    X_REQUESTS,
    X_START,
    X_STATUSES,
    X_WAIT,
    Exchange,
    Neurons,
    read_exchange,
    read_neurons,
    read_own,
)
from engine.kernels.tasks import TELL
from engine.numerics.jit import ZERO, lowered, subroutine
from engine.numerics.parts import address_of
from engine.processes.spike_buffers import FARTHEST_APART
from engine.runtime.barrier import arrive_at_barrier, wait_at_barrier
from engine.runtime.spike_exchange import wait_for_all

FARTHER = FARTHEST_APART + 1
"""A word that tells of no spike, but that the next one is farther."""
LENGTH_LOW, LENGTH_HIGH, ENDS, FAILED_LOW, FAILED_HIGH = range(5)
"""Words of a head: of how many more the message is, 1 to end the call, and the first neuron that
was lost, counted from 1, or 0."""
LEFT, LAST, BLOCK = range(3)
"""Columns of what was read of a message."""


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
    image: int, own: int, task: int, now: int, turn: int, ends: int, _0: int, _1: int
) -> int:
    """Tell the spikes of step `now`, or wait for those of all; whether the call is to end then.

    turn: of the call, counted from 1. ends: whether this process wants the call to end.
    """
    exchange, neurons = read_exchange(image), read_neurons(image)
    is_first = read_own(own).thread[0] == 0
    if task == TELL:
        if is_first:
            wait_for_all(exchange, turn)
            _write(exchange, neurons, now & 1, ends)
            _start(exchange, exchange.processes[X_REQUESTS])
        return 0
    if is_first:
        _receive(exchange, neurons, now & 1)
        arrive_at_barrier(exchange.received)
    else:
        wait_at_barrier(exchange.received, turn)
    return int(exchange.processes[X_ENDS])


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
def _write(exchange: Exchange, neurons: Neurons, parity: int, ends: int) -> None:
    """Write the message of this process's threads."""
    words, rank = exchange.outgoing, exchange.processes[X_RANK]
    blocks, parts = neurons.layout.shape[0], exchange.everyone.shape[1] - 1
    threads = exchange.bounds.shape[1] - 1
    at, last, failed = MESSAGE_HEAD, ZERO, ZERO
    for block in range(blocks):
        first = parity * neurons.numbers.size + neurons.layout[block, N_FIRST]
        for thread in range(threads):
            low = first + exchange.bounds[block, thread]
            count = exchange.counts[(parity * blocks + block) * parts + rank + thread]
            for k in range(count):
                neuron = exchange.spiked[low + k]
                while neuron - last > FARTHEST_APART:
                    words[at] = FARTHER
                    last += FARTHER
                    at += 1
                words[at] = neuron - last
                last = neuron
                at += 1
    for thread in range(threads):
        lost = exchange.failed[parity, thread] + 1
        if lost > 0 and (failed == 0 or lost < failed):
            failed = lost
    length = at - MESSAGE_HEAD
    words[LENGTH_LOW], words[LENGTH_HIGH] = length & 0xFFFF, length >> 16
    words[ENDS] = ends
    words[FAILED_LOW], words[FAILED_HIGH] = failed & 0xFFFF, failed >> 16


@subroutine
def _receive(exchange: Exchange, neurons: Neurons, parity: int) -> None:
    """Wait for the messages of all, and leave their spikes as threads leave theirs."""
    known, blocks = exchange.processes, neurons.layout.shape[0]
    parts, threads = exchange.everyone.shape[1] - 1, exchange.bounds.shape[1] - 1
    _wait(exchange, known[X_REQUESTS])
    for block in range(blocks):
        for part in range(parts):
            if not known[X_RANK] <= part < known[X_RANK] + threads:
                exchange.counts[(parity * blocks + block) * parts + part] = 0
    own_length = _length(exchange.outgoing)
    most, known[X_ENDS] = own_length, exchange.outgoing[ENDS]
    for process in range(exchange.read_so_far.shape[0]):
        begin = process * MESSAGE_WORDS
        words = exchange.incoming[begin : begin + MESSAGE_WORDS]
        if process == known[X_RANK]:
            exchange.failed[parity, threads + process] = -1
            continue
        so_far = exchange.read_so_far[process]
        so_far[LEFT], so_far[LAST], so_far[BLOCK] = _length(words), 0, 0
        most = max(most, so_far[LEFT])
        known[X_ENDS] |= np.int64(words[ENDS])
        failed = np.int64(words[FAILED_LOW]) | np.int64(words[FAILED_HIGH]) << 16
        exchange.failed[parity, threads + process] = failed - 1
        _read(exchange, neurons, parity, process, words[MESSAGE_HEAD:])
    sent = MESSAGE_WORDS - MESSAGE_HEAD
    while sent < most:
        _exchange_more(exchange, neurons, parity, sent)
        sent += MORE_WORDS


@subroutine
def _length(words: NDArray[np.uint16]) -> int:
    """Words of a message behind its head."""
    return int(np.int64(words[LENGTH_LOW]) | np.int64(words[LENGTH_HIGH]) << 16)


@subroutine
def _exchange_more(exchange: Exchange, neurons: Neurons, parity: int, sent: int) -> None:
    """Exchange another piece of every message, of which so many words behind the head are known."""
    known, begin = exchange.processes, MESSAGE_HEAD + sent
    left = max(min(MESSAGE_HEAD + _length(exchange.outgoing) - begin, MORE_WORDS), 0)
    for k in range(left):
        exchange.more_outgoing[k] = exchange.outgoing[begin + k]
    _start(exchange, known[X_MORE_REQUESTS])
    _wait(exchange, known[X_MORE_REQUESTS])
    for process in range(exchange.read_so_far.shape[0]):
        if process != known[X_RANK]:
            begin = process * MORE_WORDS
            words = exchange.more_incoming[begin : begin + MORE_WORDS]
            _read(exchange, neurons, parity, process, words)


@subroutine
def _read(
    exchange: Exchange, neurons: Neurons, parity: int, process: int, words: NDArray[np.uint16]
) -> None:
    """Read a piece of a message."""
    rank, threads = exchange.processes[X_RANK], exchange.bounds.shape[1] - 1
    part = process if process < rank else process + threads - 1
    blocks, parts = neurons.layout.shape[0], exchange.everyone.shape[1] - 1
    so_far = exchange.read_so_far[process]
    last, block = so_far[LAST], so_far[BLOCK]
    count = min(so_far[LEFT], words.size)
    for k in range(count):
        last += words[k]
        if words[k] == FARTHER:
            continue
        while last >= neurons.layout[block, N_FIRST] + neurons.layout[block, N_SIZE]:
            block += 1
        at = (parity * blocks + block) * parts + part
        begin = parity * neurons.numbers.size + neurons.layout[block, N_FIRST]
        exchange.spiked[begin + exchange.everyone[block, part] + exchange.counts[at]] = last
        exchange.counts[at] += 1
    so_far[LEFT], so_far[LAST], so_far[BLOCK] = so_far[LEFT] - count, last, block
