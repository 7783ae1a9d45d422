"""Taking the threads of one simulation through a call together."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from time import thread_time
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.description.network import Network

NEURONS_PER_THREAD = 1024
"""With fewer, waiting for each other costs more than it saves."""
LIGHT = 2
"""So many neurons whose step is but a few multiplications count as one."""
RELEASED = 2**60
"""More arrivals than any barrier waits for."""

Result = TypeVar("Result")


def usable_cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def counted_neurons(network: Network) -> int:
    """The neurons of a network as they count for what threads are worth."""
    conducts = any(projection.synapse.is_conductance for projection in network.projections)
    return sum(
        -(-each.size // LIGHT) if each.described_model.is_light and not conducts else each.size
        for each in network.populations
    )


def worthwhile(threads: int, size: int) -> int:
    """So many threads, or fewer where the network is too small for them."""
    return max(1, min(threads, size // NEURONS_PER_THREAD))


def _take_core(thread: int, threads: int) -> None:
    """Let the calling thread go on on a core of its own, from which it may be moved again.

    Two that woke on one core may stay there, though another is idle, as long as they sleep by
    turns to wait for each other.
    """
    if not hasattr(os, "sched_setaffinity"):
        return
    usable = os.sched_getaffinity(0)
    if threads <= len(usable):
        os.sched_setaffinity(0, {sorted(usable)[thread]})
        os.sched_setaffinity(0, usable)


class ThreadTeam:
    """Threads that enter one kernel together and meet at its barrier.

    They are threads of a pool, never the caller's, unless it works alone: a signal that interrupts
    the caller must not keep one of them from arriving where the others wait.
    """

    def __init__(self, most: int, *counters: NDArray[np.int64]) -> None:
        self._most = most
        self._counters = counters
        """Of arrivals at barriers."""
        self._pool: ThreadPoolExecutor | None = None
        self._process = 0
        """In which the pool's threads are; a fork has none of them."""
        self.worked_s = 0.0
        """CPU time of the first thread so far: that it waits for a core or the interpreter is no
        part of it."""

    def run(self, work: Callable[[int], Result], threads: int, *, spread: bool = False) -> Result:
        """Let so many threads call `work` with their number; what it gave thread 0.

        spread: whether each is to begin on a core of its own.
        """
        self._set_counters(0)
        if threads == 1:
            return self._timed(work)

        def called(thread: int) -> Result:
            if spread:
                _take_core(thread, threads)
            return work(thread)

        pool = self._present_pool()
        first = pool.submit(self._lead, pool, called, threads)
        try:
            return first.result()
        finally:
            # An interrupted caller waits as well, however often, until no thread is inside.
            while not first.done():
                with suppress(BaseException):
                    wait([first])

    def _present_pool(self) -> ThreadPoolExecutor:
        if self._pool is None or self._process != os.getpid():
            self._pool, self._process = ThreadPoolExecutor(self._most, "engine"), os.getpid()
        return self._pool

    def _lead(
        self, pool: ThreadPoolExecutor, work: Callable[[int], Result], threads: int
    ) -> Result:
        try:
            others = [pool.submit(work, thread) for thread in range(1, threads)]
        except BaseException:
            self._set_counters(RELEASED)
            raise
        result = self._timed(work)
        for other in others:
            other.result()
        return result

    def _timed(self, work: Callable[[int], Result]) -> Result:
        began_s = thread_time()
        try:
            return work(0)
        finally:
            self.worked_s += thread_time() - began_s

    def _set_counters(self, arrivals: int) -> None:
        for counter in self._counters:
            counter[0] = arrivals
