"""The Traub-Miles neuron: Hodgkin-Huxley kinetics of hippocampal cells, as benchmarked in 2007."""

import numpy as np
from numpy.typing import NDArray

from engine.models.gated import Slopes, exprel_inverse, kernel_of
from engine.models.model import CellType, Model, Parameter, Values, Variable
from engine.numerics.exponential import exponential
from engine.numerics.jit import subroutine

SOURCE = (
    "R. D. Traub and R. Miles, Neuronal Networks of the Hippocampus, Cambridge University Press "
    "(1991), as in R. Brette et al., Journal of Computational Neuroscience 23 (2007) 349-398"
)
SPIKE_MV = -20.0
ORDINARY_MV = -90.0, 165.0
"""From the foot on. At either end a rate is 2.4 per longest step; RK4 is stable to 2.8."""


@subroutine
def gate_slopes(v: float, m: float, h: float, n: float) -> Slopes:
    """dm/dt, dh/dt and dn/dt, per ms; v in mV, counted from V_T."""
    alpha_m = 1.28 * exprel_inverse((13.0 - v) / 4.0)
    beta_m = 1.4 * exprel_inverse((v - 40.0) / 5.0)
    alpha_h = 0.128 * exponential((17.0 - v) / 18.0)
    beta_h = 4.0 / (exponential((40.0 - v) / 5.0) + 1.0)
    alpha_n = 0.16 * exprel_inverse((15.0 - v) / 5.0)
    beta_n = 0.5 * exponential((10.0 - v) / 40.0)
    return (
        alpha_m * (1.0 - m) - beta_m * m,
        alpha_h * (1.0 - h) - beta_h * h,
        alpha_n * (1.0 - n) - beta_n * n,
    )


def constants(values: Values, dt_ms: float) -> NDArray[np.float64]:
    """What the kernel needs, rows as `gated` names them."""
    return np.stack(
        [
            values["sodium_nS"],
            values["potassium_nS"],
            values["leak_nS"],
            values["sodium_mV"],
            values["potassium_mV"],
            values["leak_mV"],
            1.0 / values["capacitance_pF"],
            np.full_like(values["leak_mV"], dt_ms),
            values["foot_mV"],
        ]
    )


def starts(values: Values) -> dict[str, NDArray[np.float64]]:
    """v starts at the leak's reversal potential."""
    return {"v": values["leak_mV"]}


MODEL = Model(
    name="traub-miles",
    title="Traub-Miles",
    equations="""\
C dv/dt = g_Na m^3 h (E_Na - v) + g_K n^4 (E_K - v) + g_L (E_L - v) + I + sum_r g_r (E_r - v)
dp/dt = alpha_p (1 - p) - beta_p p   for p = m, h, n; time in ms, v: membrane potential, mV
with V = v - foot, e(x) = x / (exp(x) - 1):
alpha_m = 1.28 e((13 - V) / 4)            beta_m = 1.4 e((V - 40) / 5)
alpha_h = 0.128 exp((17 - V) / 18)        beta_h = 4 / (exp((40 - V) / 5) + 1)
alpha_n = 0.16 e((15 - V) / 5)            beta_n = 0.5 exp((10 - V) / 40)""",
    spike="v > -20 mV after a step and not before it",
    threshold=("v", SPIKE_MV),
    integrator="RK4",
    source=SOURCE,
    dt_ms=0.05,
    max_dt_ms=0.05,
    current_unit="pA",
    conductance_unit="nS",
    variables=(
        Variable("v", "mV", "membrane potential", -60.0, usual=("potassium_mV", "sodium_mV")),
        Variable("m", "", "sodium activation", 0.0268633298, 0.0, 1.0, (0.0, 1.0)),
        Variable("h", "", "sodium inactivation", 0.9913058219, 0.0, 1.0, (0.0, 1.0)),
        Variable("n", "", "potassium activation", 0.0604340347, 0.0, 1.0, (0.0, 1.0)),
    ),
    parameters=(
        Parameter("capacitance_pF", 200.0, 1.0, 1e5, "membrane capacitance C"),
        Parameter("sodium_nS", 20000.0, 0.0, 1e6, "largest sodium conductance g_Na"),
        Parameter("potassium_nS", 6000.0, 0.0, 1e6, "largest potassium conductance g_K"),
        Parameter("leak_nS", 10.0, 0.0, 1e4, "leak conductance g_L"),
        Parameter("sodium_mV", 50.0, -200.0, 200.0, "sodium reversal potential E_Na"),
        Parameter("potassium_mV", -90.0, -200.0, 200.0, "potassium reversal potential E_K"),
        Parameter("leak_mV", -60.0, -200.0, 200.0, "leak reversal potential E_L"),
        Parameter("foot_mV", -63.0, -200.0, 200.0, "V_T, what the rates' potential counts from"),
    ),
    cell_types=(CellType("hippocampal", "the cell of the 2007 benchmark", 200.0, {}, SOURCE),),
    constants=constants,
    kernel=kernel_of(gate_slopes, SPIKE_MV, ORDINARY_MV),
    hidden=1,
    starts=starts,
)
