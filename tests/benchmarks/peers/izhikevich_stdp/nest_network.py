"""Both networks in NEST, whose plastic synapses have a dendritic delay."""

from typing import Any

import nest

from tests.benchmarks.peers.izhikevich_stdp import constants
from tests.benchmarks.peers.nest_running import run_nest
from tests.benchmarks.peers.protocol import task


def network(size: constants.Size) -> Any:
    excitatory = cells(size.excitatory, constants.RS)
    neurons = excitatory
    if size.inhibitory:
        inhibitory = cells(size.inhibitory, constants.FS)
        neurons = excitatory + inhibitory
        nest.Connect(
            inhibitory,
            excitatory,
            {"rule": "fixed_indegree", "indegree": size.inhibitory_to_excitatory},
            {"weight": size.inhibitory_weight, "delay": constants.DT_MS},
        )
    low, high = size.delay_ms
    synapse = {
        "synapse_model": "stdp_synapse",
        "weight": size.weight,
        # Of integers from 0 on.
        "delay": low if low == high else low + nest.random.uniform_int(round(high - low) + 1),
        "Wmax": size.largest,
        "lambda": size.a_plus,
        "alpha": size.a_minus / size.a_plus,
        "tau_plus": constants.TAU_MS,
        "mu_plus": 0.0,
        "mu_minus": 0.0,
    }
    rule = {"rule": "fixed_indegree", "indegree": size.excitatory_to_all}
    # Each neuron at most once, as in the others.
    nest.Connect(excitatory, neurons, {**rule, "allow_multapses": False}, synapse)
    drive = nest.Create("poisson_generator", params={"rate": size.drive_Hz})
    nest.Connect(drive, neurons, syn_spec={"weight": size.drive, "delay": constants.DT_MS})
    return neurons


def cells(number: int, parameters: tuple[float, float, float, float]) -> Any:
    a, b, c, d = parameters
    start = {"V_m": constants.START_mV, "U_m": b * constants.START_mV}
    return nest.Create(
        "izhikevich",
        number,
        {
            **start,
            "a": a,
            "b": b,
            "c": c,
            "d": d,
            "V_th": 30.0,
            "tau_minus": constants.TAU_MS,
            # Two half steps for v and one step for u, as in the others.
            "consistent_integration": False,
        },
    )


def main() -> None:
    asked = task()
    run_nest(asked, constants.DT_MS, lambda: network(constants.SIZES[asked.case]))


if __name__ == "__main__":
    main()
