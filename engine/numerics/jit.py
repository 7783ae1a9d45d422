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


def counted(count: int) -> list[int]:
    """The numbers 0 to count - 1, of the kind that ZERO is."""
    return [cast(int, np.int64(k)) for k in range(count)]


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
    is_own = function.__module__.partition(".")[0] == PACKAGE
    return kernel_named(
        f"{function.__module__}.{function.__qualname__}" if is_own else "", function
    )


def kernel_named(name: str, function: Kernel) -> Kernel:
    """The same, kept under a name, which functions made by one function need; or not, under ""."""
    if INTERPRETED:
        return function
    import numba  # noqa: PLC0415 - takes a while, and who only describes networks needs none

    from engine.numerics.kernel_cache.numba_cache import KernelCache  # noqa: PLC0415 - loads numba

    compiled = numba.njit(**compile_options())(function)
    if name:
        compiled._cache = KernelCache(name)
    return cast(Kernel, compiled)


def compile_options() -> dict[str, Any]:
    """What numba is told for everything that is called from Python or by address."""
    _tell_what_waits()
    return {"nogil": True, "error_model": "numpy", "_nrt": False, "no_cfunc_wrapper": True}


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


def lowered(make: Callable[[], tuple[Any, Any]]) -> Callable[[Kernel], Kernel]:
    """Let kernels have machine code of their own for a function that Python calls as it stands.

    make: called before the first kernel is made; gives what says the types of a call from those of
    its arguments, and what generates its code, both as numba wants them.
    """

    def mark(function: Kernel) -> Kernel:
        def tell() -> None:
            from numba import types  # noqa: PLC0415 - as above
            from numba.core.typing.templates import (  # noqa: PLC0415
                AbstractTemplate,
                infer_global,
            )
            from numba.extending import lower_builtin  # noqa: PLC0415

            typed, generate = make()

            class Call(AbstractTemplate):
                key = function

                def generic(self, arguments: Any, named: Any) -> Any:
                    return typed(*arguments)

            untyped: Any = (types, infer_global, lower_builtin)
            kinds, type_calls, lower_calls = untyped
            type_calls(function, kinds.Function(Call))
            lower_calls(function, kinds.VarArg(kinds.Any))(generate)

        when_compiling(tell)
        return function

    return mark


def _tell_what_waits() -> None:
    global _waiting
    waiting, _waiting = _waiting, None
    for tell in waiting or ():
        tell()
