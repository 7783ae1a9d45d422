"""Asking for memory before it is needed: rows of synapses lie anywhere, and waiting costs more."""

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic
from numpy.typing import NDArray

from engine.numerics.jit import INTERPRETED

LINE_BYTES = 64
MOST_LINES = 64
"""What follows these the processor fetches on its own."""


@intrinsic
def _compiled_touch(typing_context: Any, array: Any, index: Any) -> Any:
    """Ask for the cache line that holds an element."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array_type, _ = signature.args
        proxy: Any = cgutils.create_struct_proxy(array_type)  # type: ignore[no-untyped-call]
        data = proxy(context, builder, arguments[0]).data
        pointer = builder.bitcast(
            builder.gep(data, [arguments[1]]), context.get_value_type(types.voidptr)
        )
        int32 = ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [pointer.type, int32, int32, int32])
        prefetch = builder.module.declare_intrinsic("llvm.prefetch", [pointer.type], kind)
        builder.call(prefetch, [pointer, int32(0), int32(3), int32(1)])
        return context.get_dummy_value()

    return types.void(array, types.int64), generate


def _interpreted_touch(array: NDArray[Any], index: int) -> None:
    """Interpreted, nothing is gained."""


touch: Any = _interpreted_touch if INTERPRETED else _compiled_touch
