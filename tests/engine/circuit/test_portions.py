"""A step whose spikes go along many synapses is taken in portions, and nothing shows the cuts."""

import numpy as np
import pytest

from engine import (
    AllToAll,
    CircuitSimulation,
    ClassicKernel,
    ConstantCurrent,
    ExponentialCurrent,
    FixedInDegree,
    Listed,
    Network,
    Normal,
    PairwiseBernoulli,
    Population,
    Projection,
    Uniform,
    VoltageJump,
    circuit_simulation as module,
)
from engine.recording.columns import ColumnHistory

STEPS = 120


def network() -> Network:
    """Two populations that fire in volleys, and every form of synapse between them."""
    cells = [
        Population(
            name=name, size=300, model="leaky-integrate-and-fire", start={"v_mV": Normal(v, 2)}
        )
        for name, v in (("a", -52.0), ("b", -60.0))
    ]
    pairs = [(k % 300, (7 * k) % 300) for k in range(400)]
    current = ExponentialCurrent(5.0)
    weights = {"weight": Uniform(-0.2, 0.3), "delay_ms": Uniform(0.1, 2.0)}
    projections = [
        ("a", "b", FixedInDegree(40), current, weights),
        ("b", "a", PairwiseBernoulli(0.3), current, {"weight": 0.02, "delay_ms": 0.5}),
        ("a", "a", AllToAll(), VoltageJump(), {"weight": Normal(0.0, 0.1)}),
        ("b", "b", AllToAll(), VoltageJump(), {"weight": -0.013}),
        ("a", "b", Listed(pairs, weights=[0.001 * k for k in range(400)]), current, {"weight": 1}),
        ("b", "a", PairwiseBernoulli(0.2), ClassicKernel(), {"weight": Normal(0.0, 1.0)}),
    ]
    return Network(
        name="volleys",
        dt_ms=0.1,
        populations=cells,
        projections=[
            Projection(source=source, target=target, connect=connect, synapse=synapse, **more)
            for source, target, connect, synapse, more in projections
        ],
        inputs=[ConstantCurrent(target=("a", "b"), current=0.6)],
        seed=3,
    )


def everything(simulation: CircuitSimulation) -> list[np.ndarray]:
    history = ColumnHistory(simulation.size, 2)
    spikes, trace = simulation.advance_recorded(STEPS, 350, history)
    window = history.window(STEPS, 0, simulation.size, 20)
    return [*spikes, trace, *window, *simulation.checkpoint().arrays.values()]


@pytest.mark.parametrize(("threads", "budget"), [(1, 1), (1, 1000), (2, 77), (2, 5000)])
def test_portions_of_any_size_give_the_same_bits(threads, budget, monkeypatch):
    monkeypatch.setattr("engine.runtime.threads.NEURONS_PER_THREAD", 100)
    expected = everything(CircuitSimulation(network(), threads=1))
    assert expected[0].size > 1000
    assert np.bincount(expected[0]).max() > 20, "there are volleys"
    monkeypatch.setattr(module, "SYNAPSES_PER_CALL", budget)
    simulation = CircuitSimulation(network(), threads=threads)
    assert simulation.threads == threads
    for one, other in zip(everything(simulation), expected, strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_call_may_end_within_a_step_and_the_next_goes_on(monkeypatch):
    expected = CircuitSimulation(network()).advance(STEPS)
    monkeypatch.setattr(module, "SYNAPSES_PER_CALL", 300)
    simulation = CircuitSimulation(network())
    neurons, progress = [], []
    while simulation.step < STEPS:
        spikes, _ = simulation.advance_recorded(STEPS - simulation.step, None, None, lambda: True)
        neurons += spikes.neuron.tolist()
        progress.append(simulation.step_progress)
    assert neurons == expected.neuron.tolist()
    assert len(progress) > STEPS
    assert all(0 <= each < 1 for each in progress)
    assert len(set(progress)) > 5


def test_a_checkpoint_within_a_step_is_whole(monkeypatch):
    reference = CircuitSimulation(network())
    monkeypatch.setattr(module, "SYNAPSES_PER_CALL", 300)
    simulation = CircuitSimulation(network())
    while simulation.step_progress == 0 or simulation.step < 50:
        simulation.advance_recorded(100, None, None, lambda: True)
    restored = CircuitSimulation.restore(simulation.checkpoint())
    reference.advance(simulation.step)
    expected = reference.advance(50)
    for going_on in (simulation, restored):
        spikes = going_on.advance(50)
        np.testing.assert_array_equal(spikes.step, expected.step)
        np.testing.assert_array_equal(spikes.neuron, expected.neuron)
