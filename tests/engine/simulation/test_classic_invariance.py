"""The classic network, same bits: on any number of threads, in any chunks, and after a restore."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from engine import (
    Checkpoint,
    CheckpointError,
    ClassicNetwork,
    InvalidValueError,
    Simulation,
)
from engine.recording.columns import ColumnHistory
from engine.runtime.threads import ThreadTeam

networks = st.builds(
    ClassicNetwork, size=st.integers(1, 40), seed=st.integers(0, 2**64 - 1), current=st.just(5.0)
)


def advance_in(simulation, chunks):
    parts = [simulation.advance(chunk) for chunk in chunks]
    return np.concatenate(parts, axis=1)


def assert_same_state(one, other):
    np.testing.assert_array_equal(one.state_of("neurons"), other.state_of("neurons"))


@pytest.mark.compiled
@settings(max_examples=20, deadline=None)
@given(networks, st.lists(st.integers(0, 90), min_size=1, max_size=8))
def test_chunks(network, chunks):
    whole, cut = Simulation(network), Simulation(network)
    expected = whole.advance(sum(chunks))
    np.testing.assert_array_equal(advance_in(cut, chunks), np.array(expected))
    assert_same_state(cut, whole)


@pytest.mark.compiled
@settings(max_examples=5, deadline=None)
@given(
    st.integers(3072, 4000),
    st.integers(0, 2**64 - 1),
    st.lists(st.integers(1, 60), min_size=1, max_size=4),
)
def test_threads(size, seed, chunks):
    network = ClassicNetwork(size=size, seed=seed)
    alone = Simulation(network, threads=1)
    expected = alone.advance(sum(chunks))
    assert expected.step.size > 0 or sum(chunks) < 100
    for threads in (2, 3):
        together = Simulation(network, threads=threads)
        assert together.threads == threads
        np.testing.assert_array_equal(advance_in(together, chunks), np.array(expected))
        assert_same_state(together, alone)


@pytest.mark.compiled
def test_threads_agree_on_given_weights_columns_and_traces():
    weights = np.random.default_rng(2).normal(size=(2100, 2100)) / 15.0
    network = ClassicNetwork(size=2100, seed=1, weights=weights)
    seen = []
    for threads in (1, 2):
        simulation = Simulation(network, threads=threads)
        assert simulation.threads == threads
        history = ColumnHistory(2100, 2)
        spikes, trace = simulation.advance_recorded(200, 2000, history)
        seen.append((*spikes, trace, *history.window(200, 0, 2100, 90)))
    for one, two in zip(*seen, strict=True):
        np.testing.assert_array_equal(one, two)


def test_an_interrupt_leaves_a_simulation_whole(monkeypatch):
    """A signal may strike after the kernel and before anything else of the call."""
    network = ClassicNetwork(size=20, seed=6)
    simulation, reference = Simulation(network), Simulation(network)
    whole_run = ThreadTeam.run

    def interrupted_run(team, work, threads, **options):
        whole_run(team, work, threads, **options)
        raise KeyboardInterrupt

    monkeypatch.setattr(ThreadTeam, "run", interrupted_run)
    with pytest.raises(KeyboardInterrupt):
        simulation.advance(100)
    monkeypatch.undo()
    assert simulation.step == 100
    reference.advance(100)
    np.testing.assert_array_equal(simulation.advance(100), reference.advance(100))


@pytest.mark.compiled
def test_many_calls_inside_one_advance(monkeypatch):
    """Room for spikes and work per call are no part of the result."""
    network = ClassicNetwork(size=50, seed=3)
    expected = Simulation(network).advance(400)
    monkeypatch.setattr("engine.runtime.exchange_arrays.SPIKES_PER_CALL", 1)
    monkeypatch.setattr("engine.simulation.NEURON_STEPS_PER_CALL", 333)
    np.testing.assert_array_equal(Simulation(network).advance(400), expected)


@pytest.mark.compiled
@settings(max_examples=10, deadline=None)
@given(networks, st.integers(0, 400), st.booleans())
def test_restore(tmp_path_factory, network, steps, is_given):
    if is_given:
        weights = np.random.default_rng(1).normal(size=(network.size, network.size))
        network = ClassicNetwork(size=network.size, seed=network.seed, weights=weights)
    original = Simulation(network)
    original.advance(steps)
    original.current = 4.5
    path = tmp_path_factory.mktemp("checkpoints") / "moment.npz"
    original.checkpoint().save(path)
    restored = Simulation.restore(Checkpoint.load(path))
    assert restored.step == steps
    np.testing.assert_array_equal(restored.advance(300), original.advance(300))
    assert_same_state(restored, original)
    for neuron in range(network.size):
        assert restored.last_spike_step_of(neuron) == original.last_spike_step_of(neuron)


def test_tracing_changes_nothing():
    network = ClassicNetwork(size=5, seed=8)
    plain, traced = Simulation(network), Simulation(network)
    spikes, trace = traced.advance_traced(100, neuron=4)
    np.testing.assert_array_equal(spikes, plain.advance(100))
    np.testing.assert_array_equal(trace[-1, :3], plain.state_of("neurons")[:, 4])


def test_a_current_is_added_at_the_next_step():
    simulation = Simulation(ClassicNetwork(size=2, weights=np.zeros((2, 2))))
    simulation.current = [3.0, 4.0]
    _, trace = simulation.advance_traced(1, neuron=1)
    assert trace[0, 3] == 9.0


@pytest.mark.parametrize("steps", [-1, 1.5, "7", True, None])
def test_steps_that_are_none(steps):
    with pytest.raises(InvalidValueError, match="steps must be"):
        Simulation(ClassicNetwork(size=1)).advance(steps)


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 broken"])
def test_a_damaged_checkpoint(tmp_path, content):
    path = tmp_path / "damaged.npz"
    path.write_bytes(content)
    with pytest.raises(CheckpointError):
        Checkpoint.load(path)
