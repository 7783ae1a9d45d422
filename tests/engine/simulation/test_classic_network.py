"""ClassicNetwork beside the naive simulation: drawn, given, raw and scaled weights."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from engine import ClassicNetwork, Simulation
from tests.engine.simulation.naive_classic import NaiveSimulation, weight_matrix

sizes = st.integers(1, 24)
seeds = st.integers(0, 2**64 - 1)
currents = st.floats(-2.0, 8.0)


def naive_of(simulation, current=5.0):
    """The naive simulation with the same start and weights."""
    return NaiveSimulation(simulation.state_of("neurons"), weight_matrix(simulation), current)


def assert_same(simulation, naive, steps):
    spikes = simulation.advance(steps)
    pairs = list(zip(spikes.step.tolist(), spikes.neuron.tolist(), strict=True))
    assert pairs == naive.advance(steps)
    np.testing.assert_allclose(simulation.state_of("neurons"), naive.state, rtol=0, atol=1e-5)


@pytest.mark.compiled
@settings(max_examples=15, deadline=None)
@given(sizes, seeds, currents, st.sampled_from(["scaled", "raw"]))
def test_drawn_weights(size, seed, current, coupling):
    network = ClassicNetwork(size=size, seed=seed, current=current, coupling=coupling)
    simulation = Simulation(network)
    most = np.sqrt(10 / size) if size > 10 and coupling == "scaled" else 1.0
    assert np.abs(weight_matrix(simulation)).max() < most
    assert_same(simulation, naive_of(simulation, current), 160)


@settings(max_examples=5, deadline=None)
@given(st.integers(1, 6), seeds)
def test_given_weights_start_and_currents(size, seed):
    """Given weights are taken as they are, at every size."""
    rng = np.random.default_rng(seed)
    weights = rng.uniform(-1, 1, (size, size))
    start = rng.uniform(-0.5, 0.5, (3, size)) + np.array([[-0.8], [-3.2], [4.3]])
    current = rng.uniform(2, 7, size)
    network = ClassicNetwork(size=size, current=current, initial_state=start, weights=weights)
    assert_same(Simulation(network), NaiveSimulation(start, weights, current), 160)


@pytest.mark.compiled
@pytest.mark.parametrize(("size", "coupling"), [(10, "raw"), (60, "scaled"), (60, "raw")])
def test_hundreds_of_spikes(size, coupling):
    """A neuron about to spike enlarges a rounding 10^8 fold, so states are not compared."""
    simulation = Simulation(ClassicNetwork(size=size, seed=4, coupling=coupling))
    naive = naive_of(simulation)
    spikes = simulation.advance(500)
    assert spikes.step.size > 2 * size
    pairs = list(zip(spikes.step.tolist(), spikes.neuron.tolist(), strict=True))
    assert pairs == naive.advance(500)


@pytest.mark.compiled
def test_rows_outlive_their_kernel():
    """A neuron that is silenced for longer than the kernel lasts sends nothing when it is back."""
    simulation = Simulation(ClassicNetwork(size=3, seed=11))
    naive = naive_of(simulation)
    assert_same(simulation, naive, 150)
    simulation.current = -10.0
    naive.current = np.full(3, -5.0)
    assert_same(simulation, naive, 450)
    simulation.current = 1.0
    naive.current = np.full(3, 6.0)
    assert_same(simulation, naive, 250)
    assert min(naive.last_spike) > 600


def test_a_neuron_that_starts_above_the_threshold_has_not_spiked():
    network = ClassicNetwork(size=1, initial_state=[[0.0], [0.0], [4.0]], weights=[[0.0]])
    assert Simulation(network).advance(1).step.size == 0
