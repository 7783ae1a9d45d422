"""The cortical microcircuit in NEST."""

from typing import Any

import nest

from tests.benchmarks.peers.nest_running import run_nest
from tests.benchmarks.peers.potjans_diesmann_2014 import constants as c
from tests.benchmarks.peers.protocol import task

NEURON = {
    "C_m": c.CAPACITANCE_pF,
    "tau_m": c.TAU_M_MS,
    "tau_syn_ex": c.TAU_SYN_MS,
    "tau_syn_in": c.TAU_SYN_MS,
    "t_ref": c.REFRACTORY_MS,
    "E_L": c.REST_mV,
    "V_th": c.THRESHOLD_mV,
    "V_reset": c.RESET_mV,
}


def weight(mean_pA: float) -> Any:  # noqa: N803 - the unit
    drawn = nest.random.normal(mean=mean_pA, std=abs(mean_pA) * c.WEIGHT_SPREAD)
    bounds = (
        {"min": 0.0, "max": float("inf")} if mean_pA > 0 else {"min": -float("inf"), "max": 0.0}
    )
    return nest.math.redraw(drawn, **bounds)


def delay(mean_ms: float) -> Any:
    drawn = nest.random.normal(mean=mean_ms, std=mean_ms * c.DELAY_SPREAD)
    return nest.math.redraw(drawn, min=c.DT_MS, max=float("inf"))


def network(scaled: c.Scaled, is_constant: bool) -> Any:
    neurons = nest.Create("iaf_psc_exp", int(scaled.sizes.sum()), NEURON)
    populations, first = [], 0
    for k, size in enumerate(scaled.sizes.tolist()):
        part = neurons[first : first + size]
        first += size
        part.I_e = float(scaled.current_pA[k])
        part.V_m = nest.random.normal(c.START_MEAN_mV[k], c.START_DEVIATION_mV[k])
        if not is_constant:
            rate = float(scaled.external_inputs[k] * c.EXTERNAL_Hz)
            external = nest.Create("poisson_generator", params={"rate": rate})
            synapse = {"weight": scaled.external_pA, "delay": c.DELAY_E_MS}
            nest.Connect(external, part, syn_spec=synapse)
        populations.append(part)
    # One model of synapses has too few places for all of the full network.
    models = [f"from_{name}" for name in c.POPULATIONS]
    for model in models:
        nest.CopyModel("static_synapse", model)
    for i, target in enumerate(populations):
        for j, source in enumerate(populations):
            if scaled.synapses[i, j] == 0:
                continue
            synapse = {
                "synapse_model": models[j],
                "weight": weight(float(scaled.weights_pA[i, j])),
                "delay": delay(c.DELAY_I_MS if j % 2 else c.DELAY_E_MS),
            }
            number = int(scaled.synapses[i, j])
            nest.Connect(source, target, {"rule": "fixed_total_number", "N": number}, synapse)
    return neurons


def main() -> None:
    asked = task()
    size, _, kind = asked.case.partition("-")
    is_constant = kind == "constant"
    scaled = c.scaled(int(size), is_constant)
    populations = dict(zip(c.POPULATIONS, scaled.sizes.tolist(), strict=True))
    run_nest(asked, c.DT_MS, lambda: network(scaled, is_constant), populations)


if __name__ == "__main__":
    main()
