"""The Izhikevich neuron of 2003."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.limits import FARTHEST
from engine.models.model import CellType, Kernel, Model, Parameter, Values, Variable
from engine.models.phase_plane import Grid, PhasePlane, Slopes
from engine.numerics.jit import subroutine

SOURCE = (
    "E. M. Izhikevich, Simple model of spiking neurons, "
    "IEEE Transactions on Neural Networks 14 (2003) 1569-1572"
)
PEAK_MV = 30.0
V, U = range(2)
A, B, C, D, HALF_STEP, STEP = range(6)
"""Rows of the constants."""


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
    """One step, v in two halves."""
    v, u = after[V, low:high], after[U, low:high]
    a, b = constants[A, low:high], constants[B, low:high]
    half, whole = constants[HALF_STEP, low], constants[STEP, low]
    for i in range(v.size):
        v0, u0 = v[i], u[i]
        drive = 140.0 - u0 + current[i]
        v0 += half * ((0.04 * v0 + 5.0) * v0 + drive - conductance[i] * v0)
        v0 += half * ((0.04 * v0 + 5.0) * v0 + drive - conductance[i] * v0)
        v[i] = v0
        u[i] = u0 + whole * (a[i] * (b[i] * v0 - u0))


@subroutine
def integrate_without_conductance(
    before: NDArray[np.float64],
    after: NDArray[np.float64],
    constants: NDArray[np.float64],
    current: NDArray[np.float64],
    conductance: NDArray[np.float64],
    low: int,
    high: int,
    now: int,
) -> None:
    """The same where nothing conducts."""
    v, u = after[V, low:high], after[U, low:high]
    a, b = constants[A, low:high], constants[B, low:high]
    half, whole = constants[HALF_STEP, low], constants[STEP, low]
    for i in range(v.size):
        v0, u0 = v[i], u[i]
        drive = 140.0 - u0 + current[i]
        v0 += half * ((0.04 * v0 + 5.0) * v0 + drive)
        v0 += half * ((0.04 * v0 + 5.0) * v0 + drive)
        v[i] = v0
        u[i] = u0 + whole * (a[i] * (b[i] * v0 - u0))


@subroutine
def count_events(
    before: NDArray[np.float64],
    after: NDArray[np.float64],
    constants: NDArray[np.float64],
    low: int,
    high: int,
) -> int:
    """How many reached the peak, or are lost."""
    v = after[V, low:high]
    events = 0
    for i in range(v.size):
        events += not ((v[i] < PEAK_MV) & (v[i] > -FARTHEST))
    return events


@subroutine
def has_spiked(
    before: NDArray[np.float64], after: NDArray[np.float64], constants: NDArray[np.float64], i: int
) -> bool:
    """Whether v reached the peak."""
    return bool(after[V, i] >= PEAK_MV)


@subroutine
def has_strayed(
    before: NDArray[np.float64], after: NDArray[np.float64], constants: NDArray[np.float64], i: int
) -> bool:
    """Whether it is lost; the published scheme has no finer steps."""
    return not abs(after[V, i]) < FARTHEST


@subroutine
def reset(after: NDArray[np.float64], constants: NDArray[np.float64], i: int, now: int) -> None:
    """What a spike does to its own neuron."""
    after[V, i] = constants[C, i]
    after[U, i] += constants[D, i]


KERNEL = Kernel(
    integrate=integrate,
    count_events=count_events,
    has_spiked=has_spiked,
    has_strayed=has_strayed,
    reset=reset,
    in_place=True,
)
WITHOUT_CONDUCTANCE = replace(
    KERNEL, integrate=integrate_without_conductance, variant="without-conductance"
)


def special_kernel(constants: NDArray[np.float64], conducts: bool) -> Kernel | None:
    """One that leaves conductances out: they take a sixth of the arithmetic."""
    return None if conducts else WITHOUT_CONDUCTANCE


def constants(values: Values, dt_ms: float) -> NDArray[np.float64]:
    """What the kernel needs, rows as named above."""
    a = values["a"]
    return np.stack(
        [
            a,
            values["b"],
            values["c_mV"],
            values["d"],
            np.full_like(a, dt_ms / 2.0),
            np.full_like(a, dt_ms),
        ]
    )


def starts(values: Values) -> dict[str, NDArray[np.float64]]:
    """u starts at b v, as published."""
    return {"u": values["b"] * -65.0}


def slopes(v: Grid, u: Grid, state: Grid, constants: Grid, current: float) -> Slopes:
    """dv/dt and du/dt, per ms."""
    a, b = constants[A, 0], constants[B, 0]
    return (0.04 * v + 5.0) * v + 140.0 - u + current, a * (b * v - u)


def _kind(
    name: str, meaning: str, a: float, b: float, c: float, d: float, current: float
) -> CellType:
    return CellType(name, meaning, current, {"a": a, "b": b, "c_mV": c, "d": d}, SOURCE)


MODEL = Model(
    name="izhikevich",
    title="Izhikevich",
    equations="""\
dv/dt = 0.04 v^2 + 5 v + 140 - u + I      v: membrane potential, mV; time in ms
du/dt = a (b v - u)                       u: recovery
at a spike: v = c, u = u + d""",
    spike="v >= 30 mV after a step",
    threshold=("v", PEAK_MV),
    integrator="Euler, v in two half steps, as published",
    source=SOURCE,
    dt_ms=1.0,
    max_dt_ms=1.0,
    current_unit="",
    conductance_unit="",
    variables=(
        Variable("v", "mV", "membrane potential", -65.0, usual=(-80.0, PEAK_MV)),
        Variable("u", "", "recovery", -13.0, usual=(-20.0, 20.0)),
    ),
    parameters=(
        Parameter("a", 0.02, 0.0, 1.0, "how fast u recovers, per ms"),
        Parameter("b", 0.2, -5.0, 5.0, "how much u follows v"),
        Parameter("c_mV", -65.0, -100.0, 29.0, "v after a spike"),
        Parameter("d", 8.0, -100.0, 1000.0, "what a spike adds to u"),
    ),
    cell_types=(
        _kind("RS", "regular spiking", 0.02, 0.2, -65.0, 8.0, 10.0),
        _kind("IB", "intrinsically bursting", 0.02, 0.2, -55.0, 4.0, 10.0),
        _kind(
            "CH",
            "chattering: bursts of 2 spikes at a dt of 1 ms, of 5 at 0.1 ms",
            0.02,
            0.2,
            -50.0,
            2.0,
            10.0,
        ),
        _kind("FS", "fast spiking", 0.1, 0.2, -65.0, 2.0, 10.0),
        _kind("LTS", "low-threshold spiking", 0.02, 0.25, -65.0, 2.0, 10.0),
        _kind("TC", "thalamo-cortical", 0.02, 0.25, -65.0, 0.05, 2.0),
        _kind("RZ", "resonator", 0.1, 0.26, -65.0, 2.0, 0.3),
    ),
    constants=constants,
    kernel=KERNEL,
    special_kernel=special_kernel,
    starts=starts,
    planes=(PhasePlane("v", "u", slopes),),
)
