"""Writes start state, weights and spikes of our classic network, for the others to start from."""

import numpy as np

from engine import DT_MS, Simulation
from engine.classic.connectivity.procedural import weight_matrix
from tests.benchmarks.peers.classic.ours import network
from tests.benchmarks.peers.protocol import task


def main() -> None:
    asked = task()
    described = network(asked.case)
    simulation = Simulation(described)
    state = simulation.state
    spikes = simulation.advance(round(asked.seconds * 1000) // DT_MS)
    if asked.inputs is None:
        raise SystemExit("--inputs is missing: where to write")
    np.savez(
        asked.inputs,
        state=state,
        weights=weight_matrix(described.seed, described.size).astype(np.float32),
        scale=described.weight_scale,
        spike_ms=spikes.time_ms,
        spike_neuron=spikes.neuron,
    )


if __name__ == "__main__":
    main()
