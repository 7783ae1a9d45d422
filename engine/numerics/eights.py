"""Eight elements at once, where a loop is too short for the compiler to make vectors of it."""

from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic
from numpy.typing import NDArray

from engine.numerics.jit import INTERPRETED

EIGHT = 8


def _pointer(context: Any, builder: Any, array_type: Any, array: Any, at: Any) -> tuple[Any, Any]:
    """Where eight elements from a place on are, and how an element is aligned."""
    proxy: Any = cgutils.create_struct_proxy(array_type)  # type: ignore[no-untyped-call]
    data = proxy(context, builder, array).data
    element = context.get_data_type(array_type.dtype)
    vector = ir.VectorType(element, EIGHT).as_pointer()
    return builder.bitcast(builder.gep(data, [at]), vector), array_type.dtype.bitwidth // 8


def _splat(builder: Any, vector: Any, value: Any) -> Any:
    """A vector of the same value everywhere."""
    lane, lanes = ir.IntType(32)(0), ir.VectorType(ir.IntType(32), EIGHT)
    one = builder.insert_element(ir.Constant(vector, ir.Undefined), value, lane)
    return builder.shuffle_vector(one, ir.Constant(vector, ir.Undefined), ir.Constant(lanes, None))


@intrinsic
def _compiled_add_eight(
    typing_context: Any, to: Any, at: Any, more: Any, source: Any, begin: Any
) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        to_type, _, _, source_type, _ = signature.args
        read, align = _pointer(context, builder, source_type, arguments[3], arguments[4])
        values = builder.load(read, align=align)
        wider = ir.VectorType(context.get_data_type(to_type.dtype), EIGHT)
        if values.type != wider:
            is_float = isinstance(to_type.dtype, types.Float)
            values = builder.fpext(values, wider) if is_float else builder.zext(values, wider)
        if not isinstance(to_type.dtype, types.Float):
            values = builder.add(values, _splat(builder, wider, arguments[2]))
        write, align = _pointer(context, builder, to_type, arguments[0], arguments[1])
        builder.store(values, write, align=align)
        return context.get_dummy_value()

    return types.void(to, types.uint64, to.dtype, source, types.uint64), generate


@intrinsic
def _compiled_count_eight(typing_context: Any, to: Any, at: Any, first: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        vector = ir.VectorType(context.get_data_type(signature.args[0].dtype), EIGHT)
        values = builder.add(
            _splat(builder, vector, arguments[2]), ir.Constant(vector, list(range(EIGHT)))
        )
        write, align = _pointer(context, builder, signature.args[0], arguments[0], arguments[1])
        builder.store(values, write, align=align)
        return context.get_dummy_value()

    return types.void(to, types.uint64, to.dtype), generate


def _interpreted_add_eight(
    to: NDArray[Any], at: int, more: int, source: NDArray[Any], begin: int
) -> None:
    read = source[begin : begin + EIGHT]
    to[at : at + read.size] = read + to.dtype.type(more)


def _interpreted_count_eight(to: NDArray[Any], at: int, first: int) -> None:
    to[at : at + EIGHT] = np.arange(first, first + EIGHT)


add_eight: Any = _interpreted_add_eight if INTERPRETED else _compiled_add_eight
"""(to, at, more, source, begin): write eight of `source`, each and as much more."""
count_eight: Any = _interpreted_count_eight if INTERPRETED else _compiled_count_eight
"""(to, at, first): write eight numbers that follow each other."""
