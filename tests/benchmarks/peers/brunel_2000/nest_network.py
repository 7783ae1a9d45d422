"""Brunel's network in NEST."""

from typing import Any

import nest

from tests.benchmarks.peers.brunel_2000 import constants as c
from tests.benchmarks.peers.nest_running import run_nest
from tests.benchmarks.peers.protocol import task

NEURON = {
    "C_m": 1.0,
    "tau_m": c.TAU_MS,
    "t_ref": c.REFRACTORY_MS,
    "E_L": 0.0,
    "V_th": c.THRESHOLD_mV,
    "V_reset": c.RESET_mV,
}


def network(regime: c.Regime) -> Any:
    neurons = nest.Create("iaf_psc_delta", c.NEURONS, NEURON)
    neurons.V_m = nest.random.uniform(0.0, c.THRESHOLD_mV)
    excitation = {"weight": c.WEIGHT_mV, "delay": c.DELAY_MS}
    inhibition = {"weight": -regime.g * c.WEIGHT_mV, "delay": c.DELAY_MS}
    external = nest.Create("poisson_generator", params={"rate": regime.external_Hz * c.INPUTS_E})
    nest.Connect(external, neurons, syn_spec=excitation)
    for part, inputs, synapse in (
        (neurons[: c.EXCITATORY], c.INPUTS_E, excitation),
        (neurons[c.EXCITATORY :], c.INPUTS_I, inhibition),
    ):
        nest.Connect(part, neurons, {"rule": "fixed_indegree", "indegree": inputs}, synapse)
    return neurons


def main() -> None:
    asked = task()
    run_nest(asked, c.DT_MS, lambda: network(c.REGIMES[asked.case]))


if __name__ == "__main__":
    main()
