"""Arrays that begin with a cache line."""

import numpy as np
import pytest

from engine.numerics.aligned import LINE_BYTES, padded_to_lines, zeros


@pytest.mark.parametrize("dtype", [np.uint8, np.int32, np.float64])
@pytest.mark.parametrize("shape", [0, 5, (3, 7), (2, 3, 100_000)])
def test_zeros_of_any_shape_and_kind(shape, dtype):
    array = zeros(shape, dtype)
    assert array.ctypes.data % LINE_BYTES == 0 or array.size == 0
    assert array.dtype == dtype
    assert array.flags.c_contiguous
    np.testing.assert_array_equal(array, np.zeros(shape, dtype))
    array[...] = 1
    assert array.sum() == array.size


def test_padding_to_whole_lines():
    assert [padded_to_lines(n, np.int32) for n in (0, 1, 16, 17)] == [0, 16, 16, 32]
    assert [padded_to_lines(n, np.float64) for n in (1, 8, 9)] == [8, 8, 16]
