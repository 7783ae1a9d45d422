"""The Hodgkin-Huxley neuron: the squid's giant axon at 6.3 degrees."""

import numpy as np
from numpy.typing import NDArray

from engine.models.gated import Slopes, exprel_inverse, kernel_of
from engine.models.model import CellType, Model, Parameter, Values, Variable
from engine.numerics.exponential import exponential
from engine.numerics.jit import subroutine

SOURCE = "A. L. Hodgkin and A. F. Huxley, Journal of Physiology 117 (1952) 500-544"
SPIKE_MV = 0.0
ORDINARY_MV = -95.0, 200.0
"""At either end the rate of m is 2.1 to 2.4 per longest step; RK4 is stable to 2.8."""


@subroutine
def gate_slopes(v: float, m: float, h: float, n: float) -> Slopes:
    """dm/dt, dh/dt and dn/dt, per ms; v in mV, rest at -65 mV."""
    alpha_m = exprel_inverse((-40.0 - v) / 10.0)
    beta_m = 4.0 * exponential((-65.0 - v) / 18.0)
    alpha_h = 0.07 * exponential((-65.0 - v) / 20.0)
    beta_h = 1.0 / (exponential((-35.0 - v) / 10.0) + 1.0)
    alpha_n = 0.1 * exprel_inverse((-55.0 - v) / 10.0)
    beta_n = 0.125 * exponential((-65.0 - v) / 80.0)
    return (
        alpha_m * (1.0 - m) - beta_m * m,
        alpha_h * (1.0 - h) - beta_h * h,
        alpha_n * (1.0 - n) - beta_n * n,
    )


def constants(values: Values, dt_ms: float) -> NDArray[np.float64]:
    """What the kernel needs, rows as `gated` names them."""
    return np.stack(
        [
            values["sodium_mS_per_cm2"],
            values["potassium_mS_per_cm2"],
            values["leak_mS_per_cm2"],
            values["sodium_mV"],
            values["potassium_mV"],
            values["leak_mV"],
            1.0 / values["capacitance_uF_per_cm2"],
            np.full_like(values["leak_mV"], dt_ms),
            np.zeros_like(values["leak_mV"]),
        ]
    )


MODEL = Model(
    name="hodgkin-huxley",
    title="Hodgkin-Huxley",
    equations="""\
C dv/dt = g_Na m^3 h (E_Na - v) + g_K n^4 (E_K - v) + g_L (E_L - v) + I + sum_r g_r (E_r - v)
dp/dt = alpha_p (1 - p) - beta_p p   for p = m, h, n; time in ms, v: membrane potential, mV
alpha_m = x / (exp(x) - 1), x = (-40 - v) / 10        beta_m = 4 exp((-65 - v) / 18)
alpha_h = 0.07 exp((-65 - v) / 20)                    beta_h = 1 / (exp((-35 - v) / 10) + 1)
alpha_n = 0.1 x / (exp(x) - 1), x = (-55 - v) / 10    beta_n = 0.125 exp((-65 - v) / 80)""",
    spike="v > 0 mV after a step and not before it",
    threshold=("v", SPIKE_MV),
    integrator="RK4",
    source=SOURCE,
    dt_ms=0.05,
    max_dt_ms=0.1,
    current_unit="uA_per_cm2",
    conductance_unit="mS_per_cm2",
    variables=(
        Variable("v", "mV", "membrane potential", -65.0, usual=("potassium_mV", "sodium_mV")),
        Variable("m", "", "sodium activation", 0.0529324853, 0.0, 1.0, (0.0, 1.0)),
        Variable("h", "", "sodium inactivation", 0.5961207535, 0.0, 1.0, (0.0, 1.0)),
        Variable("n", "", "potassium activation", 0.3176769141, 0.0, 1.0, (0.0, 1.0)),
    ),
    parameters=(
        Parameter("capacitance_uF_per_cm2", 1.0, 0.1, 100.0, "membrane capacitance C"),
        Parameter("sodium_mS_per_cm2", 120.0, 0.0, 1000.0, "largest sodium conductance g_Na"),
        Parameter("potassium_mS_per_cm2", 36.0, 0.0, 1000.0, "largest potassium conductance g_K"),
        Parameter("leak_mS_per_cm2", 0.3, 0.0, 100.0, "leak conductance g_L"),
        Parameter("sodium_mV", 50.0, -200.0, 200.0, "sodium reversal potential E_Na"),
        Parameter("potassium_mV", -77.0, -200.0, 200.0, "potassium reversal potential E_K"),
        Parameter("leak_mV", -54.387, -200.0, 200.0, "leak reversal potential E_L"),
    ),
    cell_types=(
        CellType("squid-axon", "the squid's giant axon, rest at -65 mV", 10.0, {}, SOURCE),
    ),
    constants=constants,
    kernel=kernel_of(gate_slopes, SPIKE_MV, ORDINARY_MV),
    hidden=1,
)
