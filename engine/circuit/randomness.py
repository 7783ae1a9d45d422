"""Random numbers inside kernels: hashes of a key and a count, so that no order matters."""

import math
from typing import Any

import numpy as np
from numba import types
from numba.extending import intrinsic
from numpy.typing import NDArray

from engine.jit import config, inlined, subroutine
from engine.tiles import TILE

HALF = TILE // 2
"""Neurons k and HALF + k of a tile share a pair of normal numbers."""
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_S30, _S27, _S31, _S32 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(32)
_M1, _M2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_N1, _N2 = np.uint32(0x7FEB352D), np.uint32(0x846CA68B)
_T15, _T16 = np.uint32(15), np.uint32(16)
_SQRT_HALF = 0.7071067811865476
_LN_2 = 0.6931471805599453
_QUARTER_PI = 0.7853981633974483


@inlined
def mix64(value: np.uint64) -> np.uint64:
    """SplitMix64's finaliser: a bijection of 64 bits."""
    value = (value ^ (value >> _S30)) * _M1
    value = (value ^ (value >> _S27)) * _M2
    return value ^ (value >> _S31)


@inlined
def nth(key: np.uint64, n: int) -> np.uint64:
    """The n-th 64-bit number of a key."""
    return mix64(key + np.uint64(n + 1) * _GOLDEN)


@inlined
def unit(bits: np.uint64) -> float:
    """A number in [0, 1) from 64 random bits."""
    return float(bits >> np.uint64(11)) * 2.0**-53


@inlined
def below(bits: np.uint64, count: int) -> int:
    """A whole number from 0 to count - 1, count below 2^32, from 64 random bits."""
    return int(np.int64(((bits >> _S32) * np.uint64(count)) >> _S32))


@subroutine
def normal(first: np.uint64, second: np.uint64) -> float:
    """One normal number from two times 64 random bits (Box and Muller 1958)."""
    radius = math.sqrt(-2.0 * math.log(unit(first) + 2.0**-54))
    return radius * math.cos(2.0 * math.pi * unit(second))


@inlined
def mix32(value: np.uint32) -> np.uint32:
    """Wellons' `lowbias32`: a bijection of 32 bits."""
    value = np.uint32(np.uint32(value ^ np.uint32(value >> _T16)) * _N1)
    value = np.uint32(np.uint32(value ^ np.uint32(value >> _T15)) * _N2)
    return np.uint32(value ^ np.uint32(value >> _T16))


@intrinsic
def _compiled_exponent(typing_context: Any, value: Any) -> Any:
    """The binary exponent of a positive normal number, as a float."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        int64 = context.get_value_type(types.int64)
        bits = builder.bitcast(arguments[0], int64)
        exponent = builder.lshr(bits, context.get_constant(types.int64, 52))
        # Put into the last bits of 2^52 it becomes a float without a conversion.
        magic = builder.or_(exponent, context.get_constant(types.int64, 0x4330000000000000))
        as_float = builder.bitcast(magic, context.get_value_type(types.float64))
        return builder.fsub(as_float, context.get_constant(types.float64, 2.0**52 + 1023.0))

    return types.float64(types.float64), generate


@intrinsic
def _compiled_significand(typing_context: Any, value: Any) -> Any:
    """The significand of a positive normal number, in [1, 2)."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        int64 = context.get_value_type(types.int64)
        bits = builder.bitcast(arguments[0], int64)
        fraction = builder.and_(bits, context.get_constant(types.int64, (1 << 52) - 1))
        one = builder.or_(fraction, context.get_constant(types.int64, 1023 << 52))
        return builder.bitcast(one, context.get_value_type(types.float64))

    return types.float64(types.float64), generate


def _interpreted_exponent(value: float) -> float:
    return float(math.frexp(value)[1] - 1)


def _interpreted_significand(value: float) -> float:
    return float(math.frexp(value)[0] * 2.0)


_exponent: Any = _interpreted_exponent if config.DISABLE_JIT else _compiled_exponent
_significand: Any = _interpreted_significand if config.DISABLE_JIT else _compiled_significand


@inlined
def logarithm(x: float) -> float:
    """ln x for positive normal x, within 2e-11, in a form that loops can run in SIMD."""
    n, m = _exponent(x), _significand(x)
    upper = m > 1.4142135623730951
    m = 0.5 * m if upper else m
    n = n + 1.0 if upper else n
    s = (m - 1.0) / (m + 1.0)
    ss = s * s
    series = 1.0 + ss * (
        0.3333333333333333
        + ss * (0.2 + ss * (0.14285714285714285 + ss * (0.1111111111111111 + ss * 0.09090909)))
    )
    return float(n * _LN_2 + 2.0 * s * series)


@subroutine
def add_noise(
    key: np.uint64,
    step: int,
    first: int,
    deviation: NDArray[np.float64],
    current: NDArray[np.float64],
) -> None:
    """Add a normal number times its deviation to the current of each neuron of a tile.

    first: the tile's first neuron. Two neurons share two hashes: a radius and an angle; the
    angle lies within 45 degrees of a quarter, and two random bits choose which.
    """
    bits = nth(key, step)
    key_1, key_2 = np.uint32(bits >> _S32), np.uint32(bits)
    count = deviation.size
    far = max(0, count - HALF)
    near_deviation, far_deviation = deviation[:HALF], deviation[HALF:]
    near_current, far_current = current[:HALF], current[HALF:]
    for k in range(far):
        near, distant = _normal_pair(np.uint32(first + k), key_1, key_2)
        near_current[k] += near_deviation[k] * near
        far_current[k] += far_deviation[k] * distant
    for k in range(far, min(HALF, count)):
        near, distant = _normal_pair(np.uint32(first + k), key_1, key_2)
        near_current[k] += near_deviation[k] * near


@inlined
def _normal_pair(index: np.uint32, key_1: np.uint32, key_2: np.uint32) -> tuple[float, float]:
    """Two independent normal numbers from two times 32 random bits (Box and Muller 1958)."""
    h = mix32(np.uint32(mix32(np.uint32(index ^ key_1)) + key_2))
    a = mix32(np.uint32(mix32(np.uint32(index ^ key_2)) + key_1))
    radius = math.sqrt(-2.0 * logarithm((float(h) + 0.5) * 2.0**-32))
    quarter = np.uint32(a >> np.uint32(30))
    angle = (float(np.uint32(a << np.uint32(2))) * 2.0**-31 - 1.0) * _QUARTER_PI
    tt = angle * angle
    sine = angle * (
        1.0
        + tt
        * (
            -0.16666666666666666
            + tt
            * (0.008333333333333333 + tt * (-0.0001984126984126984 + tt * 2.7557319223985893e-06))
        )
    )
    cosine = 1.0 + tt * (
        -0.5
        + tt
        * (
            0.041666666666666664
            + tt
            * (-0.001388888888888889 + tt * (2.48015873015873e-05 - tt * 2.755731922398589e-07))
        )
    )
    turned = (quarter & np.uint32(1)) != 0
    flipped = (quarter & np.uint32(2)) != 0
    first = sine if turned else cosine
    second = cosine if turned else -sine
    sign = -radius if flipped else radius
    return sign * first, sign * second


@subroutine
def draw_uniform(key: np.uint64, step: int, first: int, numbers: NDArray[np.uint32]) -> None:
    """A uniform 32-bit number for each neuron from `first` on."""
    bits = nth(key, step)
    key_1, key_2 = np.uint32(bits >> _S32), np.uint32(bits)
    for k in range(numbers.size):
        index = np.uint32(first + k)
        numbers[k] = mix32(np.uint32(mix32(np.uint32(index ^ key_1)) + key_2))
