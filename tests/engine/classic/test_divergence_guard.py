"""No neuron is ever lost: raw coupling at any size, strong currents; and if so, loudly."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from engine import ClassicNetwork, DivergenceError, Simulation
from engine.classic.neurons import in_fine_substeps
from tests.engine.classic.naive import derivative


@pytest.mark.compiled
@pytest.mark.parametrize("size", [10, 100, 1000])
def test_raw_coupling_for_60_seconds(size):
    simulation = Simulation(ClassicNetwork(size=size, seed=2, coupling="raw"))
    simulation.advance(6000)
    assert np.isfinite(simulation.state).all()
    alone = Simulation(
        ClassicNetwork(size=size, initial_state=simulation.state, weights=np.zeros((size, size)))
    )
    spikes = alone.advance(12_000)  # adaptation fades over 100 s
    assert np.unique(spikes.neuron).size == size, "every neuron is still able to spike"


def test_fine_substeps_agree_with_an_independent_integrator():
    start, current = (3.5, -60.0, 4.3), 90.0
    saved, *found = in_fine_substeps(*start, current)
    exact = solve_ivp(
        lambda _, state: derivative(*state, current), (0, 0.01), start, "DOP853", rtol=1e-12
    )
    assert saved
    np.testing.assert_allclose(found, exact.y[:, -1], rtol=1e-6)


def test_strong_currents_are_survived():
    currents = np.array([-1e6, -1e3, -50.0, 50.0, 1e3, 1e6])
    simulation = Simulation(ClassicNetwork(size=6, current=currents, weights=np.zeros((6, 6))))
    simulation.advance(50)
    assert np.isfinite(simulation.state).all()
    cubic = simulation.state[0] ** 3 - 3 * simulation.state[0] ** 2
    rest = simulation.state[1] - simulation.state[2] + currents
    np.testing.assert_allclose(cubic[[0, 5]], rest[[0, 5]], rtol=0.05)


def test_a_lost_neuron_is_named_and_the_simulation_stays_before_the_step():
    currents = np.array([5.0, 1e300])
    simulation = Simulation(ClassicNetwork(size=2, current=currents))
    with pytest.raises(DivergenceError, match=r"neuron 1 .* at t=0 ms.*use a smaller"):
        simulation.advance(10)
    assert simulation.step == 0
    simulation.current = 5.0
    assert simulation.advance(200).step.size > 0
