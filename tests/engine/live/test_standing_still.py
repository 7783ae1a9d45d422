"""What a network that was paused can tell of a neuron that nobody watched until then."""

import numpy as np
import pytest

from engine import ClassicNetwork, Simulation
from engine.live.live_network import LiveNetwork
from engine.live.run_configuration import run_configuration

COLUMN_STEPS = 5


@pytest.fixture
def live():
    network = LiveNetwork(run_configuration(None, size=8, seed=3), COLUMN_STEPS)
    network.select(2)
    network.watch_selected(True)
    network.advance(403)
    return network


def test_another_neuron_has_its_state_and_the_potential_of_each_column(live):
    live.select(5)
    told = live.selected()
    _, trace = Simulation(ClassicNetwork(size=8, seed=3)).advance_traced(403, 5)
    assert told.values[-1, :3].tolist() == trace[-1, :3].tolist()
    assert told.time_ms[-1] == 402 * live.dt_ms
    steps = np.rint(told.time_ms / live.dt_ms).astype(int)
    known = np.isfinite(told.values[:-1, 0])
    assert (steps[:-1][known] + 1).tolist() == list(range(COLUMN_STEPS, 401, COLUMN_STEPS))
    np.testing.assert_array_equal(
        told.values[:-1][known, 0], trace[steps[:-1][known], 0].astype(np.float32)
    )
    assert np.isnan(told.values[:-1, 1:]).all()


def test_it_goes_on_with_all_that_is_recorded(live):
    live.select(5)
    before = len(live.selected().values)
    live.advance(10)
    _, trace = Simulation(ClassicNetwork(size=8, seed=3)).advance_traced(413, 5)
    np.testing.assert_array_equal(live.selected().values[before:], trace[-10:])


def test_what_was_recorded_is_there_when_one_comes_back(live):
    before = live.selected().values
    assert np.isfinite(before).all()
    live.watch_selected(False)
    assert live.selected() is None
    live.watch_selected(True)
    np.testing.assert_array_equal(live.selected().values, before)
    live.select(5)
    live.select(2)
    np.testing.assert_array_equal(live.selected().values, before)


def test_a_step_that_nobody_watched_leaves_no_gap_untold(live):
    live.watch_selected(False)
    live.advance(1)
    live.watch_selected(True)
    assert np.isnan(live.selected().values[-2, 1:]).all()


def test_of_a_network_that_has_not_begun_nothing_is_known():
    network = LiveNetwork(run_configuration(None, size=8, seed=3), COLUMN_STEPS)
    network.select(2)
    network.watch_selected(True)
    assert len(network.selected().values) == 0
