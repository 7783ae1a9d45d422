"""The fast simulation beside the naive one, on random networks."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from engine import ClassicNetwork, Simulation
from engine.classic.arrays import initial_state
from engine.classic.connectivity.procedural import weight_matrix
from tests.engine.classic.naive import NaiveSimulation

sizes = st.integers(1, 24)
seeds = st.integers(0, 2**64 - 1)
currents = st.floats(-2.0, 8.0)


def assert_same(simulation, naive, steps):
    spikes = simulation.advance(steps)
    pairs = list(zip(spikes.step.tolist(), spikes.neuron.tolist(), strict=True))
    assert pairs == naive.advance(steps)
    np.testing.assert_allclose(simulation.state, naive.state, rtol=0, atol=1e-5)


@settings(max_examples=15, deadline=None)
@given(sizes, seeds, currents)
def test_procedural_weights(size, seed, current):
    network = ClassicNetwork(size=size, seed=seed, current=current)
    weights = weight_matrix(seed, size)
    naive = NaiveSimulation(initial_state(network), weights, current, network.weight_scale)
    assert_same(Simulation(network), naive, 160)


@settings(max_examples=15, deadline=None)
@given(sizes, seeds)
def test_given_weights_start_and_currents(size, seed):
    rng = np.random.default_rng(seed)
    weights = rng.uniform(-1, 1, (size, size))
    start = rng.uniform(-0.5, 0.5, (3, size)) + np.array([[-0.8], [-3.2], [4.3]])
    current = rng.uniform(2, 7, size)
    network = ClassicNetwork(size=size, current=current, initial_state=start, weights=weights)
    naive = NaiveSimulation(start, weights, current, network.weight_scale)
    assert_same(Simulation(network), naive, 160)


def test_rows_outlive_their_kernel():
    """A neuron that is silenced for longer than the kernel lasts sends nothing when it is back."""
    network = ClassicNetwork(size=3, seed=11)
    simulation = Simulation(network)
    naive = NaiveSimulation(initial_state(network), weight_matrix(11, 3))
    assert_same(simulation, naive, 150)
    simulation.current = naive.current = np.full(3, -5.0)
    assert_same(simulation, naive, 450)
    simulation.current = naive.current = np.full(3, 6.0)
    assert_same(simulation, naive, 250)
    assert min(naive.last_spike) > 600


def test_a_neuron_that_starts_above_the_threshold_has_not_spiked():
    network = ClassicNetwork(size=1, initial_state=[[0.0], [0.0], [4.0]], weights=[[0.0]])
    assert Simulation(network).advance(1).step.size == 0


@pytest.mark.compiled
def test_stored_and_procedural_weights_give_the_same_bits():
    procedural = Simulation(ClassicNetwork(size=700, seed=5))
    given_weights = weight_matrix(5, 700)
    stored = Simulation(ClassicNetwork(size=700, seed=5, weights=given_weights))
    spikes, same = procedural.advance(300), stored.advance(300)
    assert spikes.step.size > 1000
    np.testing.assert_array_equal(spikes, same)
    np.testing.assert_array_equal(procedural.state, stored.state)


def test_scaled_coupling_is_the_classic_network_up_to_ten_neurons():
    assert ClassicNetwork(size=10).weight_scale == 1.0
    assert ClassicNetwork(size=1000).weight_scale == 0.1
    assert ClassicNetwork(size=1000, coupling="raw").weight_scale == 1.0
