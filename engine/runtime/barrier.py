"""A barrier for compiled code that several Python threads run at once, without the GIL.

Numba's own threading layers abort when they are entered from two Python threads; here each
thread runs a kernel of its own, and they meet by counting.
"""

import sys
from typing import Any

import numpy as np
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic
from numpy.typing import NDArray

from engine.numerics.jit import INTERPRETED, subroutine

SPINS = 1_000_000
"""Looks at the counter before going to sleep, some 0.5 ms: longer than it takes to wake from it,
or threads that were out of step once would sleep by turns for ever."""
LOOKS_OF_A_SLEEP = 200_000
SLEEP_US = 1
SLEEP_S = 1e-4
"""What a sleep is with what it takes to wake. Whoever only yields the core beside other work is
without it for several ms, in every step."""


def _element(context: Any, builder: Any, array_type: Any, array: Any) -> Any:
    """Pointer to the first element of an array."""
    proxy: Any = cgutils.create_struct_proxy(array_type)  # type: ignore[no-untyped-call]
    return proxy(context, builder, array).data


@intrinsic
def _compiled_arrive(typing_context: Any, counter: Any) -> Any:
    """Add one to the counter, as one operation."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        pointer = _element(context, builder, signature.args[0], arguments[0])
        one = context.get_constant(types.int64, 1)
        return builder.atomic_rmw("add", pointer, one, "seq_cst")

    return types.int64(counter), generate


@intrinsic
def _compiled_arrived(typing_context: Any, counter: Any) -> Any:
    """The counter as other threads last left it."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        pointer = _element(context, builder, signature.args[0], arguments[0])
        return builder.load_atomic(pointer, "acquire", 8)

    return types.int64(counter), generate


def _interpreted_arrive(counter: NDArray[np.int64]) -> int:
    counter[0] += 1
    return int(counter[0]) - 1


def _interpreted_arrived(counter: NDArray[np.int64]) -> int:
    return int(counter[0])


def _no_sleep(us: int) -> int:
    return 0


_arrive: Any = _interpreted_arrive if INTERPRETED else _compiled_arrive
_arrived: Any = _interpreted_arrived if INTERPRETED else _compiled_arrived
_sleep: Any = (
    subroutine(_no_sleep)
    if INTERPRETED or sys.platform == "win32"
    else types.ExternalFunction("usleep", types.int32(types.uint32))
)


@subroutine
def arrive_at_barrier(counter: NDArray[np.int64]) -> None:
    """Arrive; counter: shape (1,). What was written before is seen by all who wait for it."""
    _arrive(counter)


@subroutine
def wait_at_barrier(counter: NDArray[np.int64], arrivals: int) -> int:
    """Wait until so many have arrived since the counter was zero.

    How often this thread slept is returned, and how many times that long it looked before.
    """
    looks = 0
    while _arrived(counter) < arrivals:
        looks += 1
        if looks > SPINS:
            _sleep(SLEEP_US)
    return max(0, looks - SPINS) + min(looks, SPINS) // LOOKS_OF_A_SLEEP
