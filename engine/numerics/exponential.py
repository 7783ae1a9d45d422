"""The exponential function in a form that loops can run in SIMD, with the same bits everywhere.

Calls into a math library keep a loop from being vectorised; this is a polynomial instead, within
2.5 units of the last place of the true value.
"""

import math
from typing import Any

from engine.numerics.jit import subroutine, when_compiling

LOG2_E = 1.4426950408889634
LN2_HIGH = 6.93147180369123816490e-01
LN2_LOW = 1.90821492927058770002e-10
ROUNDING = 6755399441055744.0
"""1.5 * 2^52: added to a number it leaves the nearest integer in the last bits."""
LARGEST_ARGUMENT = 709.0
SMALLEST = -708.0


def _power_of_two(rounded: float) -> float:
    """2^n from n + ROUNDING."""
    return math.ldexp(1.0, int(rounded - ROUNDING))


@when_compiling
def _compile_power_of_two() -> None:
    """Compiled, n is moved into the exponent's bits."""
    from numba import types  # noqa: PLC0415 - who only describes neurons needs no numba
    from numba.extending import intrinsic, overload  # noqa: PLC0415

    @intrinsic
    def moved(typing_context: Any, rounded: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            int64 = context.get_value_type(types.int64)
            bits = builder.bitcast(arguments[0], int64)
            biased = builder.add(bits, context.get_constant(types.int64, 1023))
            shifted = builder.shl(biased, context.get_constant(types.int64, 52))
            return builder.bitcast(shifted, context.get_value_type(types.float64))

        return types.float64(types.float64), generate

    move: Any = moved

    @overload(_power_of_two, jit_options={"forceinline": True})
    def compiled(rounded: Any) -> Any:
        def power_of_two(rounded: Any) -> Any:
            return move(rounded)

        return power_of_two


@subroutine
def exponential(x: float) -> float:
    """e^x; x beyond -708 to 709 is taken as that bound."""
    x = SMALLEST if x < SMALLEST else x
    x = LARGEST_ARGUMENT if x > LARGEST_ARGUMENT else x
    rounded = x * LOG2_E + ROUNDING
    n = rounded - ROUNDING
    r = (x - n * LN2_HIGH) - n * LN2_LOW
    rr = r * r
    r4 = rr * rr
    # Taylor's series of e^r for |r| <= ln(2)/2, in pairs, so that additions need not wait.
    p01 = 1.0 + r
    p23 = 0.5 + r * 0.16666666666666666
    p45 = 0.041666666666666664 + r * 0.008333333333333333
    p67 = 0.001388888888888889 + r * 0.0001984126984126984
    p89 = 2.48015873015873e-05 + r * 2.7557319223985893e-06
    p1011 = 2.755731922398589e-07 + r * 2.505210838544172e-08
    p1213 = 2.08767569878681e-09 + r * 1.6059043836821613e-10
    low = p01 + rr * p23 + r4 * (p45 + rr * p67)
    high = p89 + rr * p1011 + r4 * p1213
    return float(_power_of_two(rounded) * (low + r4 * r4 * high))
