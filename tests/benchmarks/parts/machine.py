"""What this machine's caches and memory give: random additions, and rows of records."""

import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.numerics.jit import kernel, subroutine
from engine.numerics.prefetch import LINE_BYTES, touch
from engine.runtime.barrier import arrive_at_barrier, wait_at_barrier

RUNS = 5
ADDITIONS = 1 << 22
MEMORY_BYTES = 512 * 2**20
"""More than any cache has."""
ROW = 120
"""Records of a row: those of a spike of the microcircuit in a span of four steps, for a thread."""
AHEAD = 8
PER_LINE = LINE_BYTES // 4
PLACES = 2**17
"""Of a row's targets: 0.5 MB."""
WEIGHT = np.int32(18)


@kernel
def add(places: NDArray[np.uint32], to: NDArray[np.int32]) -> None:
    for k in range(places.size):
        to[places[k]] += np.int32(1)


@kernel
def read(records: NDArray[np.uint32]) -> int:
    total = np.uint32(0)
    for k in range(records.size):
        total = np.uint32(total + records[k])
    return int(total)


@subroutine
def ask(records: NDArray[np.uint32], begin: int) -> None:
    for at in range(begin, begin + ROW, PER_LINE):
        touch(records, at)


@kernel
def read_rows(records: NDArray[np.uint32], begins: NDArray[np.int64]) -> int:
    total = np.uint32(0)
    for k in range(begins.size - AHEAD):
        ask(records, begins[k + AHEAD])
        row = records[begins[k] : begins[k] + ROW]
        for e in range(row.size):
            total = np.uint32(total + row[e])
    return int(total)


@kernel
def add_rows(records: NDArray[np.uint32], begins: NDArray[np.int64], to: NDArray[np.int32]) -> None:
    mask = np.uint32(to.size - 1)
    for k in range(begins.size - AHEAD):
        ask(records, begins[k + AHEAD])
        row = records[begins[k] : begins[k] + ROW]
        for e in range(row.size):
            to[row[e] & mask] += np.int32(np.int32(row[e]) >> WEIGHT)


@kernel
def meet(counter: NDArray[np.int64], threads: int, times: int) -> None:
    for turn in range(times):
        arrive_at_barrier(counter)
        wait_at_barrier(counter, threads * (turn + 1))


def additions(megabytes: float, threads: int) -> float:
    """Random additions of int32 a second, each thread into an array of its own of this size."""
    random = np.random.default_rng(1)
    arrays = [np.zeros(round(megabytes * 2**20 / 4), np.int32) for _ in range(threads)]
    places = [random.integers(0, each.size, ADDITIONS, np.uint32) for each in arrays]
    seconds = _median_s(threads, lambda thread: add(places[thread], arrays[thread]))
    return threads * ADDITIONS / seconds


class Rates(NamedTuple):
    """What memory gives all threads together."""

    in_turn: float
    """Bytes a second that are read in turn."""
    anywhere: float
    """The same in rows that are anywhere."""
    added: float
    """Records a second of such rows, each of them added where it says: a delivery that does
    nothing else."""


def rates(threads: int) -> Rates:
    """Measure it."""
    records = np.random.default_rng(2).integers(0, 2**32, MEMORY_BYTES // 4, np.uint32)
    share = records.size // threads
    in_turn = _median_s(
        threads, lambda thread: read(records[thread * share : (thread + 1) * share])
    )
    random, rows = np.random.default_rng(1), share // ROW
    begins = [random.integers(0, records.size - ROW, rows) for _ in range(threads)]
    anywhere = _median_s(threads, lambda thread: read_rows(records, begins[thread]))
    arrays = [np.zeros(PLACES, np.int32) for _ in range(threads)]
    added = _median_s(threads, lambda thread: add_rows(records, begins[thread], arrays[thread]))
    return Rates(
        in_turn=4 * share * threads / in_turn,
        anywhere=4 * rows * ROW * threads / anywhere,
        added=rows * ROW * threads / added,
    )


def barrier_s(threads: int, times: int = 100_000) -> float:
    """Of threads that do nothing but meet."""
    counter = np.zeros(1, np.int64)
    meet(counter, 1, 1)

    def work(thread: int) -> None:
        meet(counter, threads, times)

    def reset() -> None:
        counter[0] = 0

    return _median_s(threads, work, reset) / times


def _median_s(
    threads: int, work: Callable[[int], object], before: Callable[[], None] = lambda: None
) -> float:
    """Wall-clock time of threads that work at once, after a first run that compiles."""
    seconds = []
    with ThreadPoolExecutor(threads) as pool:
        for _ in range(RUNS + 1):
            before()
            begin = time.perf_counter()
            wait([pool.submit(work, thread) for thread in range(threads)])
            seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds[1:])
