"""What neurons with Hodgkin-Huxley channels share: RK4 of the potential and the gates m, h, n."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.numerics.exponential import exponential
from engine.numerics.jit import subroutine, when_compiling

Slopes = tuple[float, float, float]
_KINETICS: dict[type[Any], Callable[[Any, float, float, float, float], Slopes]] = {}


def use_kinetics(
    neurons: type[Any], slopes: Callable[[Any, float, float, float, float], Slopes]
) -> None:
    """Let neurons of this class have gates that change as `slopes` says."""
    _KINETICS[neurons] = slopes


def gate_slopes(neurons: Any, v: float, m: float, h: float, n: float) -> Slopes:
    """dm/dt, dh/dt and dn/dt, per ms; v in mV, counted from the model's foot."""
    return _KINETICS[type(neurons)](neurons, v, m, h, n)


@when_compiling
def _compile_gate_slopes() -> None:
    from numba.extending import overload  # noqa: PLC0415 - who only describes neurons needs none

    @overload(gate_slopes, strict=False, jit_options={"forceinline": True})
    def compiled(neurons: Any, v: Any, m: Any, h: Any, n: Any) -> Any:
        return _KINETICS[neurons.instance_class]


@subroutine
def exprel_inverse(x: float) -> float:
    """x / (e^x - 1), which is 1 - x/2 near 0."""
    near = abs(x) < 1e-5
    ratio = x / (1.0 if near else exponential(x) - 1.0)
    return 1.0 - 0.5 * x if near else ratio


@subroutine
def membrane_current(
    v: float,
    m: float,
    h: float,
    n: float,
    sodium: float,
    potassium: float,
    leak: float,
    sodium_mv: float,
    potassium_mv: float,
    leak_mv: float,
) -> float:
    """The ions' current, inward counted as positive."""
    nn = n * n
    return (
        sodium * (m * m * m * h) * (sodium_mv - v)
        + potassium * (nn * nn) * (potassium_mv - v)
        + leak * (leak_mv - v)
    )


@subroutine
def integrate(
    neurons: Any,
    current: NDArray[np.float64],
    conductance: NDArray[np.float64],
    conducts: bool,
    low: int,
    high: int,
    now: int,
) -> None:
    """One step of neurons `low` to `high`; the current arrays begin with neuron `low`."""
    vs, ms = neurons.state[0, low:high], neurons.state[1, low:high]
    hs, ns = neurons.state[2, low:high], neurons.state[3, low:high]
    g_na, g_k = neurons.constants[0, low:high], neurons.constants[1, low:high]
    g_l, e_na = neurons.constants[2, low:high], neurons.constants[3, low:high]
    e_k, e_l = neurons.constants[4, low:high], neurons.constants[5, low:high]
    per_c, foot = neurons.constants[6, low:high], neurons.constants[8, low:high]
    step = neurons.constants[7, low]
    half, sixth, third = 0.5 * step, step / 6.0, step / 3.0
    for i in range(vs.size):
        v0, m0, h0, n0 = vs[i], ms[i], hs[i], ns[i]
        na, k, leak, f, pc = g_na[i], g_k[i], g_l[i], foot[i], per_c[i]
        ena, ek, el, inp, g = e_na[i], e_k[i], e_l[i], current[i], conductance[i]
        dv1 = (membrane_current(v0, m0, h0, n0, na, k, leak, ena, ek, el) + inp - g * v0) * pc
        dm1, dh1, dn1 = gate_slopes(neurons, v0 - f, m0, h0, n0)
        v, m, h, n = v0 + half * dv1, m0 + half * dm1, h0 + half * dh1, n0 + half * dn1
        dv2 = (membrane_current(v, m, h, n, na, k, leak, ena, ek, el) + inp - g * v) * pc
        dm2, dh2, dn2 = gate_slopes(neurons, v - f, m, h, n)
        v, m, h, n = v0 + half * dv2, m0 + half * dm2, h0 + half * dh2, n0 + half * dn2
        dv3 = (membrane_current(v, m, h, n, na, k, leak, ena, ek, el) + inp - g * v) * pc
        dm3, dh3, dn3 = gate_slopes(neurons, v - f, m, h, n)
        v, m, h, n = v0 + step * dv3, m0 + step * dm3, h0 + step * dh3, n0 + step * dn3
        dv4 = (membrane_current(v, m, h, n, na, k, leak, ena, ek, el) + inp - g * v) * pc
        dm4, dh4, dn4 = gate_slopes(neurons, v - f, m, h, n)
        vs[i] = v0 + sixth * (dv1 + dv4) + third * (dv2 + dv3)
        ms[i] = m0 + sixth * (dm1 + dm4) + third * (dm2 + dm3)
        hs[i] = h0 + sixth * (dh1 + dh4) + third * (dh2 + dh3)
        ns[i] = n0 + sixth * (dn1 + dn4) + third * (dn2 + dn3)


@subroutine
def mark_crossings(
    v: NDArray[np.float64],
    above: NDArray[np.float64],
    threshold: float,
    fired: NDArray[np.uint8],
) -> None:
    """Mark whose v is above the threshold and was not after the step before."""
    for i in range(v.size):
        now = 1.0 if v[i] > threshold else 0.0
        fired[i] = now > above[i]
        above[i] = now


@subroutine
def count_events(neurons: Any, low: int, high: int) -> int:
    """As many as there are: crossings are found by looking at every neuron at every step."""
    return high - low


@subroutine
def reset(neurons: Any, i: int, now: int) -> None:
    """A spike resets nothing: it is its own equations' work."""
