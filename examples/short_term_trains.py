"""Trains of spikes through a depressing and a facilitating synapse (Tsodyks and Markram 1997).

Each line is a train of one rate: by how much its first spikes act, its last one, and where the
equations say that it ends; as shares of what a synapse has in all.

    python examples/short_term_trains.py [SPIKES]
"""

import math
import sys

import numpy as np
from numpy.typing import NDArray

import engine

RATES_HZ = 1.0, 5.0, 10.0, 20.0, 50.0, 100.0
SHOWN = 1, 2, 3, 5, 10
SYNAPSES = {
    "depressing": engine.ShortTerm(use=0.5, tau_recovery_ms=800.0),
    "facilitating": engine.ShortTerm(use=0.04, tau_recovery_ms=100.0, tau_facilitation_ms=1000.0),
}
"""Excitatory synapses onto excitatory and onto inhibitory neurons, after Tsodyks et al. 2000."""


def amplitudes(synapse: engine.ShortTerm, interval_ms: float, spikes: int) -> NDArray[np.float64]:
    """The current that each spike of a regular train gives, of a synapse of weight 1."""
    times_ms = interval_ms * np.arange(spikes)
    train = engine.GivenSpikes([times_ms.tolist()])
    source = engine.Population(name="source", model="spike-source", size=1, spikes=train)
    cell = engine.Population(name="cell", model="leaky-integrate-and-fire", size=1)
    projection = engine.Projection(
        source="source",
        target="cell",
        synapse=engine.CurrentStep(),
        weight=1.0,
        short_term=synapse,
    )
    network = engine.Network(
        name="train", dt_ms=1.0, populations=[source, cell], projections=[projection]
    )
    _, trace = engine.Simulation(network).advance_traced(round(times_ms[-1]) + 2, neuron=1)
    currents = trace[:, -1]
    return currents[currents > 0.0]


def steady(synapse: engine.ShortTerm, interval_ms: float) -> float:
    """What is released when a period brings everything back: u x, in closed form."""
    forgotten = synapse.tau_facilitation_ms
    kept = math.exp(-interval_ms / forgotten) if forgotten else 0.0
    missing = math.exp(-interval_ms / synapse.tau_recovery_ms)
    u = synapse.use / (1.0 - (1.0 - synapse.use) * kept)
    return u * (1.0 - missing) / (1.0 - (1.0 - u) * missing)


def main(spikes: int = 100) -> None:
    """Print a line for each synapse and rate."""
    numbered = "".join(f"{f'spike {n}':>10}" for n in SHOWN)
    print(f"synapse        rate, Hz{numbered}{'last':>10}{'steady':>10}")
    for name, synapse in SYNAPSES.items():
        for rate in RATES_HZ:
            found = amplitudes(synapse, 1000.0 / rate, spikes)
            shown = [*(found[n - 1] for n in SHOWN), found[-1], steady(synapse, 1000.0 / rate)]
            print(f"{name:14} {rate:8.0f}" + "".join(f"{share:10.4f}" for share in shown))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
