"""A step whose spikes go along many synapses is taken in portions, and nothing shows the cuts."""

from collections.abc import Callable

import numpy as np
import pytest

from engine import (
    AllToAll,
    ClassicKernel,
    ClassicNetwork,
    ConstantCurrent,
    ExponentialCurrent,
    FixedInDegree,
    Listed,
    Network,
    Normal,
    PairwiseBernoulli,
    Population,
    Projection,
    Simulation,
    Uniform,
    VoltageJump,
)
from engine.recording.columns import ColumnHistory

STEPS = 120


def volleys() -> Network:
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
        ("a", "a", AllToAll(), ClassicKernel(), {"weight": Uniform(-0.1, 0.1), "delay_ms": 0.3}),
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


def classic(is_given: bool, size: int = 1300) -> Network:
    """All neurons but the last spike at once in step 3, so that their weights are many."""
    state = np.array([[-0.8], [-3.51], [4.3]]) + np.zeros((3, size))
    state[1, -1] = -3.2
    weights = np.random.default_rng(1).uniform(-0.1, 0.1, (size, size)) if is_given else None
    return ClassicNetwork(size=size, seed=5, initial_state=state, weights=weights)


NETWORKS: dict[str, Callable[[], Network]] = {
    "volleys": volleys,
    "drawn": lambda: classic(False),
    "given": lambda: classic(True),
}
VARIOUS = pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
pytestmark = pytest.mark.compiled


def everything(simulation: Simulation) -> list[np.ndarray]:
    history = ColumnHistory(simulation.size, 2)
    spikes, trace = simulation.advance_recorded(STEPS, 350, history)
    window = history.window(STEPS, 0, simulation.size, 20)
    return [*spikes, trace, *window, *simulation.checkpoint().arrays.values()]


@VARIOUS
@pytest.mark.parametrize(("threads", "budget"), [(1, 1), (1, 1000), (2, 77), (2, 5000), (3, 40001)])
def test_portions_of_any_size_give_the_same_bits(network, threads, budget, monkeypatch):
    monkeypatch.setattr("engine.runtime.threads.NEURONS_PER_THREAD", 100)
    expected = everything(Simulation(network(), threads=1))
    assert expected[0].size > 1000
    assert np.bincount(expected[0]).max() > 20, "there are volleys"
    monkeypatch.setattr("engine.runtime.stepping.SYNAPSES_PER_CALL", budget)
    simulation = Simulation(network(), threads=threads)
    assert simulation.threads == threads
    for one, other in zip(everything(simulation), expected, strict=True):
        np.testing.assert_array_equal(one, other)


@VARIOUS
def test_a_call_may_end_within_a_step_and_the_next_goes_on(network, monkeypatch):
    expected = Simulation(network()).advance(STEPS)
    monkeypatch.setattr("engine.runtime.stepping.SYNAPSES_PER_CALL", 4000)
    simulation = Simulation(network())
    neurons, progress, traced = [], [], 0
    while simulation.step < STEPS:
        left = STEPS - simulation.step
        spikes, trace = simulation.advance_recorded(left, 0, None, lambda: True)
        neurons += spikes.neuron.tolist()
        traced += len(trace)
        progress.append(simulation.step_progress)
        for population in simulation.network.populations:
            assert np.isfinite(simulation.state_of(population.name)).all()
    assert (neurons, traced) == (expected.neuron.tolist(), STEPS)
    assert len(progress) > 30
    assert all(0 <= each < 1 for each in progress)
    assert len(set(progress)) > 5


@VARIOUS
def test_within_a_step_a_new_current_acts_from_the_next_step_on_and_a_checkpoint_is_whole(
    network, monkeypatch
):
    reference = Simulation(network())
    monkeypatch.setattr("engine.runtime.stepping.SYNAPSES_PER_CALL", 300)
    simulation = Simulation(network())
    while simulation.step_progress == 0:
        simulation.advance_recorded(STEPS, None, None, lambda: True)
    reference.advance(simulation.step)
    restored = Simulation.restore(simulation.checkpoint())
    for each in (simulation, reference, restored):
        each.current = 0.3
    expected = reference.advance(50)
    for going_on in (simulation, restored):
        np.testing.assert_array_equal(going_on.advance(50), expected)
