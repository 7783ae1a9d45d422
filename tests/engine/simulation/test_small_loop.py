"""Small networks have a step loop of their own, to the bits of the one of any network."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings, strategies as st

from engine.connections.all_to_all import AllToAll
from engine.description.classic import ClassicNetwork
from engine.description.network import Network
from engine.description.population import Population
from engine.description.projection import Projection
from engine.distributions.normal import Normal
from engine.distributions.uniform import Uniform
from engine.errors import DivergenceError
from engine.inputs.noise_current import NoiseCurrent
from engine.recording.columns import ColumnHistory
from engine.simulation import Simulation
from engine.synapses.classic_kernel import ClassicKernel

pytestmark = pytest.mark.compiled


def is_small(simulation: Simulation) -> bool:
    return simulation._stepping._small is not None


def by_the_loop_of_any(network: Network) -> Simulation:
    simulation = Simulation(network)
    simulation._stepping._small = None
    simulation._arrays.compile_neurons()
    simulation._arrays.compile_last_spikes(simulation._layout.projection_blocks)
    return simulation


def outcome(simulation: Simulation, steps: int, is_recorded: bool = False):
    """Spikes, what was recorded, state and last word."""
    history = ColumnHistory(simulation.size, 10) if is_recorded else None
    try:
        traced = simulation.size - 1 if is_recorded else None
        (spikes, trace), word = simulation.advance_recorded(steps, traced, history), ""
    except DivergenceError as error:
        spikes, trace, word = error.spikes, error.trace, str(error)
    names = [each.name for each in simulation.network.populations]
    kept = [] if word else [simulation.state_of(name).tobytes() for name in names]
    if history is not None:
        kept += [history.x.tobytes(), history.spiked.tobytes(), trace.tobytes()]
    return spikes.step.tolist(), spikes.neuron.tolist(), kept, word, simulation.step


def kept(simulation: Simulation) -> dict[str, bytes]:
    return {name: each.tobytes() for name, each in simulation.checkpoint().arrays.items()}


# A step at the strongest current is millions of substeps, all alike: there a few steps do.
@settings(max_examples=15, deadline=None)
@example(
    size=5, seed=1, current=1e7, portions=[(1, False, True), (7, True, True), (20, False, False)]
)
@given(
    size=st.integers(1, 12),
    seed=st.integers(0, 50),
    current=st.sampled_from([0.0, 5.0, 60.0, 3e3, 1e5]),
    portions=st.lists(
        st.tuples(st.integers(0, 400), st.booleans(), st.booleans()), min_size=1, max_size=4
    ),
)
def test_bits_are_those_of_the_step_loop_of_any_network(size, seed, current, portions):
    network = ClassicNetwork(size=size, seed=seed)
    one, other = Simulation(network), by_the_loop_of_any(network)
    assert is_small(one)
    one.current = other.current = current
    for steps, is_recorded, is_kept in portions:
        first = outcome(one, steps, is_recorded)
        assert first == outcome(other, steps, is_recorded)
        if is_kept and not first[3]:
            assert kept(one) == kept(other)


@pytest.mark.parametrize("model", ["hindmarsh-rose", "hodgkin-huxley"])
@pytest.mark.parametrize("weight", [0.3, Uniform(-1.0, 2.0), Normal(0.2, 1.0)])
@pytest.mark.parametrize("self_connections", [False, True])
def test_bits_are_the_same_for_all_weights(model, weight, self_connections):
    network = Network(
        name="small",
        dt_ms=10.0 if model == "hindmarsh-rose" else 0.05,
        populations=[Population(name="a", model=model, size=7)],
        projections=[
            Projection(
                source="a",
                target="a",
                synapse=ClassicKernel(),
                connect=AllToAll(),
                weight=weight,
                self_connections=self_connections,
            )
        ],
    )
    one, other = Simulation(network), by_the_loop_of_any(network)
    assert is_small(one)
    one.current = other.current = np.linspace(3.0, 12.0, 7)
    first = outcome(one, 3000)
    assert first == outcome(other, 3000)
    assert first[0]


def test_whatever_else_acts_needs_the_loop_of_any_network():
    classic = ClassicNetwork(size=7)
    delayed = replace(classic, projections=[replace(classic.projections[0], delay_ms=20.0)])
    noisy = replace(
        classic, inputs=[*classic.inputs, NoiseCurrent(target="neurons", standard_deviation=0.1)]
    )
    for network in (delayed, noisy, ClassicNetwork(size=500)):
        assert not is_small(Simulation(network))
