"""CUBA, COBA and COBAHH in NEST."""

from typing import Any

import nest

from tests.benchmarks.peers.nest_running import run_nest
from tests.benchmarks.peers.protocol import task
from tests.benchmarks.peers.vogels_abbott import constants as c

COMMON = {
    "C_m": c.CAPACITANCE_pF,
    "tau_syn_ex": c.TAU_E_MS,
    "tau_syn_in": c.TAU_I_MS,
}
INTEGRATE_AND_FIRE = {
    "V_th": c.THRESHOLD_mV,
    "V_reset": c.RESET_mV,
    "t_ref": c.REFRACTORY_MS,
}
CONDUCTANCES = {
    "g_L": c.LEAK_nS,
    "E_L": c.REST_mV,
    "E_ex": c.REVERSAL_E_mV,
    "E_in": c.REVERSAL_I_mV,
}
CHANNELS = {
    "g_Na": c.SODIUM_nS,
    "g_K": c.POTASSIUM_nS,
    "E_Na": c.SODIUM_mV,
    "E_K": c.POTASSIUM_mV,
    "V_T": c.SHIFT_mV,
    "t_ref": c.HH_REFRACTORY_MS,
}
MV_TO_PA = c.CAPACITANCE_pF / c.TAU_M_MS


def cuba() -> Any:
    potential = {"E_L": c.CUBA_REST_mV, "tau_m": c.TAU_M_MS}
    neurons = nest.Create("iaf_psc_exp", c.NEURONS, {**COMMON, **INTEGRATE_AND_FIRE, **potential})
    neurons.V_m = nest.random.uniform(c.RESET_mV, c.THRESHOLD_mV)
    return connected(neurons, c.CUBA_E_mV * MV_TO_PA, c.CUBA_I_mV * MV_TO_PA)


def coba() -> Any:
    parameters = {**COMMON, **INTEGRATE_AND_FIRE, **CONDUCTANCES}
    neurons = nest.Create("iaf_cond_exp", c.NEURONS, parameters)
    neurons.V_m = nest.random.uniform(c.RESET_mV, c.THRESHOLD_mV)
    return kicked(neurons)


def hodgkin_huxley() -> Any:
    parameters = {**COMMON, **CONDUCTANCES, **CHANNELS}
    neurons = nest.Create("hh_cond_exp_traub", c.NEURONS, parameters)
    neurons.V_m = nest.random.normal(*c.HH_START_mV)
    return kicked(neurons)


def kicked(neurons: Any) -> Any:
    """Activity keeps itself going, once it has begun."""
    kick = nest.Create("dc_generator", params={"amplitude": c.KICK_pA, "stop": c.KICK_MS})
    nest.Connect(kick, neurons[: c.KICKED])
    return connected(neurons, c.WEIGHT_E_nS, -c.WEIGHT_I_nS)


def connected(neurons: Any, weight_e: float, weight_i: float) -> Any:
    rule = {"rule": "pairwise_bernoulli", "p": c.PROBABILITY}
    for part, weight in (
        (neurons[: c.EXCITATORY], weight_e),
        (neurons[c.EXCITATORY :], weight_i),
    ):
        nest.Connect(part, neurons, rule, {"weight": weight, "delay": c.DT_MS})
    return neurons


def main() -> None:
    asked = task()
    build = {"cuba": cuba, "coba": coba, "hh": hodgkin_huxley}[asked.case]
    run_nest(asked, c.DT_MS, build)


if __name__ == "__main__":
    main()
