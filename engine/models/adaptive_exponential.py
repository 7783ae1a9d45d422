"""The adaptive exponential integrate-and-fire neuron."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.models.model import FARTHEST, CellType, Model, Parameter, Values, Variable
from engine.numerics.exponential import exponential
from engine.numerics.jit import subroutine

SOURCE = "R. Brette and W. Gerstner, Journal of Neurophysiology 94 (2005) 3637-3642"
PATTERNS = "R. Naud, N. Marcille, C. Clopath, W. Gerstner, Biological Cybernetics 99 (2008) 335-347"
STEEPEST = 15.0
"""(v - V_T) / Delta_T beyond which the upstroke is taken as no steeper: its rest takes no time."""


class AdaptiveExponentialNeurons(NamedTuple):
    """State v, w and the step from which v is free again; constants as `constants` gives them."""

    state: NDArray[np.float64]
    constants: NDArray[np.float64]


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
    neurons: AdaptiveExponentialNeurons,
    current: NDArray[np.float64],
    conductance: NDArray[np.float64],
    conducts: bool,
    low: int,
    high: int,
    now: int,
) -> None:
    """One step of neurons `low` to `high`; the current arrays begin with neuron `low`."""
    v, w = neurons.state[0, low:high], neurons.state[1, low:high]
    free_from = neurons.state[2, low:high]
    leak, rest = neurons.constants[0, low:high], neurons.constants[1, low:high]
    soft, delta = neurons.constants[2, low:high], neurons.constants[3, low:high]
    per_c, per_tau = neurons.constants[4, low:high], neurons.constants[5, low:high]
    a, reset_to = neurons.constants[6, low:high], neurons.constants[7, low:high]
    peak = neurons.constants[8, low:high]
    h = neurons.constants[11, low]
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
        v[i] = reset_to[i] if free_from[i] > now else free
        w[i] = w0 + h / 6.0 * (dw1 + dw4) + h / 3.0 * (dw2 + dw3)


@subroutine
def find_fired(
    neurons: AdaptiveExponentialNeurons, low: int, high: int, fired: NDArray[np.uint8]
) -> None:
    """Mark who reached the peak."""
    v, peak = neurons.state[0, low:high], neurons.constants[8, low:high]
    for i in range(v.size):
        fired[i] = v[i] >= peak[i]


@subroutine
def count_events(neurons: AdaptiveExponentialNeurons, low: int, high: int) -> int:
    """How many reached the peak, or are lost."""
    v, peak = neurons.state[0, low:high], neurons.constants[8, low:high]
    events = 0
    for i in range(v.size):
        events += not ((v[i] < peak[i]) & (v[i] > -FARTHEST))
    return events


@subroutine
def reset(neurons: AdaptiveExponentialNeurons, i: int, now: int) -> None:
    """What a spike does to its own neuron."""
    neurons.state[0, i] = neurons.constants[7, i]
    neurons.state[1, i] += neurons.constants[9, i]
    neurons.state[2, i] = now + 1 + neurons.constants[10, i]


def constants(values: Values, dt_ms: float) -> NDArray[np.float64]:
    """Leak, rest, V_T, Delta_T, 1/C, 1/tau_w, a, reset, peak, b, refractory steps, dt."""
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
    integrator="RK4",
    source=SOURCE,
    dt_ms=0.1,
    max_dt_ms=0.5,
    current_unit="pA",
    conductance_unit="nS",
    variables=(
        Variable("v", "mV", "membrane potential", -70.6),
        Variable("w", "pA", "adaptation current", 0.0),
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
    hidden=1,
    starts=starts,
    check=check,
)
