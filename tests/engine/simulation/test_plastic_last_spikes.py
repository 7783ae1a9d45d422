"""Synapses that change and act by the last spike alone."""

from dataclasses import replace

import numpy as np
import pytest

from engine.connections.all_to_all import AllToAll
from engine.connections.pairwise_bernoulli import PairwiseBernoulli
from engine.description.classic import ClassicNetwork
from engine.distributions.uniform import Uniform
from engine.plasticity.pair_stdp import PairStdp
from engine.plasticity.short_term import ShortTerm
from engine.simulation import Simulation

CONNECTIONS = {
    "all": {"connect": AllToAll()},
    "delayed": {"connect": AllToAll(), "delay_ms": 30.0},
    "drawn delays": {"connect": AllToAll(), "delay_ms": Uniform(10.0, 60.0)},
    "sparse": {"connect": PairwiseBernoulli(0.5)},
}
LEARNING = PairStdp(
    w_max=1.0, a_plus=0.1, a_minus=0.08, tau_plus_ms=100.0, tau_minus_ms=80.0, precision="double"
)


def network(size=12, **what):
    classic = ClassicNetwork(size=size, seed=3)
    projection = replace(classic.projections[0], weight=Uniform(0.0, 1.0), **what)
    return replace(classic, projections=[projection])


def spikes_and_states(simulation, steps):
    spikes = simulation.advance(steps)
    name = simulation.network.populations[0].name
    return spikes.step.tolist(), spikes.neuron.tolist(), simulation.state_of(name)


@pytest.mark.parametrize("connection", CONNECTIONS)
def test_what_does_not_change_does_what_synapses_without_a_rule_do(connection):
    still = PairStdp(w_max=1.0, a_plus=0.0, a_minus=0.0, precision="double")
    plain = Simulation(network(**CONNECTIONS[connection]))
    plastic = Simulation(network(**CONNECTIONS[connection], plasticity=still))
    np.testing.assert_array_equal(plain.weights(0), plastic.weights(0))
    steps, neurons, state = spikes_and_states(plain, 1500)
    assert len(steps) > 50
    same_steps, same_neurons, same_state = spikes_and_states(plastic, 1500)
    assert (steps, neurons) == (same_steps, same_neurons)
    np.testing.assert_allclose(state, same_state, rtol=1e-7)


def learned(source, target, delay, spikes, weight, dt_ms):
    """The weight after all spikes, pair by pair."""
    step, neuron = np.asarray(spikes.step), np.asarray(spikes.neuron)
    arrivals = (step[neuron == source] + delay).tolist()
    posts = step[neuron == target].tolist()
    last = int(step.max())
    events = sorted([(s, 0) for s in arrivals if s <= last] + [(s, 1) for s in posts])
    for at, is_post in events:
        if is_post:
            pairs = sum(np.exp(-(at - s) * dt_ms / 100.0) for s in arrivals if s < at)
            weight = min(weight + 0.1 * pairs, 1.0)
        else:
            pairs = sum(np.exp(-(at - s) * dt_ms / 80.0) for s in posts if s < at)
            weight = max(weight - 0.08 * pairs, 0.0)
    return weight


@pytest.mark.parametrize("connection", CONNECTIONS)
def test_each_weight_is_what_its_pairs_make_of_it(connection):
    simulation = Simulation(network(**CONNECTIONS[connection], plasticity=LEARNING))
    before, dt_ms = simulation.connections(0), simulation.dt_ms
    spikes = simulation.advance(900)
    expected = [
        learned(pre, post, delay, spikes, weight, dt_ms)
        for pre, post, weight, delay in zip(*before, strict=True)
    ]
    # Spikes that arrive after the last one of all are not reckoned.
    simulation = Simulation(network(**CONNECTIONS[connection], plasticity=LEARNING))
    simulation.advance(int(np.max(spikes.step)) + 1)
    after = simulation.weights(0)
    np.testing.assert_allclose(after, expected, rtol=1e-10, atol=1e-12)
    assert np.abs(after - before.weight).max() > 0.1


def test_portions_and_checkpoints_do_not_matter():
    described = network(
        **CONNECTIONS["drawn delays"],
        plasticity=replace(LEARNING, precision="single"),
        short_term=ShortTerm(use=0.3, tau_recovery_ms=500.0, tau_facilitation_ms=200.0),
    )
    whole, cut = Simulation(described), Simulation(described)
    whole.advance(1000)
    for steps in (1, 6, 193, 300):
        cut.advance(steps)
    cut = Simulation.restore(cut.checkpoint())
    cut.advance(500)
    np.testing.assert_array_equal(whole.weights(0), cut.weights(0))
    name = described.populations[0].name
    np.testing.assert_array_equal(whole.state_of(name), cut.state_of(name))


@pytest.mark.compiled
def test_threads_do_not_matter():
    described = network(2048, connect=PairwiseBernoulli(0.01), plasticity=LEARNING)
    one, two = Simulation(described, threads=1), Simulation(described, threads=2)
    assert two.threads == 2
    for each in (one, two):
        each.advance(300)
    np.testing.assert_array_equal(one.weights(0), two.weights(0))
