"""A network of one's own, from dataclasses, and what a stimulus to a few of its neurons does.

Also writes it as a file for the dashboard: `snn-tui --network own-network.toml`.

    python examples/own_network.py
"""

from pathlib import Path

import engine
from engine import Network, Population, Projection, Simulation, Uniform
from engine.statistics import rates_hz

GROUPS = {"stimulated": slice(100), "others": slice(100, 800), "inhibitory": slice(800, None)}
excitatory, inhibitory = (
    Population(
        name=name,
        size=size,
        model="leaky-integrate-and-fire",
        parameters={"rest_mV": -60.0},
        start={"v_mV": Uniform(-60.0, -50.0)},
    )
    for name, size in (("excitatory", 800), ("inhibitory", 200))
)
everyone = ["excitatory", "inhibitory"]
excitation, inhibition = (
    Projection(
        source=source,
        target=everyone,
        connect=engine.PairwiseBernoulli(0.1),
        synapse=engine.ExponentialConductance(tau_ms, reversal_mv),
        weight=weight_us,
        delay_ms=Uniform(0.5, 2.0),
    )
    for source, tau_ms, reversal_mv, weight_us in (
        ("excitatory", 5.0, 0.0, 3e-4),
        ("inhibitory", 10.0, -80.0, 4e-3),
    )
)
noise = engine.NoiseCurrent(target=everyone, mean=0.11, standard_deviation=0.2)
stimulus = engine.CurrentPulses(
    target="excitatory", neurons=(0, 100), amplitude=0.1, times_ms=[500.0], duration_ms=200.0
)
network = Network(
    name="own-network",
    dt_ms=0.1,
    populations=[excitatory, inhibitory],
    projections=[excitation, inhibition],
    inputs=[noise, stimulus],
)
Path("own-network.toml").write_text(engine.network_text(network), encoding="utf-8")

simulation = Simulation(network)
spikes = simulation.advance(round(1000.0 / network.dt_ms))
print(f"{network.size} neurons, {simulation.synapses:,} synapses; rates in Hz")
for phase, from_ms in (("before", 300.0), ("during", 500.0)):
    rates = rates_hz(spikes, network.size, from_ms=from_ms, to_ms=from_ms + 200.0)
    told = ", ".join(f"{name} {rates[group].mean():.1f}" for name, group in GROUPS.items())
    print(f"{phase} the stimulus: {told}")
