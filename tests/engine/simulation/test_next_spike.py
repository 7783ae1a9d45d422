"""Small networks go to their next spike in one go, to the bits of the step loop."""

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
from engine.kernels.arrays import N_TO_SPIKE, NOTHING
from engine.recording.columns import ColumnHistory
from engine.simulation import Simulation
from engine.synapses.classic_kernel import ClassicKernel

pytestmark = pytest.mark.compiled


def is_small(simulation: Simulation) -> bool:
    simulation.advance(0)
    return bool(simulation._arrays.neurons.layout[0, N_TO_SPIKE] != NOTHING)


def outcome(simulation: Simulation, steps: int, is_recorded: bool):
    """Spikes, state and last word; whoever records goes step by step."""
    history = ColumnHistory(simulation.size, 10) if is_recorded else None
    try:
        spikes, word = simulation.advance_recorded(steps, None, history)[0], ""
    except DivergenceError as error:
        spikes, word = error.spikes, str(error)
    names = [each.name for each in simulation.network.populations]
    states = [] if word else [simulation.state_of(name).tobytes() for name in names]
    return spikes.step.tolist(), spikes.neuron.tolist(), states, word, simulation.step


# A step at the strongest current is millions of substeps, all alike: there a few steps do.
@settings(max_examples=15, deadline=None)
@example(size=5, seed=1, current=1e7, portions=[1, 7, 20])
@given(
    size=st.integers(1, 12),
    seed=st.integers(0, 50),
    current=st.sampled_from([0.0, 5.0, 60.0, 3e3, 1e5]),
    portions=st.lists(st.integers(0, 400), min_size=1, max_size=4),
)
def test_bits_are_those_of_the_step_loop(size, seed, current, portions):
    network = ClassicNetwork(size=size, seed=seed)
    one, other = Simulation(network), Simulation(network)
    assert is_small(one)
    one.current = other.current = current
    for steps in portions:
        assert outcome(one, steps, False) == outcome(other, steps, True)


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
    one, other = Simulation(network), Simulation(network)
    assert is_small(one)
    one.current = other.current = np.linspace(3.0, 12.0, 7)
    first = outcome(one, 3000, False)
    assert first == outcome(other, 3000, True)
    assert first[0]


def test_whatever_else_acts_goes_step_by_step():
    classic = ClassicNetwork(size=7)
    delayed = replace(classic, projections=[replace(classic.projections[0], delay_ms=20.0)])
    noisy = replace(
        classic, inputs=[*classic.inputs, NoiseCurrent(target="neurons", standard_deviation=0.1)]
    )
    for network in (delayed, noisy, ClassicNetwork(size=500)):
        assert not is_small(Simulation(network))
