"""Song's network in NEST, whose delays are dendritic and last one step at least."""

from typing import Any

import nest

from tests.benchmarks.peers.nest_running import run_nest
from tests.benchmarks.peers.protocol import task
from tests.benchmarks.peers.song_2000 import constants as c

LEAK_nS = 1000.0


def network() -> Any:
    cell = nest.Create(
        "iaf_cond_exp",
        1,
        {
            "C_m": c.TAU_M_MS * LEAK_nS,
            "g_L": LEAK_nS,
            "E_L": c.REST_mV,
            "V_m": c.REST_mV,
            "V_th": c.THRESHOLD_mV,
            "V_reset": c.RESET_mV,
            "E_ex": c.REVERSAL_mV,
            "tau_syn_ex": c.TAU_E_MS,
            "t_ref": 0.0,
            "tau_minus": c.TAU_MINUS_MS,
        },
    )
    # A generator's spikes can't go along plastic synapses; neurons that repeat them can.
    inputs = nest.Create("parrot_neuron", c.INPUTS)
    nest.Connect(nest.Create("poisson_generator", params={"rate": c.RATE_HZ}), inputs)
    largest = c.LARGEST * LEAK_nS
    synapse = {
        "synapse_model": "stdp_synapse",
        "weight": nest.random.uniform(0.0, largest),
        "delay": c.DT_MS,
        "Wmax": largest,
        "lambda": c.A_PLUS,
        "alpha": c.A_MINUS / c.A_PLUS,
        "tau_plus": c.TAU_PLUS_MS,
        "mu_plus": 0.0,
        "mu_minus": 0.0,
    }
    nest.Connect(inputs, cell, "all_to_all", synapse)
    return cell


def main() -> None:
    run_nest(task(), c.DT_MS, network)


if __name__ == "__main__":
    main()
