"""Parts: functions that are compiled once each, and that kernels call by their address.

The step loop knows no neuron model, synapse or input. It calls what stands in its tables, so that
a network made of parts that ran before on this machine starts without compiling anything, however
they are combined. Addresses are data of one process: they are never kept in a file.
"""

# mypy: disallow-untyped-calls=False
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from engine.numerics.jit import INTERPRETED, compile_options, lowered

Part = Callable[[int, int, int, int, int, int, int, int], int]
"""Of eight whole numbers, of which the first two are addresses of arrays; see `call_part`."""
ARGUMENTS = 8
_interpreted: list[Part] = []
_addresses: dict[str, int] = {}


def address_of(name: str, make: Callable[[], Part]) -> int:
    """Compile a part, or load what was compiled once; where it can be called.

    name: under which it is kept. make: called where it is needed for the first time.
    """
    if name not in _addresses:
        _addresses[name] = _address(name, make())
    return _addresses[name]


def _address(name: str, part: Part) -> int:
    if INTERPRETED:
        _interpreted.append(part)
        return len(_interpreted) - 1
    return _compiled_address(name, part)


def _compiled_address(name: str, part: Part) -> int:
    from numba import njit, types  # noqa: PLC0415 - loads numba

    from engine.numerics.kernel_cache.numba_cache import KernelCache  # noqa: PLC0415 - as above

    compiled = njit(**compile_options())(part)
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
