"""The one numba decorator, and what numba is told before it is first used.

A kernel of the engine is compiled once on a machine and kept; see `engine.numerics.kernel_cache`.
"""

import os
from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np

Kernel = TypeVar("Kernel", bound=Callable[..., object])

INTERPRETED = os.environ.get("NUMBA_DISABLE_JIT", "").strip() not in ("", "0")
"""Whether kernels are not to be compiled, as numba itself has it."""
ZERO = cast(int, np.int64(0))
"""For counters in kernels that are passed on: a plain 0 would have its own case compiled."""
PACKAGE = __name__.partition(".")[0]
"""Whose kernels are kept: changes of other sources would not be noticed."""
_waiting: list[Callable[[], object]] | None = None if INTERPRETED else []
"""What is to be told to numba once it is loaded; None when it is."""


def kernel(function: Kernel) -> Kernel:
    """Compile `function` at its first call: no GIL, no fast-math, kept on disk.

    Without fast-math the bits are the same on every CPU, and those of pure Python. Without
    numba's runtime nothing can be allocated inside, and no reference to an array is counted:
    counting, at each slice, would take most of a small network's time.
    """
    if INTERPRETED:
        return function
    _tell_what_waits()
    import numba  # noqa: PLC0415 - takes a while, and who only describes networks needs none

    from engine.numerics.kernel_cache.numba_cache import KernelCache  # noqa: PLC0415 - loads numba

    options: dict[str, Any] = {
        "nogil": True,
        "error_model": "numpy",
        "_nrt": False,
        "no_cfunc_wrapper": True,
    }
    compiled = numba.njit(**options)(function)
    if function.__module__.partition(".")[0] == PACKAGE:
        compiled._cache = KernelCache(function)
    return cast(Kernel, compiled)


def subroutine(function: Kernel) -> Kernel:
    """Let kernels call `function`; it is put into each of them and never compiled on its own.

    From Python it is called as it stands. Compiling, wrapping and keeping every function of its
    own would double the time of a first run, and calls would keep loops out of SIMD.
    """

    def tell() -> None:
        from numba.extending import register_jitable  # noqa: PLC0415 - as above

        options: dict[str, Any] = {"forceinline": True, "no_cfunc_wrapper": True}
        try:
            from engine.numerics.inlined import Inlined  # noqa: PLC0415 - as above

            options["pipeline_class"] = Inlined
        except ImportError:
            pass
        register_jitable(**options)(function)

    when_compiling(tell)
    return function


def when_compiling(tell: Kernel) -> Kernel:
    """Call `tell`, which tells numba something, before the first kernel is made.

    So numba is loaded with the first kernel, not with the first description of a neuron.
    """
    if _waiting is not None:
        _waiting.append(tell)
    elif not INTERPRETED:
        tell()
    return tell


def _tell_what_waits() -> None:
    global _waiting
    waiting, _waiting = _waiting, None
    for tell in waiting or ():
        tell()
