"""The Hindmarsh-Rose neuron."""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.models.model import CellType, Kernel, Model, Parameter, Values, Variable
from engine.models.phase_plane import Grid, PhasePlane, Slopes
from engine.numerics.jit import subroutine

SOURCE = "J. L. Hindmarsh and R. M. Rose, Proc. R. Soc. Lond. B 221 (1984) 87-102"
PATTERNS = "M. Storace, D. Linaro, E. de Lange, Chaos 18 (2008) 033128"
ORDINARY_X = 4.0
"""|x| that ordinary steps begin and end below: beyond it the usual step is no longer stable, and
may lead back here by chance."""
X, Y, Z = range(3)
A, B, C, D, BETA, ZX, ZC, ZZ, STEP, THRESHOLD = range(10)
"""Rows of the constants; dz/dt = ZX x + (ZC - ZZ z), STEP in units of t_s."""


@subroutine
def slopes(
    x: float,
    y: float,
    z: float,
    current: float,
    a: float,
    b: float,
    c: float,
    d: float,
    beta: float,
    zx: float,
    zc: float,
    zz: float,
) -> tuple[float, float, float]:
    """dx/dt, dy/dt and dz/dt, time in units of t_s.

    The order of the additions is the one that gives the classic trace to its last digit.
    """
    xx = x * x
    return y + xx * (b - a * x) - z + current, (c - beta * y) - d * xx, zx * x + (zc - zz * z)


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
    x, y, z = before[X, low:high], before[Y, low:high], before[Z, low:high]
    x_next, y_next, z_next = after[X, low:high], after[Y, low:high], after[Z, low:high]
    for i in range(x.size):
        a, b, c = constants[A, low + i], constants[B, low + i], constants[C, low + i]
        d, beta, h = constants[D, low + i], constants[BETA, low + i], constants[STEP, low + i]
        zx, zc, zz = constants[ZX, low + i], constants[ZC, low + i], constants[ZZ, low + i]
        x0, y0, z0, inp, g = x[i], y[i], z[i], current[i], conductance[i]
        half, sixth, third = h / 2.0, h / 6.0, h / 3.0
        dx1, dy1, dz1 = slopes(x0, y0, z0, inp - g * x0, a, b, c, d, beta, zx, zc, zz)
        xs, ys, zs = x0 + half * dx1, y0 + half * dy1, z0 + half * dz1
        dx2, dy2, dz2 = slopes(xs, ys, zs, inp - g * xs, a, b, c, d, beta, zx, zc, zz)
        xs, ys, zs = x0 + half * dx2, y0 + half * dy2, z0 + half * dz2
        dx3, dy3, dz3 = slopes(xs, ys, zs, inp - g * xs, a, b, c, d, beta, zx, zc, zz)
        xs, ys, zs = x0 + h * dx3, y0 + h * dy3, z0 + h * dz3
        dx4, dy4, dz4 = slopes(xs, ys, zs, inp - g * xs, a, b, c, d, beta, zx, zc, zz)
        x_next[i] = x0 + sixth * (dx1 + dx4) + third * (dx2 + dx3)
        y_next[i] = y0 + sixth * (dy1 + dy4) + third * (dy2 + dy3)
        z_next[i] = z0 + sixth * (dz1 + dz4) + third * (dz2 + dz3)


@subroutine
def integrate_alike(
    before: NDArray[np.float64],
    after: NDArray[np.float64],
    constants: NDArray[np.float64],
    current: NDArray[np.float64],
    conductance: NDArray[np.float64],
    low: int,
    high: int,
    now: int,
) -> None:
    """The same of neurons that are alike, a and beta 1, without a conductance."""
    x, y, z = before[X, low:high], before[Y, low:high], before[Z, low:high]
    x_next, y_next, z_next = after[X, low:high], after[Y, low:high], after[Z, low:high]
    b, c, d = constants[B, 0], constants[C, 0], constants[D, 0]
    zx, zc, zz, h = constants[ZX, 0], constants[ZC, 0], constants[ZZ, 0], constants[STEP, 0]
    half, sixth, third = h / 2.0, h / 6.0, h / 3.0
    for i in range(x.size):
        x0, y0, z0, inp = x[i], y[i], z[i], current[i]
        dx1, dy1, dz1 = slopes(x0, y0, z0, inp, 1.0, b, c, d, 1.0, zx, zc, zz)
        xs, ys, zs = x0 + half * dx1, y0 + half * dy1, z0 + half * dz1
        dx2, dy2, dz2 = slopes(xs, ys, zs, inp, 1.0, b, c, d, 1.0, zx, zc, zz)
        xs, ys, zs = x0 + half * dx2, y0 + half * dy2, z0 + half * dz2
        dx3, dy3, dz3 = slopes(xs, ys, zs, inp, 1.0, b, c, d, 1.0, zx, zc, zz)
        xs, ys, zs = x0 + h * dx3, y0 + h * dy3, z0 + h * dz3
        dx4, dy4, dz4 = slopes(xs, ys, zs, inp, 1.0, b, c, d, 1.0, zx, zc, zz)
        x_next[i] = x0 + sixth * (dx1 + dx4) + third * (dx2 + dx3)
        y_next[i] = y0 + sixth * (dy1 + dy4) + third * (dy2 + dy3)
        z_next[i] = z0 + sixth * (dz1 + dz4) + third * (dz2 + dz3)


@subroutine
def count_events(
    before: NDArray[np.float64],
    after: NDArray[np.float64],
    constants: NDArray[np.float64],
    low: int,
    high: int,
) -> int:
    """How many crossed the threshold, or were or are beyond the ordinary range."""
    x, y = after[X, low:high], after[Y, low:high]
    x_before, y_before = before[X, low:high], before[Y, low:high]
    thresholds, events = constants[THRESHOLD, low:high], 0
    for i in range(x.size):
        crossed = (y[i] > thresholds[i]) & (not y_before[i] > thresholds[i])
        is_ordinary = (abs(x[i]) <= ORDINARY_X) & (abs(x_before[i]) <= ORDINARY_X)
        events += crossed | (not is_ordinary)
    return events


@subroutine
def count_events_alike(
    before: NDArray[np.float64],
    after: NDArray[np.float64],
    constants: NDArray[np.float64],
    low: int,
    high: int,
) -> int:
    """The same of neurons that are alike."""
    x, y = after[X, low:high], after[Y, low:high]
    x_before, y_before = before[X, low:high], before[Y, low:high]
    threshold, events = constants[THRESHOLD, 0], 0
    for i in range(x.size):
        crossed = (y[i] > threshold) & (not y_before[i] > threshold)
        is_ordinary = (abs(x[i]) <= ORDINARY_X) & (abs(x_before[i]) <= ORDINARY_X)
        events += crossed | (not is_ordinary)
    return events


@subroutine
def has_spiked(
    before: NDArray[np.float64], after: NDArray[np.float64], constants: NDArray[np.float64], i: int
) -> bool:
    """Whether y crossed the threshold on the way up."""
    threshold = constants[THRESHOLD, 0 if constants.shape[1] == 1 else i]
    return bool(after[Y, i] > threshold and not before[Y, i] > threshold)


@subroutine
def has_strayed(
    before: NDArray[np.float64], after: NDArray[np.float64], constants: NDArray[np.float64], i: int
) -> bool:
    """Whether x was or is beyond the range of ordinary steps."""
    return not (abs(after[X, i]) <= ORDINARY_X and abs(before[X, i]) <= ORDINARY_X)


@subroutine
def reset(after: NDArray[np.float64], constants: NDArray[np.float64], i: int, now: int) -> None:
    """A spike resets nothing: it is its own equations' work."""


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
    own = 0 if constants.shape[1] == 1 else i
    x, h = state[X], constants[STEP, own]
    dx, dy, dz = slopes(
        x,
        state[Y],
        state[Z],
        current - conductance * x,
        constants[A, own],
        constants[B, own],
        constants[C, own],
        constants[D, own],
        constants[BETA, own],
        constants[ZX, own],
        constants[ZC, own],
        constants[ZZ, own],
    )
    change[X], change[Y], change[Z] = h * dx, h * dy, h * dz


KERNEL = Kernel(
    integrate=integrate,
    count_events=count_events,
    has_spiked=has_spiked,
    has_strayed=has_strayed,
    reset=reset,
    derivative=derivative,
)
ALIKE = replace(
    KERNEL,
    integrate=integrate_alike,
    count_events=count_events_alike,
    variant="alike",
    is_for_alike=True,
)


def special_kernel(constants: NDArray[np.float64], conducts: bool) -> Kernel | None:
    """That of neurons that are alike, with a and beta 1 and no conductance."""
    alike = bool((constants == constants[:, :1]).all())
    is_usual = bool((constants[[A, BETA], 0] == 1.0).all())
    return ALIKE if alike and is_usual and not conducts else None


def constants(values: Values, dt_ms: float) -> NDArray[np.float64]:
    """What the kernel needs, rows as named above."""
    rs = values["r"] * values["s"]
    return np.stack(
        [
            values["a"],
            values["b"],
            values["c"],
            values["d"],
            values["beta"],
            rs,
            -(rs * values["x_r"]),
            values["r"],
            dt_ms / values["t_s_ms"],
            values["threshold_y"],
        ]
    )


def check(values: Values, dt_ms: float) -> str:
    """What is wrong with these parameters, or nothing."""
    if (dt_ms > 0.1 * values["t_s_ms"] * (1 + 1e-12)).any():
        return "dt_ms must not exceed a tenth of t_s_ms"
    return ""


def x_and_z(x: Grid, z: Grid, state: Grid, constants: Grid, current: float) -> Slopes:
    """dx/dt and dz/dt where y, which is fast, is at rest: a burst goes round between them."""
    y = (constants[C, 0] - constants[D, 0] * x * x) / constants[BETA, 0]
    change = _changes(x, y, z, constants, current)
    return change[X], change[Z]


def x_and_y(x: Grid, y: Grid, state: Grid, constants: Grid, current: float) -> Slopes:
    """dx/dt and dy/dt at the present z, which is slow."""
    change = _changes(x, y, state[Z], constants, current)
    return change[X], change[Y]


def _changes(x: Any, y: Any, z: Any, constants: Grid, current: float) -> list[Grid]:
    state: Any = (x, y, z)
    change: Any = [x, y, z]
    derivative(state, constants, 0, current, 0.0, change)
    return list(change)


MODEL = Model(
    name="hindmarsh-rose",
    title="Hindmarsh-Rose",
    equations="""\
t_s dx/dt = y - a x^3 + b x^2 - z + I     x: membrane potential
t_s dy/dt = c - d x^2 - beta y            y: spiking variable, fast sodium and potassium channels
t_s dz/dt = r (s (x - x_r) - z)           z: adaptation, slow channel""",
    spike="y > threshold after a step and not before it",
    threshold=("y", "threshold_y"),
    integrator="RK4",
    source=SOURCE,
    dt_ms=10.0,
    max_dt_ms=100.0,
    current_unit="",
    conductance_unit="",
    variables=(
        Variable("x", "", "membrane potential", -0.8, usual=(-2.0, 2.0)),
        Variable("y", "", "spiking variable", -3.2, usual=(-12.0, 2.0)),
        Variable("z", "", "adaptation", 4.3, usual=(0.0, 6.0)),
    ),
    parameters=(
        Parameter("a", 1.0, 0.01, 10.0, "strength of the cubic term"),
        Parameter("b", 3.0, 0.0, 10.0, "strength of the quadratic term"),
        Parameter("c", 1.0, -10.0, 10.0, "drive of y"),
        Parameter("d", 5.0, 0.0, 20.0, "how much x inhibits y"),
        Parameter("beta", 1.0, 0.01, 10.0, "decay of y"),
        Parameter("r", 0.001, 0.0, 1.0, "how slow z is"),
        Parameter("s", 4.0, 0.0, 20.0, "how much z follows x"),
        Parameter("x_r", -1.6, -10.0, 10.0, "x at rest"),
        Parameter("t_s_ms", 100.0, 0.01, 1e5, "unit of the model's time"),
        Parameter("threshold_y", -3.5, -100.0, 100.0, "a spike is where y crosses it upwards"),
    ),
    cell_types=(
        CellType("classic", "the neuron of the classic network", 5.0, {}, SOURCE),
        CellType("tonic", "tonic spiking", 5.0, {"b": 3.5, "r": 0.01}, PATTERNS),
        CellType(
            "regular-bursting", "bursts at regular intervals", 3.0, {"b": 2.5, "r": 0.01}, PATTERNS
        ),
        CellType("chaotic-bursting", "bursts of chaotic lengths", 3.25, {"r": 0.005}, SOURCE),
        CellType("quiescent", "at rest, excitable", 1.0, {"r": 0.005}, SOURCE),
    ),
    constants=constants,
    kernel=KERNEL,
    special_kernel=special_kernel,
    check=check,
    planes=(
        PhasePlane("x", "z", x_and_z, others="y at rest"),
        PhasePlane("x", "y", x_and_y, held=("z",), others="at the present z"),
    ),
)
