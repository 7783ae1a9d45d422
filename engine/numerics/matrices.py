"""Matrices within a flat array: numba makes its views of another shape by calls, these are none."""

# mypy: disallow-untyped-calls=False
from typing import Any

import numpy as np
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic
from numba.np.arrayobj import make_array, populate_array
from numpy.typing import NDArray

from engine.numerics.jit import INTERPRETED


@intrinsic
def _compiled_matrix(typing_context: Any, flat: Any, start: Any, rows: Any, columns: Any) -> Any:
    """Rows of so many columns from element `start` on."""
    matrix_type = types.Array(flat.dtype, 2, "C")

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array, begin, height, width = arguments
        proxy: Any = cgutils.create_struct_proxy(signature.args[0])
        data = builder.gep(proxy(context, builder, array).data, [begin])
        each = context.get_constant(
            types.intp, context.get_abi_sizeof(context.get_data_type(flat.dtype))
        )
        view = make_array(matrix_type)(context, builder)
        populate_array(
            view,
            data=data,
            shape=[height, width],
            strides=[builder.mul(width, each), each],
            itemsize=each,
            meminfo=None,
        )
        return view._getvalue()

    return matrix_type(flat, types.int64, types.int64, types.int64), generate


def _interpreted_matrix(
    flat: NDArray[np.float64], start: int, rows: int, columns: int
) -> NDArray[np.float64]:
    return flat[start : start + rows * columns].reshape(rows, columns)


matrix: Any = _interpreted_matrix if INTERPRETED else _compiled_matrix
