"""The adaptive exponential integrate-and-fire neuron."""

import numpy as np
from numpy.typing import NDArray

from engine.models.model import CellType, Kernel, Model, Parameter, Values, Variable
from engine.models.phase_plane import Grid, PhasePlane, Slopes
from engine.numerics.exponential import exponential
from engine.numerics.jit import subroutine

SOURCE = "R. Brette and W. Gerstner, Journal of Neurophysiology 94 (2005) 3637-3642"
PATTERNS = "R. Naud, N. Marcille, C. Clopath, W. Gerstner, Biological Cybernetics 99 (2008) 335-347"
STEEPEST = 15.0
"""(v - V_T) / Delta_T beyond which the upstroke is taken as no steeper: its rest takes no time."""
V, W, FREE_FROM = range(3)
"""Rows of the state: FREE_FROM is the step from which v is free again."""
(LEAK, REST, SOFT_THRESHOLD, SLOPE_FACTOR, PER_CAPACITANCE, PER_TAU_W, COUPLING, RESET, PEAK) = (
    range(9)
)
JUMP_OF_W, REFRACTORY, STEP = range(9, 12)
"""Rows of the constants."""
LOWEST_MV = -1000.0
"""What ordinary steps stay above."""


@subroutine
def slopes(
    v: float,
    w: float,
    current: float,
    conductance: float,
    leak: float,
    rest: float,
    soft_threshold: float,
    slope_factor: float,
    inverse_capacitance: float,
    inverse_tau_w: float,
    coupling: float,
    peak: float,
) -> tuple[float, float]:
    """dv/dt and dw/dt, per ms; a step may overshoot the peak, but w follows v no further."""
    drive = (v - soft_threshold) / slope_factor
    upstroke = leak * slope_factor * exponential(drive if drive < STEEPEST else STEEPEST)
    dv = (leak * (rest - v) + upstroke - w + current - conductance * v) * inverse_capacitance
    reached = v if v < peak else peak
    return dv, (coupling * (reached - rest) - w) * inverse_tau_w


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
    """One step of classic fourth-order Runge-Kutta, the input held constant."""
    v, w, free_from = before[V, low:high], before[W, low:high], before[FREE_FROM, low:high]
    v_next, w_next = after[V, low:high], after[W, low:high]
    free_next = after[FREE_FROM, low:high]
    leak, rest = constants[LEAK, low:high], constants[REST, low:high]
    soft, delta = constants[SOFT_THRESHOLD, low:high], constants[SLOPE_FACTOR, low:high]
    per_c, per_tau = constants[PER_CAPACITANCE, low:high], constants[PER_TAU_W, low:high]
    a, reset_to = constants[COUPLING, low:high], constants[RESET, low:high]
    peak, h = constants[PEAK, low:high], constants[STEP, low]
    for i in range(v.size):
        v0, w0, inp, g = v[i], w[i], current[i], conductance[i]
        gl, el, vt, dt, pc, pt, aa = leak[i], rest[i], soft[i], delta[i], per_c[i], per_tau[i], a[i]
        top = peak[i]
        dv1, dw1 = slopes(v0, w0, inp, g, gl, el, vt, dt, pc, pt, aa, top)
        vs, ws = v0 + 0.5 * h * dv1, w0 + 0.5 * h * dw1
        dv2, dw2 = slopes(vs, ws, inp, g, gl, el, vt, dt, pc, pt, aa, top)
        vs, ws = v0 + 0.5 * h * dv2, w0 + 0.5 * h * dw2
        dv3, dw3 = slopes(vs, ws, inp, g, gl, el, vt, dt, pc, pt, aa, top)
        vs, ws = v0 + h * dv3, w0 + h * dw3
        dv4, dw4 = slopes(vs, ws, inp, g, gl, el, vt, dt, pc, pt, aa, top)
        free = v0 + h / 6.0 * (dv1 + dv4) + h / 3.0 * (dv2 + dv3)
        free = top if free > top else free
        v_next[i] = reset_to[i] if free_from[i] > now else free
        w_next[i] = w0 + h / 6.0 * (dw1 + dw4) + h / 3.0 * (dw2 + dw3)
        free_next[i] = free_from[i]


@subroutine
def count_events(
    before: NDArray[np.float64],
    after: NDArray[np.float64],
    constants: NDArray[np.float64],
    low: int,
    high: int,
) -> int:
    """How many reached the peak, or left the ordinary range."""
    v, peak = after[V, low:high], constants[PEAK, low:high]
    events = 0
    for i in range(v.size):
        events += not ((v[i] < peak[i]) & (v[i] > LOWEST_MV))
    return events


@subroutine
def has_spiked(
    before: NDArray[np.float64], after: NDArray[np.float64], constants: NDArray[np.float64], i: int
) -> bool:
    """Whether v reached the peak."""
    return bool(after[V, i] >= constants[PEAK, i])


@subroutine
def has_strayed(
    before: NDArray[np.float64], after: NDArray[np.float64], constants: NDArray[np.float64], i: int
) -> bool:
    """Whether v fell out of the ordinary range, or is no number; its upstroke ends at the peak."""
    return not after[V, i] > LOWEST_MV


@subroutine
def reset(after: NDArray[np.float64], constants: NDArray[np.float64], i: int, now: int) -> None:
    """What a spike does to its own neuron."""
    after[V, i] = constants[RESET, i]
    after[W, i] += constants[JUMP_OF_W, i]
    after[FREE_FROM, i] = now + 1 + constants[REFRACTORY, i]


@subroutine
def derivative(
    state: NDArray[np.float64],
    constants: NDArray[np.float64],
    i: int,
    current: float,
    conductance: float,
    change: NDArray[np.float64],
) -> None:
    """How much the state would change in a step at its present slope."""
    dv, dw = slopes(
        state[V],
        state[W],
        current,
        conductance,
        constants[LEAK, i],
        constants[REST, i],
        constants[SOFT_THRESHOLD, i],
        constants[SLOPE_FACTOR, i],
        constants[PER_CAPACITANCE, i],
        constants[PER_TAU_W, i],
        constants[COUPLING, i],
        constants[PEAK, i],
    )
    change[V], change[W] = constants[STEP, i] * dv, constants[STEP, i] * dw


def constants(values: Values, dt_ms: float) -> NDArray[np.float64]:
    """What the kernel needs, rows as named above."""
    return np.stack(
        [
            values["leak_nS"],
            values["rest_mV"],
            values["threshold_mV"],
            values["slope_factor_mV"],
            1.0 / values["capacitance_pF"],
            1.0 / values["tau_w_ms"],
            values["a_nS"],
            values["reset_mV"],
            values["peak_mV"],
            values["b_pA"],
            np.rint(values["refractory_ms"] / dt_ms),
            np.full_like(values["leak_nS"], dt_ms),
        ]
    )


def starts(values: Values) -> dict[str, NDArray[np.float64]]:
    """v starts at rest."""
    return {"v": values["rest_mV"]}


def check(values: Values, dt_ms: float) -> str:
    """What is wrong with these parameters, or nothing."""
    if (values["reset_mV"] >= values["peak_mV"]).any():
        return "reset_mV must be below peak_mV"
    if (dt_ms * values["leak_nS"] > values["capacitance_pF"]).any():
        return "dt_ms must not exceed capacitance_pF / leak_nS, the membrane time constant"
    return ""


def plane_slopes(v: Grid, w: Grid, state: Grid, constants: Grid, current: float) -> Slopes:
    """The same as `slopes`, of arrays."""
    leak, rest, peak = constants[LEAK, 0], constants[REST, 0], constants[PEAK, 0]
    delta = constants[SLOPE_FACTOR, 0]
    steepness = np.minimum((v - constants[SOFT_THRESHOLD, 0]) / delta, STEEPEST)
    dv = leak * (rest - v) + leak * delta * np.exp(steepness) - w + current
    dw = constants[COUPLING, 0] * (np.minimum(v, peak) - rest) - w
    return dv * constants[PER_CAPACITANCE, 0], dw * constants[PER_TAU_W, 0]


def _pattern(name: str, meaning: str, *numbers: float) -> CellType:
    c, leak, rest, a, tau_w, b, reset_to, current = numbers
    parameters = {
        "capacitance_pF": c,
        "leak_nS": leak,
        "rest_mV": rest,
        "threshold_mV": -50.0,
        "slope_factor_mV": 2.0,
        "a_nS": a,
        "tau_w_ms": tau_w,
        "b_pA": b,
        "reset_mV": reset_to,
        "peak_mV": 0.0,
    }
    return CellType(name, meaning, current, parameters, PATTERNS)


MODEL = Model(
    name="adaptive-exponential",
    title="adaptive exponential integrate-and-fire",
    equations="""\
C dv/dt = g_L (E_L - v) + g_L Delta_T exp((v - V_T) / Delta_T) - w + I + sum_r g_r (E_r - v)
tau_w dw/dt = a (v - E_L) - w             v: membrane potential, mV; w: adaptation, pA
at a spike: v = reset, w = w + b""",
    spike="v >= peak after a step",
    threshold=("v", "peak_mV"),
    integrator="RK4",
    source=SOURCE,
    dt_ms=0.1,
    max_dt_ms=0.5,
    current_unit="pA",
    conductance_unit="nS",
    variables=(
        Variable("v", "mV", "membrane potential", -70.6, usual=("rest_mV", "reset_mV", "peak_mV")),
        Variable("w", "pA", "adaptation current", 0.0, usual=(0.0, 300.0)),
    ),
    parameters=(
        Parameter("capacitance_pF", 281.0, 1.0, 1e5, "membrane capacitance C"),
        Parameter("leak_nS", 30.0, 1e-3, 1e4, "leak conductance g_L"),
        Parameter("rest_mV", -70.6, -200.0, 100.0, "leak reversal potential E_L"),
        Parameter("threshold_mV", -50.4, -200.0, 100.0, "threshold of the upstroke V_T"),
        Parameter("slope_factor_mV", 2.0, 0.05, 50.0, "its sharpness Delta_T"),
        Parameter("a_nS", 4.0, -1e4, 1e4, "how much w follows v"),
        Parameter("tau_w_ms", 144.0, 0.5, 1e5, "time constant of w"),
        Parameter("b_pA", 80.5, -1e5, 1e5, "what a spike adds to w"),
        Parameter("reset_mV", -70.6, -200.0, 100.0, "v after a spike"),
        Parameter("peak_mV", 20.0, -100.0, 200.0, "a spike is where v reaches it"),
        Parameter("refractory_ms", 0.0, 0.0, 1e3, "how long v stays at reset"),
    ),
    cell_types=(
        CellType("cortical", "regular spiking, as fitted in 2005", 1000.0, {}, SOURCE),
        _pattern("tonic", "tonic spiking", 200, 10, -70, 2, 30, 0, -58, 500),
        _pattern("adapting", "spike-frequency adaptation", 200, 12, -70, 2, 300, 60, -58, 500),
        _pattern("initial-burst", "initial burst", 130, 18, -58, 4, 150, 120, -50, 400),
        _pattern("regular-bursting", "regular bursting", 200, 10, -58, 2, 120, 100, -46, 210),
        _pattern(
            "delayed-accelerating",
            "delayed, then accelerating",
            200,
            12,
            -70,
            -10,
            300,
            0,
            -58,
            300,
        ),
        _pattern(
            "delayed-bursting", "delayed regular bursting", 100, 10, -65, -10, 90, 30, -47, 110
        ),
        _pattern("transient", "transient spiking", 100, 10, -65, 10, 90, 100, -47, 180),
        _pattern(
            "irregular", "irregular, deterministic chaos", 100, 12, -60, -11, 130, 30, -48, 160
        ),
    ),
    constants=constants,
    kernel=Kernel(
        integrate=integrate,
        count_events=count_events,
        has_spiked=has_spiked,
        has_strayed=has_strayed,
        reset=reset,
        derivative=derivative,
    ),
    hidden=1,
    refractory_row=FREE_FROM,
    starts=starts,
    check=check,
    planes=(PhasePlane("v", "w", plane_slopes),),
)
