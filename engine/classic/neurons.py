"""The Hindmarsh-Rose neuron.

    dx/dt = (y - a x^3 + b x^2 - z + I) / t_s      x: membrane potential
    dy/dt = (c - d x^2 - beta y) / t_s             y: spiking variable, fast Na and K channels
    dz/dt = r (s (x - x_r) - z) / t_s              z: adaptation, slow channel

x, y, z and I are dimensionless, t_s is 0.1 s. Integrator: classic fourth-order Runge-Kutta, one
step of 10 ms, I held constant over the step. A spike is y > -3.5 after a step and not before it.

Source: J. L. Hindmarsh and R. M. Rose, A model of neuronal bursting using three coupled first
order differential equations, Proc. R. Soc. Lond. B 221 (1984) 87-102.
"""

from typing import cast

import numpy as np
from numpy.typing import NDArray

from engine.numerics.jit import subroutine

NAME = "Hindmarsh-Rose"
INTEGRATOR = "RK4"
DT_MS = 10
TIME_SCALE_MS = 100
SPIKE_THRESHOLD = -3.5
START = (-0.8, -3.2, 4.3)
START_SPREAD = 0.1
"""x, y, z at the start, each plus uniform(-0.1, 0.1)."""

# With time in units of t_s, a = beta = 1 and dz/dt = ZX x + (ZC - ZZ z).
B = 3.0
C = 1.0
D = 5.0
ZX = 0.004
ZC = 0.0064
ZZ = 0.001

H = DT_MS / TIME_SCALE_MS
H2 = H / 2.0
H3 = H / 3.0
H6 = H / 6.0

ORDINARY_X = 4.0
"""|x| that ordinary steps stay below: beyond it the step of 10 ms is no longer stable."""
COARSE_SUBSTEPS = cast(int, np.int64(4))  # an int would be compiled as a case of its own
MAX_SUBSTEPS = 65536
SUBSTEP_TOLERANCE = 1e-9


@subroutine
def integrate(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    z: NDArray[np.float64],
    current: NDArray[np.float64],
    x_next: NDArray[np.float64],
    y_next: NDArray[np.float64],
    z_next: NDArray[np.float64],
) -> None:
    """One step of every neuron of these arrays, shape (neurons,); free of branches, so in SIMD.

    The order of the additions is the one that gives the classic trace to its last digit.
    """
    for i in range(x.shape[0]):
        x0, y0, z0, inp = x[i], y[i], z[i], current[i]
        xx = x0 * x0
        dx1 = y0 + xx * (B - x0) - z0 + inp
        dy1 = (C - y0) - D * xx
        dz1 = ZX * x0 + (ZC - ZZ * z0)
        xs = x0 + H2 * dx1
        ys = y0 + H2 * dy1
        zs = z0 + H2 * dz1
        xx = xs * xs
        dx2 = ys + xx * (B - xs) - zs + inp
        dy2 = (C - ys) - D * xx
        dz2 = ZX * xs + (ZC - ZZ * zs)
        xs = x0 + H2 * dx2
        ys = y0 + H2 * dy2
        zs = z0 + H2 * dz2
        xx = xs * xs
        dx3 = ys + xx * (B - xs) - zs + inp
        dy3 = (C - ys) - D * xx
        dz3 = ZX * xs + (ZC - ZZ * zs)
        xs = x0 + H * dx3
        ys = y0 + H * dy3
        zs = z0 + H * dz3
        xx = xs * xs
        dx4 = ys + xx * (B - xs) - zs + inp
        dy4 = (C - ys) - D * xx
        dz4 = ZX * xs + (ZC - ZZ * zs)
        x_next[i] = x0 + H6 * (dx1 + dx4) + H3 * (dx2 + dx3)
        y_next[i] = y0 + H6 * (dy1 + dy4) + H3 * (dy2 + dy3)
        z_next[i] = z0 + H6 * (dz1 + dz4) + H3 * (dz2 + dz3)


@subroutine
def derivative(x: float, y: float, z: float, current: float) -> tuple[float, float, float]:
    """dx/dt, dy/dt and dz/dt, time in units of t_s."""
    xx = x * x
    return y + xx * (B - x) - z + current, (C - y) - D * xx, ZX * x + (ZC - ZZ * z)


@subroutine
def in_substeps(
    x: float, y: float, z: float, current: float, substeps: int
) -> tuple[float, float, float]:
    """One step of one neuron, cut into so many equal substeps."""
    h = H / substeps
    for _ in range(substeps):
        dx1, dy1, dz1 = derivative(x, y, z, current)
        dx2, dy2, dz2 = derivative(x + h / 2 * dx1, y + h / 2 * dy1, z + h / 2 * dz1, current)
        dx3, dy3, dz3 = derivative(x + h / 2 * dx2, y + h / 2 * dy2, z + h / 2 * dz2, current)
        dx4, dy4, dz4 = derivative(x + h * dx3, y + h * dy3, z + h * dz3, current)
        x += h / 6 * (dx1 + dx4) + h / 3 * (dx2 + dx3)
        y += h / 6 * (dy1 + dy4) + h / 3 * (dy2 + dy3)
        z += h / 6 * (dz1 + dz4) + h / 3 * (dz2 + dz3)
        if not np.isfinite(x):
            break
    return x, y, z


@subroutine
def in_fine_substeps(
    x: float, y: float, z: float, current: float
) -> tuple[bool, float, float, float]:
    """The step in ever finer substeps, until halving them changes nothing any more.

    Returns whether that came to pass, and x, y, z.
    """
    substeps = COARSE_SUBSTEPS
    x_coarse, y_coarse, z_coarse = in_substeps(x, y, z, current, substeps)
    while substeps < MAX_SUBSTEPS:
        substeps *= 2
        x_fine, y_fine, z_fine = in_substeps(x, y, z, current, substeps)
        change = abs(x_fine - x_coarse) + abs(y_fine - y_coarse)
        if change <= SUBSTEP_TOLERANCE * (1.0 + abs(x_fine) + abs(y_fine)):
            return True, x_fine, y_fine, z_fine
        x_coarse, y_coarse, z_coarse = x_fine, y_fine, z_fine
    return False, x_coarse, y_coarse, z_coarse
