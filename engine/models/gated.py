"""What neurons with Hodgkin-Huxley channels share: RK4 of the potential and the gates m, h, n."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from engine.models.model import Kernel
from engine.numerics.exponential import exponential
from engine.numerics.jit import subroutine

Slopes = tuple[float, float, float]
GateSlopes = Callable[[float, float, float, float], Slopes]
V, M, H, N, WAS = range(5)
"""Rows of the state; WAS is v at the end of the step before, before it may have jumped."""
SODIUM, POTASSIUM, LEAK, SODIUM_MV, POTASSIUM_MV, LEAK_MV, PER_CAPACITANCE, STEP, FOOT = range(9)
"""Rows of the constants; FOOT is what the rates' potential counts from."""


MOST_BEYOND = 0.01
"""How far beyond 0 and 1 a gate is after an ordinary step; farther, its step was not stable."""


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
def is_gate(value: float) -> bool:
    """Whether a gate is where gates can be."""
    return bool(abs(value - 0.5) <= 0.5 + MOST_BEYOND)


@subroutine
def is_beyond(
    begin: float, end: float, m: float, h: float, n: float, lowest: float, highest: float
) -> bool:
    """Whether a step began or ended beyond the ordinary range, or is no number."""
    is_ordinary = (begin >= lowest) & (begin <= highest) & (end >= lowest) & (end <= highest)
    return not (is_ordinary & is_gate(m) & is_gate(h) & is_gate(n))


@subroutine
def reset(after: NDArray[np.float64], constants: NDArray[np.float64], i: int, now: int) -> None:
    """A spike resets nothing: it is its own equations' work."""


def _integrator(gate_slopes: GateSlopes) -> Callable[..., None]:
    """One step of classic fourth-order Runge-Kutta, the input held constant."""

    @subroutine
    def integrate(
        before: NDArray[np.float64],
        after: NDArray[np.float64],
        constants: NDArray[np.float64],
        current: NDArray[np.float64],
        conductance: NDArray[np.float64],
        low: int,
        high: int,
        now: int,
    ) -> None:
        vs, ms = before[V, low:high], before[M, low:high]
        hs, ns = before[H, low:high], before[N, low:high]
        v_next, m_next = after[V, low:high], after[M, low:high]
        h_next, n_next = after[H, low:high], after[N, low:high]
        g_na, g_k = constants[SODIUM, low:high], constants[POTASSIUM, low:high]
        g_l, e_na = constants[LEAK, low:high], constants[SODIUM_MV, low:high]
        e_k, e_l = constants[POTASSIUM_MV, low:high], constants[LEAK_MV, low:high]
        per_c, foot = constants[PER_CAPACITANCE, low:high], constants[FOOT, low:high]
        step = constants[STEP, low]
        half, sixth, third = 0.5 * step, step / 6.0, step / 3.0
        for i in range(vs.size):
            v0, m0, h0, n0 = vs[i], ms[i], hs[i], ns[i]
            na, k, leak, f, pc = g_na[i], g_k[i], g_l[i], foot[i], per_c[i]
            ena, ek, el, inp, g = e_na[i], e_k[i], e_l[i], current[i], conductance[i]
            dv1 = (membrane_current(v0, m0, h0, n0, na, k, leak, ena, ek, el) + inp - g * v0) * pc
            dm1, dh1, dn1 = gate_slopes(v0 - f, m0, h0, n0)
            v, m, h, n = v0 + half * dv1, m0 + half * dm1, h0 + half * dh1, n0 + half * dn1
            dv2 = (membrane_current(v, m, h, n, na, k, leak, ena, ek, el) + inp - g * v) * pc
            dm2, dh2, dn2 = gate_slopes(v - f, m, h, n)
            v, m, h, n = v0 + half * dv2, m0 + half * dm2, h0 + half * dh2, n0 + half * dn2
            dv3 = (membrane_current(v, m, h, n, na, k, leak, ena, ek, el) + inp - g * v) * pc
            dm3, dh3, dn3 = gate_slopes(v - f, m, h, n)
            v, m, h, n = v0 + step * dv3, m0 + step * dm3, h0 + step * dh3, n0 + step * dn3
            dv4 = (membrane_current(v, m, h, n, na, k, leak, ena, ek, el) + inp - g * v) * pc
            dm4, dh4, dn4 = gate_slopes(v - f, m, h, n)
            v_next[i] = v0 + sixth * (dv1 + dv4) + third * (dv2 + dv3)
            m_next[i] = m0 + sixth * (dm1 + dm4) + third * (dm2 + dm3)
            h_next[i] = h0 + sixth * (dh1 + dh4) + third * (dh2 + dh3)
            n_next[i] = n0 + sixth * (dn1 + dn4) + third * (dn2 + dn3)

    return integrate


def kernel_of(
    gate_slopes: GateSlopes,
    spike_mv: float,
    ordinary_mv: tuple[float, float],
) -> Kernel:
    """The kernel of neurons whose gates change as `gate_slopes` says.

    gate_slopes: dm/dt, dh/dt and dn/dt, per ms, of v - foot, m, h and n. spike_mv: a spike is
    where v crosses it upwards. ordinary_mv: between which v - foot is at the beginning and the end
    of ordinary steps; beyond them a gate is too fast for the longest step.
    """
    lowest, highest = ordinary_mv

    @subroutine
    def count_events(
        before: NDArray[np.float64],
        after: NDArray[np.float64],
        constants: NDArray[np.float64],
        low: int,
        high: int,
    ) -> int:
        v, was, keep = after[V, low:high], before[WAS, low:high], after[WAS, low:high]
        v_before, foot = before[V, low:high], constants[FOOT, low:high]
        m, h, n = after[M, low:high], after[H, low:high], after[N, low:high]
        events = 0
        for i in range(v.size):
            begin, end = v_before[i] - foot[i], v[i] - foot[i]
            strayed = is_beyond(begin, end, m[i], h[i], n[i], lowest, highest)
            events += strayed | ((v[i] > spike_mv) & (not was[i] > spike_mv))
            keep[i] = v[i]
        return events

    @subroutine
    def has_spiked(
        before: NDArray[np.float64],
        after: NDArray[np.float64],
        constants: NDArray[np.float64],
        i: int,
    ) -> bool:
        after[WAS, i] = after[V, i]  # it may have been redone
        return bool(after[V, i] > spike_mv and not before[WAS, i] > spike_mv)

    @subroutine
    def has_strayed(
        before: NDArray[np.float64],
        after: NDArray[np.float64],
        constants: NDArray[np.float64],
        i: int,
    ) -> bool:
        begin, end = before[V, i] - constants[FOOT, i], after[V, i] - constants[FOOT, i]
        return is_beyond(begin, end, after[M, i], after[H, i], after[N, i], lowest, highest)

    @subroutine
    def derivative(
        state: NDArray[np.float64],
        constants: NDArray[np.float64],
        i: int,
        current: float,
        conductance: float,
        change: NDArray[np.float64],
    ) -> None:
        v, m, h, n, step = state[V], state[M], state[H], state[N], constants[STEP, i]
        ions = membrane_current(
            v,
            m,
            h,
            n,
            constants[SODIUM, i],
            constants[POTASSIUM, i],
            constants[LEAK, i],
            constants[SODIUM_MV, i],
            constants[POTASSIUM_MV, i],
            constants[LEAK_MV, i],
        )
        dm, dh, dn = gate_slopes(v - constants[FOOT, i], m, h, n)
        change[V] = step * (ions + current - conductance * v) * constants[PER_CAPACITANCE, i]
        change[M], change[H], change[N] = step * dm, step * dh, step * dn

    return Kernel(
        integrate=_integrator(gate_slopes),
        count_events=count_events,
        has_spiked=has_spiked,
        has_strayed=has_strayed,
        reset=reset,
        derivative=derivative,
        prepare=prepare,
    )


def prepare(state: NDArray[np.float64]) -> None:
    """Who starts above the threshold has not crossed it."""
    state[WAS] = state[V]
