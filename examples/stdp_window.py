"""The window of spike-timing-dependent plasticity: what a pair of spikes does to a weight.

Each of many synapses gets one presynaptic and one postsynaptic spike; both populations relay
spikes that are given.

    python examples/stdp_window.py [FARTHEST_MS]
"""

import sys

import numpy as np

import engine

POINTS, BAR = 21, 50
RULE = engine.PairStdp(w_max=1.0, a_plus=0.01, a_minus=0.012, tau_minus_ms=34.0, precision="double")


def one_to_one(
    source: str, target: str, weight: float, rule: engine.PairStdp | None = None
) -> engine.Projection:
    """Synapses that make the voltage jump a millisecond later."""
    return engine.Projection(
        source=source,
        target=target,
        connect=engine.OneToOne(),
        synapse=engine.VoltageJump(),
        weight=weight,
        delay_ms=1.0,
        plasticity=rule,
    )


def main(farthest_ms: float) -> None:
    """Print a line for each distance of the two spikes at the synapse."""
    apart_ms = np.rint(np.linspace(-farthest_ms, farthest_ms, POINTS))
    cells = []
    times = {"pre": np.full(POINTS, farthest_ms), "post": farthest_ms + 1.0 + apart_ms}
    for name, of_each in times.items():
        given = engine.GivenSpikes([[time] for time in of_each.tolist()])
        cells += [
            engine.Population(name=f"to {name}", model="spike-source", size=POINTS, spikes=given),
            engine.Population(name=name, model="leaky-integrate-and-fire", size=POINTS),
        ]
    relays = [one_to_one(f"to {name}", name, 100.0) for name in times]
    synapses = [*relays, one_to_one("pre", "post", 0.5, RULE)]
    network = engine.Network(name="window", dt_ms=0.1, populations=cells, projections=synapses)
    simulation = engine.Simulation(network)
    simulation.advance(round((2.0 * farthest_ms + 10.0) / network.dt_ms))
    changes = 100.0 * (simulation.weights(2) - 0.5)
    print("postsynaptic after presynaptic spike in ms, change of the weight in % of the largest")
    for apart, change in zip(apart_ms, changes, strict=True):
        bar = "█" * round(BAR * abs(change) / np.abs(changes).max())
        print(f"{apart:7.0f} {change:8.4f}  {bar}")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 100.0)
