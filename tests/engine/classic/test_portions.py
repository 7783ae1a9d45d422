"""A step that takes long is taken in portions, and nothing shows where they were cut."""

import numpy as np
import pytest

from engine import ClassicNetwork, Simulation
from engine.classic import simulation as module
from engine.recording.columns import ColumnHistory

pytestmark = pytest.mark.compiled


def network(kind, size=1300):
    """All neurons but the last spike at once in step 3, so that their weights are many."""
    state = np.array([[-0.8], [-3.51], [4.3]]) + np.zeros((3, size))
    state[1, -1] = -3.2
    weights = None
    if kind == "stored":
        weights = np.random.default_rng(1).uniform(-1, 1, (size, size))
    return ClassicNetwork(size=size, seed=5, initial_state=state, weights=weights)


def everything(simulation, steps=60):
    history = ColumnHistory(simulation.size, 2)
    spikes, trace = simulation.advance_recorded(steps, 700, history)
    kept = simulation.checkpoint()
    window = history.window(steps, 0, simulation.size, 20)
    return *spikes, trace, *window, kept.state, kept.rows, kept.row_steps, kept.last_spike


@pytest.mark.parametrize("kind", ["procedural", "stored"])
@pytest.mark.parametrize(("threads", "budget"), [(1, 1300 * 3), (1, 997), (2, 1001), (2, 250)])
def test_portions_of_any_size_give_the_same_bits(kind, threads, budget, monkeypatch):
    monkeypatch.setattr("engine.runtime.threads.NEURONS_PER_THREAD", 100)
    expected = everything(Simulation(network(kind), threads=1))
    assert expected[0].size > 1290, "this is a volley"
    monkeypatch.setattr(module, "DELIVERIES_PER_CALL", budget)
    simulation = Simulation(network(kind), threads=threads)
    assert simulation.threads == threads
    for one, other in zip(everything(simulation), expected, strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_call_may_end_within_a_step_and_the_next_goes_on(monkeypatch):
    reference = Simulation(network("procedural"))
    expected = reference.advance(20)
    monkeypatch.setattr(module, "DELIVERIES_PER_CALL", 500)
    simulation = Simulation(network("procedural"))
    steps, progress, traced = [], [], 0
    while simulation.step < 20:
        spikes, trace = simulation.advance_recorded(20 - simulation.step, 0, None, lambda: True)
        steps += spikes.step.tolist()
        traced += len(trace)
        progress.append(simulation.step_progress)
        assert np.isfinite(simulation.state).all()
    assert (steps, traced) == (expected.step.tolist(), 20)
    assert len(set(progress)) > 5
    assert all(0 <= each < 1 for each in progress)
    np.testing.assert_array_equal(simulation.state, reference.state)


def test_within_a_step_a_new_current_acts_from_the_next_step_on_and_a_checkpoint_is_whole(
    monkeypatch,
):
    reference = Simulation(network("procedural"))
    monkeypatch.setattr(module, "DELIVERIES_PER_CALL", 500)
    simulation = Simulation(network("procedural"))
    while simulation.step_progress == 0:
        simulation.advance_recorded(20, None, None, lambda: True)
    reference.advance(simulation.step)
    restored = Simulation.restore(simulation.checkpoint())
    for each in (simulation, reference, restored):
        each.current = 2.0
    expected = reference.advance(100)
    np.testing.assert_array_equal(simulation.advance(100), expected)
    np.testing.assert_array_equal(restored.advance(100), expected)
