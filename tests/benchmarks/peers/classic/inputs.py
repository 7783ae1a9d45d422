"""Writes start state, weights and spikes of our classic network, for the others to start from."""

import numpy as np

from engine import Simulation
from tests.benchmarks.peers.classic.ours import network
from tests.benchmarks.peers.protocol import task


def main() -> None:
    asked = task()
    described = network(asked.case)
    simulation = Simulation(described)
    state = simulation.state_of("neurons")
    of_all = simulation.connections(0)
    weights = np.zeros((described.size, described.size), np.float32)
    weights[of_all.target, of_all.source] = of_all.weight
    spikes = simulation.advance(round(asked.seconds * 1000 / simulation.dt_ms))
    if asked.inputs is None:
        raise SystemExit("--inputs is missing: where to write")
    np.savez(
        asked.inputs,
        state=state,
        weights=weights,
        scale=1.0,
        spike_ms=spikes.time_ms,
        spike_neuron=spikes.neuron,
    )


if __name__ == "__main__":
    main()
