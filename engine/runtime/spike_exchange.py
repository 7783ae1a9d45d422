"""The one place where the parts of a network meet: each leaves its spikes, and takes those of all.

Parts are threads, and other processes (`engine.processes.spike_messages`). Each writes the spikes
of its own neurons, by position, and goes on with what needs no others'; after the barrier each
gathers all of them, in the order of positions, so that every part sees the same list.
"""

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import N_FIRST, X_RANK, Exchange, Neurons
from engine.numerics.jit import ZERO, subroutine
from engine.runtime.barrier import arrive_at_barrier, wait_at_barrier


@subroutine
def leave(exchange: Exchange, block: int, blocks: int, thread: int, now: int, count: int) -> None:
    """Say how many spikes of a block this thread found in this step."""
    parts, first = exchange.everyone.shape[1] - 1, exchange.processes[X_RANK]
    exchange.counts[((now & 1) * blocks + block) * parts + first + thread] = count


@subroutine
def tell_others(exchange: Exchange) -> None:
    """Let the others have what this part left."""
    if exchange.bounds.shape[1] > 2:
        arrive_at_barrier(exchange.arrivals)


@subroutine
def wait_for_all(exchange: Exchange, turn: int) -> int:
    """Wait until all parts have left their spikes of this turn of the call, counted from 1.

    How often the thread slept meanwhile is returned.
    """
    parts = exchange.bounds.shape[1] - 1
    return int(wait_at_barrier(exchange.arrivals, parts * turn)) if parts > 1 else 0


@subroutine
def gather(exchange: Exchange, neurons: Neurons, now: int, spiked: NDArray[np.int64]) -> int:
    """Collect the spikes of all parts, in the order of their neurons; how many there are."""
    parts, blocks = exchange.everyone.shape[1] - 1, neurons.layout.shape[0]
    total, parity = ZERO, now & 1
    for block in range(blocks):
        first = parity * neurons.numbers.size + neurons.layout[block, N_FIRST]
        for part in range(parts):
            low = first + exchange.everyone[block, part]
            for k in range(exchange.counts[(parity * blocks + block) * parts + part]):
                spiked[total] = exchange.spiked[low + k]
                total += 1
    return total
