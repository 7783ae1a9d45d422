"""Run by mpiexec: what an exchange between so many processes takes; prints microseconds as JSON."""

import ctypes
import json
import time
from collections.abc import Callable

import numpy as np
from mpi4py import MPI

from engine.kernels.arrays import (
    MESSAGE_WORDS,
    X_REQUEST_COUNT,
    X_REQUESTS,
    X_START,
    X_STATUSES,
    X_WAIT,
)
from engine.processes.mpi import MpiProcesses
from engine.processes.spike_buffers import spike_buffers

NUMBERS, LARGE_BYTES, TURNS = 100, 2**20, 2000
WORLD = MPI.COMM_WORLD


def main() -> None:
    """Measure all, one after the other."""
    numbers, counts = np.zeros(NUMBERS, np.int32), np.zeros(WORLD.size, np.int32)
    all_numbers = np.zeros(NUMBERS * WORLD.size, np.int32)
    one = np.full(1, NUMBERS, np.int32)
    large = np.zeros(LARGE_BYTES, np.uint8)
    all_large = np.zeros((WORLD.size, LARGE_BYTES), np.uint8)

    def by_two_calls() -> None:
        WORLD.Allgather(one, counts)
        WORLD.Allgatherv(numbers, (all_numbers, counts))

    taken = {
        "Allgather and Allgatherv": _microseconds(by_two_calls, TURNS),
        "messages": _microseconds(_own_exchange(), TURNS),
        "a megabyte": _microseconds(lambda: WORLD.Allgather(large, all_large), 50),
    }
    if WORLD.rank == 0:
        print(json.dumps(taken))
    MPI.Finalize()


def _own_exchange() -> Callable[[], None]:
    """The engine's, of its first pieces."""
    processes = MpiProcesses()
    known = np.zeros(X_START, np.int64)
    buffers = spike_buffers(WORLD.size, MESSAGE_WORDS, 0, 1)
    known = np.concatenate([known, processes.exchange_by(buffers)])
    start = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int, ctypes.c_void_p)(int(known[X_START]))
    wait = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(
        int(known[X_WAIT])
    )
    count, requests = int(known[X_REQUEST_COUNT]), int(known[X_REQUESTS])
    statuses = int(known[X_STATUSES])

    def exchange(_kept: MpiProcesses = processes) -> None:
        start(count, requests)
        wait(count, requests, statuses)

    return exchange


def _microseconds(exchange: Callable[[], None], turns: int) -> float:
    """The least of five runs, of which each is a mean."""
    runs = []
    for _ in range(5):
        WORLD.Barrier()
        begin = time.perf_counter()
        for _ in range(turns // 5):
            exchange()
        runs.append((time.perf_counter() - begin) / (turns // 5) * 1e6)
    return min(runs)


if __name__ == "__main__":
    main()
