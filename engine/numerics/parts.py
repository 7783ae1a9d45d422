"""Parts: functions that are compiled once each, and that kernels call by their address.

The step loop knows no neuron model, synapse or input. It calls what stands in its tables, so that
a network made of parts that ran before on this machine starts without compiling anything, however
they are combined. Addresses are data of one process: they are never kept in a file.

Where the CPU gains by vectors of 512 bits, parts have a second form for networks that are large
enough for these: in small ones, more neurons would be left over to be taken one by one.
"""

# mypy: disallow-untyped-calls=False
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from engine.numerics.jit import INTERPRETED, compile_options, lowered

Part = Callable[[int, int, int, int, int, int, int, int], int]
"""Of eight whole numbers, of which the first two are addresses of arrays; see `call_part`."""
ARGUMENTS = 8
FEWEST_FOR_WIDE = 64
"""Neurons of a network from which on it gains by vectors of 512 bits; a few of a kind of their own
in it may take longer."""
_interpreted: list[Part] = []
_addresses: dict[str, int] = {}
_is_wide = ContextVar("_is_wide", default=False)


@contextmanager
def parts_for(neurons: int) -> Iterator[None]:
    """Let parts that are made meanwhile be those that suit a network of so many neurons."""
    before = _is_wide.set(neurons >= FEWEST_FOR_WIDE and _gains_by_wide())
    try:
        yield
    finally:
        _is_wide.reset(before)


def address_of(name: str, make: Callable[[], Part]) -> int:
    """Compile a part, or load what was compiled once; where it can be called.

    name: under which it is kept. make: called where it is needed for the first time.
    """
    is_wide = _is_wide.get()
    kept = f"{name}.wide" if is_wide else name
    if kept not in _addresses:
        _addresses[kept] = _address(kept, make(), is_wide)
    return _addresses[kept]


def _address(name: str, part: Part, is_wide: bool) -> int:
    if INTERPRETED:
        _interpreted.append(part)
        return len(_interpreted) - 1
    return _compiled_address(name, part, is_wide)


@cache
def _gains_by_wide() -> bool:
    if INTERPRETED:
        return False
    try:
        from engine.numerics.wide import is_worthwhile  # noqa: PLC0415 - loads numba

        return is_worthwhile()
    except (ImportError, AttributeError):
        return False


def _compiled_address(name: str, part: Part, is_wide: bool) -> int:
    from numba import njit, types  # noqa: PLC0415 - loads numba

    from engine.numerics.kernel_cache.numba_cache import KernelCache  # noqa: PLC0415 - as above

    options = compile_options()
    if is_wide:
        from engine.numerics.wide import Wide  # noqa: PLC0415 - as above

        options["pipeline_class"] = Wide
    compiled = njit(**options)(part)
    compiled._cache = KernelCache(name)
    signature = types.int64(*[types.int64] * ARGUMENTS)
    with _collecting_nothing():
        compiled.compile(signature)
    result = compiled.overloads[signature.args]
    _kept.append(compiled)
    return int(result.library.get_pointer_to_function(result.fndesc.llvm_func_name))


@contextmanager
def _collecting_nothing() -> Iterator[None]:
    """A compiler makes millions of objects and drops few: looking for these takes a tenth of it."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


_kept: list[Any] = []
"""What was compiled must outlive every kernel that calls it."""


def _lowered_call() -> tuple[Any, Any]:
    from llvmlite import ir  # noqa: PLC0415 - as above
    from numba import types  # noqa: PLC0415
    from numba.core import cgutils  # noqa: PLC0415

    numbers = (types.int64,) * ARGUMENTS

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kind = context.call_conv.get_function_type(types.int64, numbers)
        function = builder.inttoptr(arguments[0], kind.as_pointer())
        returned = cgutils.alloca_once(builder, context.get_value_type(types.int64))
        # Nothing in a part raises, so nobody writes what was raised.
        raised = ir.Constant(kind.args[1], None)
        builder.call(function, [returned, raised, *arguments[1:]])
        return builder.load(returned)

    return lambda *arguments: types.int64(types.int64, *numbers), generate


@lowered(_lowered_call)
def call_part(entry: int, a: int, b: int, c: int, d: int, e: int, f: int, g: int, h: int) -> int:
    """Call the part at an address with its eight numbers."""
    return _interpreted[entry](a, b, c, d, e, f, g, h)
