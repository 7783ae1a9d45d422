"""The Hindmarsh-Rose neuron with parameters of its own."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.models.model import CellType, Model, Parameter, Values, Variable
from engine.numerics.jit import subroutine

SOURCE = "J. L. Hindmarsh and R. M. Rose, Proc. R. Soc. Lond. B 221 (1984) 87-102"
PATTERNS = "M. Storace, D. Linaro, E. de Lange, Chaos 18 (2008) 033128"
LARGEST_X = 4.0
"""|x| that ordinary steps stay below; beyond it a step is redone in finer ones."""
SUBSTEPS = 256


class HindmarshRoseNeurons(NamedTuple):
    """State x, y, z and whether y was above -3.5; constants as `constants` gives them."""

    state: NDArray[np.float64]
    constants: NDArray[np.float64]


@subroutine
def slopes(
    x: float,
    y: float,
    z: float,
    current: float,
    conductance: float,
    a: float,
    b: float,
    c: float,
    d: float,
    beta: float,
    zx: float,
    zc: float,
    zz: float,
) -> tuple[float, float, float]:
    """dx/dt, dy/dt and dz/dt, time in units of t_s."""
    xx = x * x
    return (
        y + xx * (b - a * x) - z + current - conductance * x,
        (c - beta * y) - d * xx,
        zx * x + (zc - zz * z),
    )


@subroutine
def stepped(
    x: float,
    y: float,
    z: float,
    current: float,
    conductance: float,
    h: float,
    a: float,
    b: float,
    c: float,
    d: float,
    beta: float,
    zx: float,
    zc: float,
    zz: float,
) -> tuple[float, float, float]:
    """x, y, z a time h later, h in units of t_s."""
    k = h / 2.0
    dx1, dy1, dz1 = slopes(x, y, z, current, conductance, a, b, c, d, beta, zx, zc, zz)
    dx2, dy2, dz2 = slopes(
        x + k * dx1, y + k * dy1, z + k * dz1, current, conductance, a, b, c, d, beta, zx, zc, zz
    )
    dx3, dy3, dz3 = slopes(
        x + k * dx2, y + k * dy2, z + k * dz2, current, conductance, a, b, c, d, beta, zx, zc, zz
    )
    dx4, dy4, dz4 = slopes(
        x + h * dx3, y + h * dy3, z + h * dz3, current, conductance, a, b, c, d, beta, zx, zc, zz
    )
    sixth, third = h / 6.0, h / 3.0
    return (
        x + sixth * (dx1 + dx4) + third * (dx2 + dx3),
        y + sixth * (dy1 + dy4) + third * (dy2 + dy3),
        z + sixth * (dz1 + dz4) + third * (dz2 + dz3),
    )


@subroutine
def integrate(
    neurons: HindmarshRoseNeurons,
    current: NDArray[np.float64],
    conductance: NDArray[np.float64],
    conducts: bool,
    low: int,
    high: int,
    now: int,
) -> None:
    """One step of neurons `low` to `high`; the current arrays begin with neuron `low`.

    The state of before is kept in the last rows, for a step that must be redone.
    """
    xs, ys, zs = neurons.state[0, low:high], neurons.state[1, low:high], neurons.state[2, low:high]
    x_was, y_was = neurons.state[4, low:high], neurons.state[5, low:high]
    z_was = neurons.state[6, low:high]
    a, b = neurons.constants[0, low:high], neurons.constants[1, low:high]
    c, d = neurons.constants[2, low:high], neurons.constants[3, low:high]
    beta, zx = neurons.constants[4, low:high], neurons.constants[5, low:high]
    zc, zz = neurons.constants[6, low:high], neurons.constants[7, low:high]
    h = neurons.constants[8, low:high]
    for i in range(xs.size):
        x_was[i], y_was[i], z_was[i] = xs[i], ys[i], zs[i]
    strayed = 0
    for i in range(xs.size):
        x, y, z = stepped(
            x_was[i],
            y_was[i],
            z_was[i],
            current[i],
            conductance[i],
            h[i],
            a[i],
            b[i],
            c[i],
            d[i],
            beta[i],
            zx[i],
            zc[i],
            zz[i],
        )
        xs[i], ys[i], zs[i] = x, y, z
        strayed += not abs(x) <= LARGEST_X
    if strayed == 0:
        return
    for i in range(xs.size):
        if not abs(xs[i]) <= LARGEST_X:
            x, y, z = x_was[i], y_was[i], z_was[i]
            for _ in range(SUBSTEPS):
                x, y, z = stepped(
                    x,
                    y,
                    z,
                    current[i],
                    conductance[i],
                    h[i] / SUBSTEPS,
                    a[i],
                    b[i],
                    c[i],
                    d[i],
                    beta[i],
                    zx[i],
                    zc[i],
                    zz[i],
                )
            xs[i], ys[i], zs[i] = x, y, z


@subroutine
def find_fired(
    neurons: HindmarshRoseNeurons, low: int, high: int, fired: NDArray[np.uint8]
) -> None:
    """Mark whose y crossed the threshold on the way up."""
    y, above = neurons.state[1, low:high], neurons.state[3, low:high]
    threshold = neurons.constants[9, low:high]
    for i in range(y.size):
        now = 1.0 if y[i] > threshold[i] else 0.0
        fired[i] = now > above[i]
        above[i] = now


@subroutine
def count_events(neurons: HindmarshRoseNeurons, low: int, high: int) -> int:
    """As many as there are: crossings are found by looking at every neuron at every step."""
    return high - low


@subroutine
def reset(neurons: HindmarshRoseNeurons, i: int, now: int) -> None:
    """A spike resets nothing: it is its own equations' work."""


def constants(values: Values, dt_ms: float) -> NDArray[np.float64]:
    """a, b, c, d, beta; dz/dt = x row[5] + (row[6] - z row[7]); step in t_s; threshold of y."""
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


MODEL = Model(
    name="hindmarsh-rose",
    title="Hindmarsh-Rose",
    equations="""\
t_s dx/dt = y - a x^3 + b x^2 - z + I     x: membrane potential
t_s dy/dt = c - d x^2 - beta y            y: spiking variable, fast sodium and potassium channels
t_s dz/dt = r (s (x - x_r) - z)           z: adaptation, slow channel""",
    spike="y > threshold after a step and not before it",
    integrator="RK4",
    source=SOURCE,
    dt_ms=10.0,
    max_dt_ms=100.0,
    current_unit="",
    conductance_unit="",
    variables=(
        Variable("x", "", "membrane potential", -0.8),
        Variable("y", "", "spiking variable", -3.2),
        Variable("z", "", "adaptation", 4.3),
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
    hidden=4,
    check=check,
)
