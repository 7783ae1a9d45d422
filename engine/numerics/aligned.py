"""Arrays that begin with a cache line.

NumPy's begin 16 bytes behind one where they are large, so that each of the widest loads and stores
would touch two lines: loops that do little else take half as long again.
"""

import math
from typing import TypeVar

import numpy as np
from numpy.typing import DTypeLike, NDArray

LINE_BYTES = 64

Number = TypeVar("Number", bound=np.generic)


def zeros(shape: int | tuple[int, ...], dtype: type[Number]) -> NDArray[Number]:
    """As `numpy.zeros`."""
    count = math.prod(shape) if isinstance(shape, tuple) else shape
    size = count * np.dtype(dtype).itemsize
    raw = np.zeros(size + LINE_BYTES, np.uint8)
    start = -raw.ctypes.data % LINE_BYTES
    array: NDArray[Number] = raw[start : start + size].view(dtype).reshape(shape)
    return array


def padded_to_lines(count: int, dtype: DTypeLike) -> int:
    """At least so many elements, a whole number of cache lines."""
    each = LINE_BYTES // np.dtype(dtype).itemsize
    return -(-count // each) * each


def power_of_two(count: int) -> int:
    """The least one that is not below."""
    return 1 << max(0, count - 1).bit_length()
