"""Parts that tell how long they take: each calls the engine's own by its address."""

import time
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numba import njit, types

from engine.kernels.arrays import read_own
from engine.numerics.jit import compile_options, kernel
from engine.numerics.parts import ARGUMENTS, call_part
from engine.numerics.tables import Image, Integers, Table, reader

MOST_THREADS = 64
CALLS, NANOSECONDS = range(2)
MONOTONIC = time.CLOCK_MONOTONIC
_clock: Any = types.ExternalFunction("clock_gettime", types.int32(types.int32, types.uintp))


class Told(NamedTuple):
    """What a part told, each thread for itself."""

    counts: Table
    """CALLS and NANOSECONDS of each thread, a cache line apart, shape (threads, 8)."""
    moments: Table
    """Room for what the clock says, likewise."""
    place: Integers
    """Where `moments` begins."""


_read_told = reader(Told, 0)


@kernel
def _of_clock(address: int, room: Any, times: int) -> int:
    total = 0
    for _ in range(times):
        _clock(MONOTONIC, address)
        total += room[1]
    return total


class TimedPart:
    """A part that calls another one and keeps how often, and how long that took."""

    def __init__(self, entry: int) -> None:
        shape = MOST_THREADS, 8
        moments = np.zeros(shape, np.int64)
        self._told = Told(np.zeros(shape, np.int64), moments, np.array([moments.ctypes.data]))
        self._image = Image(self._told)
        self._compiled = njit(**compile_options())(_timed(entry, self._image.address))
        signature = types.int64(*[types.int64] * ARGUMENTS)
        self._compiled.compile(signature)
        result = self._compiled.overloads[signature.args]
        self.entry = int(result.library.get_pointer_to_function(result.fndesc.llvm_func_name))

    def reset(self) -> None:
        """Forget what was told."""
        self._told.counts[:] = 0

    def seconds(self, clock_s: float) -> float:
        """Of all threads together, without what looking at the clock takes."""
        calls, nanoseconds = self._told.counts[:, CALLS].sum(), self._told.counts[:, NANOSECONDS]
        return max(0.0, float(nanoseconds.sum() / 1e9 - calls * clock_s))


def _timed(entry: int, told: int) -> Callable[..., int]:
    def part(a: int, own: int, c: int, d: int, e: int, f: int, g: int, h: int) -> int:
        kept, thread = _read_told(told), read_own(own).thread[0]
        room, at = kept.moments[thread], kept.place[0] + thread * 64
        _clock(MONOTONIC, at)
        begin = room[0] * 1_000_000_000 + room[1]
        result = call_part(entry, a, own, c, d, e, f, g, h)
        _clock(MONOTONIC, at)
        kept.counts[thread, NANOSECONDS] += room[0] * 1_000_000_000 + room[1] - begin
        kept.counts[thread, CALLS] += 1
        return result

    return part


def clock_s(times: int = 5_000, runs: int = 50) -> float:
    """What looking at the clock takes; the least of many runs, for others may be at work."""
    room = np.zeros(2, np.int64)
    _of_clock(room.ctypes.data, room, 1)
    seconds = []
    for _ in range(runs):
        begin = time.perf_counter()
        _of_clock(room.ctypes.data, room, times)
        seconds.append(time.perf_counter() - begin)
    return min(seconds) / times
