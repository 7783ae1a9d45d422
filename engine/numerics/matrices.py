"""Matrices within a flat array: numba makes its views of another shape by calls, these are none."""

# mypy: disallow-untyped-calls=False
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.numerics.jit import lowered


def _lowered_matrix() -> tuple[Any, Any]:
    from numba import types  # noqa: PLC0415 - loads numba
    from numba.core import cgutils  # noqa: PLC0415
    from numba.np.arrayobj import make_array, populate_array  # noqa: PLC0415

    def typed(flat: Any, start: Any, rows: Any, columns: Any) -> Any:
        matrix_type = types.Array(flat.dtype, 2, "C")
        return matrix_type(flat, types.int64, types.int64, types.int64)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array, begin, height, width = arguments
        proxy: Any = cgutils.create_struct_proxy(signature.args[0])
        data = builder.gep(proxy(context, builder, array).data, [begin])
        element = context.get_data_type(signature.return_type.dtype)
        each = context.get_constant(types.intp, context.get_abi_sizeof(element))
        view = make_array(signature.return_type)(context, builder)
        populate_array(
            view,
            data=data,
            shape=[height, width],
            strides=[builder.mul(width, each), each],
            itemsize=each,
            meminfo=None,
        )
        return view._getvalue()

    return typed, generate


@lowered(_lowered_matrix)
def matrix(flat: NDArray[np.float64], start: int, rows: int, columns: int) -> NDArray[np.float64]:
    """Rows of so many columns from element `start` on, a view."""
    return flat[start : start + rows * columns].reshape(rows, columns)
