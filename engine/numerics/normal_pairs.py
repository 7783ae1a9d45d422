"""Normal numbers in pairs, in single precision, in a form that runs in SIMD.

Their last digits are nobody's, and 24 bits tell them apart; tails reach to 6.6 standard deviations.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.numerics.jit import lowered, subroutine
from engine.numerics.randomness import mix32

SPREAD = np.uint32(0x9E3779B9)
"""What numbers in a row are multiplied by before they are hashed."""
_U1, _U2 = np.uint32(1), np.uint32(2)
_HIGH_HALF = np.uint64(32)
_NO_BIT, _TURNED, _FLIPPED = np.uint32(0), np.uint32(1 << 31), np.uint32(1 << 30)
_SIGNIFICAND, _HALF_ITSELF = np.int32(0x007FFFFF), np.int32(0x3F000000)
_I23, _I126 = np.int32(23), np.int32(126)
_ONE, _MINUS_TWO, _HALF = np.float32(1.0), np.float32(-2.0), np.float32(0.5)
_SQRT_HALF, _LN_2 = np.float32(math.sqrt(0.5)), np.float32(math.log(2.0))
_PER_31_BITS = np.float32(2.0**-31)
_ANGLE_PER_31_BITS = np.float32(math.pi / 4 * 2.0**-31)
# ln(1 + z), sin and cos in single precision: S. L. Moshier, Cephes Mathematical Library.
_L2, _L3, _L4 = (
    np.float32(3.3333331174e-1),
    np.float32(-2.4999993993e-1),
    np.float32(2.0000714765e-1),
)
_L5, _L6, _L7 = (
    np.float32(-1.6668057665e-1),
    np.float32(1.4249322787e-1),
    np.float32(-1.2420140846e-1),
)
_L8, _L9, _L10 = (
    np.float32(1.1676998740e-1),
    np.float32(-1.1514610310e-1),
    np.float32(7.0376836292e-2),
)
_S3, _S5, _S7 = (
    np.float32(-1.6666654611e-1),
    np.float32(8.3321608736e-3),
    np.float32(-1.9515295891e-4),
)
_C4, _C6, _C8 = (
    np.float32(4.1666645683e-2),
    np.float32(-1.3887316255e-3),
    np.float32(2.4433157118e-5),
)


def _lowered_bits(to_type: str) -> Callable[[], tuple[Any, Any]]:
    """Reads the bits of a number as those of one of another type."""

    def make() -> tuple[Any, Any]:
        from numba import types  # noqa: PLC0415 - loads numba

        kind: Any = getattr(types, to_type)

        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return builder.bitcast(arguments[0], context.get_value_type(kind))

        return kind, generate

    return make


@lowered(_lowered_bits("int32"))
def _bits(value: np.float32) -> np.int32:
    return value.view(np.int32)


@lowered(_lowered_bits("float32"))
def _float(bits: np.int32) -> np.float32:
    return bits.view(np.float32)


@subroutine
def logarithm(x: np.float32) -> np.float32:
    """ln x for positive normal x, within 1e-7 of it or of 1, in a form that runs in SIMD."""
    bits = _bits(x)
    exponent = np.float32(np.int32(np.int32(bits >> _I23) - _I126))
    m = _float(np.int32(np.int32(bits & _SIGNIFICAND) | _HALF_ITSELF))
    lower = m < _SQRT_HALF
    z = (m + m - _ONE) if lower else (m - _ONE)
    exponent = (exponent - _ONE) if lower else exponent
    zz = z * z
    tail = _L5 + z * (_L6 + z * (_L7 + z * (_L8 + z * (_L9 + z * _L10))))
    series = z * zz * (_L2 + z * (_L3 + z * (_L4 + z * tail)))
    return np.float32((z + (series - _HALF * zz)) + exponent * _LN_2)


@subroutine
def fill_normal(key: np.uint64, values: NDArray[np.float32]) -> None:
    """As many normal numbers of a key as there is room for."""
    key_1, key_2 = np.uint32(key >> _HIGH_HALF), np.uint32(key)
    pairs = values.size // 2
    near, far = values[:pairs], values[pairs : 2 * pairs]
    for k in range(pairs):
        near[k], far[k] = normal_pair(np.uint32(np.uint32(k) * SPREAD), key_1, key_2)
    if values.size % 2 != 0:
        values[-1], _ = normal_pair(np.uint32(np.uint32(pairs) * SPREAD), key_1, key_2)


@subroutine
def normal_pair(
    index: np.uint32, key_1: np.uint32, key_2: np.uint32
) -> tuple[np.float32, np.float32]:
    """Two independent normal numbers from two times 32 random bits (Box and Muller 1958).

    One hash gives the radius, the other the angle: within 45 degrees of a quarter, and two of its
    bits choose which.
    """
    h, a = mix32(np.uint32(index ^ key_1)), mix32(np.uint32(index ^ key_2))
    uniform = (np.float32(np.int32(h >> _U1)) + _HALF) * _PER_31_BITS
    radius = np.sqrt(_MINUS_TWO * logarithm(uniform))
    angle = np.float32(np.int32(np.uint32(a << _U2))) * _ANGLE_PER_31_BITS
    tt = angle * angle
    sine = angle * (_ONE + tt * (_S3 + tt * (_S5 + tt * _S7)))
    cosine = _ONE + tt * (tt * (_C4 + tt * (_C6 + tt * _C8)) - _HALF)
    turned, flipped = (a & _TURNED) != _NO_BIT, (a & _FLIPPED) != _NO_BIT
    first = sine if turned else cosine
    second = cosine if turned else -sine
    signed = -radius if flipped else radius
    return signed * first, signed * second
