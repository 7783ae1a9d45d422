"""Which network runs: told by its description, never by its name."""

from dataclasses import replace

import numpy as np
import pytest

from engine import (
    ClassicNetwork,
    ConstantCurrent,
    NoiseCurrent,
    PoissonSpikes,
    Resizing,
    Simulation,
    VoltageJump,
)
from engine.description.network import Network
from engine.description.population import Population
from engine.description.quantities import DescriptionError
from engine.distributions.given import Given
from engine.distributions.uniform import Uniform
from engine.errors import InvalidValueError
from engine.gallery import from_gallery
from engine.live.applied_current import applied_current, without_applied_current
from engine.live.first_status import first_status
from engine.live.run_configuration import run_configuration

CLASSIC = from_gallery("classic")
STEPS = 300


def cells(*inputs, populations=1):
    names = [f"p{k}" for k in range(populations)]
    return Network(
        name="cells",
        dt_ms=0.1,
        populations=[
            Population(name=name, size=2, model="leaky-integrate-and-fire") for name in names
        ],
        inputs=inputs,
    )


def constant(*target, current=3.0):
    return ConstantCurrent(target=target, current=current)


def test_without_a_network_it_is_the_classic_one_of_the_gallery():
    assert run_configuration() == run_configuration(CLASSIC)
    assert run_configuration().network is CLASSIC


@pytest.mark.parametrize("size", [1, 10, 40])
def test_it_runs_as_the_library_runs_it(size):
    spikes = run_configuration(size=size, seed=4).build().advance(STEPS)
    expected = Simulation(ClassicNetwork(size=size, seed=4)).advance(STEPS)
    np.testing.assert_array_equal(spikes.step, expected.step)
    np.testing.assert_array_equal(spikes.neuron, expected.neuron)


def test_another_network_of_the_same_name_is_another_network():
    projection = replace(CLASSIC.projections[0], weight=Uniform(-3.0, 3.0))
    impostor = replace(CLASSIC, projections=[projection])
    simulation = run_configuration(impostor).build()
    assert simulation.connections(0).weight.min() < -1.0
    status = first_status(run_configuration(replace(impostor, title="Another")), 1.0)
    assert status.title == "Another"


def test_the_classic_network_by_another_name_is_the_classic_network():
    renamed = replace(CLASSIC, name="mine", seed=4)
    spikes = run_configuration(renamed).build().advance(STEPS)
    expected = run_configuration(seed=4).build().advance(STEPS)
    np.testing.assert_array_equal(spikes.step, expected.step)


def test_one_that_grows_in_another_way_is_another_network():
    simulation = run_configuration(replace(CLASSIC, resizing=Resizing()), size=40).build()
    assert np.abs(simulation.connections(0).weight).max() > 0.9


@pytest.mark.parametrize(
    ("network", "current"),
    [
        (CLASSIC, 5.0),
        (cells(), None),
        (cells(constant("p0")), 3.0),
        (cells(constant("p0", "p1"), populations=2), 3.0),
        (cells(constant("p0"), populations=2), None),
        (cells(constant("p0"), constant("p0")), None),
        (cells(constant("p0", current=Given([1.0, 2.0]))), None),
        (cells(NoiseCurrent(target="p0", standard_deviation=1.0), constant("p0")), 3.0),
    ],
)
def test_the_one_constant_current_into_all_neurons_is_what_a_control_sets(network, current):
    assert applied_current(network) == current
    assert run_configuration(network).current == (current or 0.0)
    assert applied_current(without_applied_current(network)) in {None, 0.0}


@pytest.mark.parametrize("current", [None, 7.3])
def test_a_current_replaces_that_of_the_description_to_the_bit(current):
    poisson = PoissonSpikes(target="p0", rate_Hz=2000.0, synapse=VoltageJump(), weight=1.0)
    network = cells(constant("p0"), poisson)
    described = cells(constant("p0", current=3.0 if current is None else current), poisson)
    simulation = run_configuration(network, current=current).build()
    expected = run_configuration(described).build()
    np.testing.assert_array_equal(
        simulation.advance_traced(STEPS, 1)[1], expected.advance_traced(STEPS, 1)[1]
    )


def test_beside_other_currents_it_is_added():
    network = cells(constant("p0"), constant("p0"))
    trace = run_configuration(network, current=1.0).build().advance_traced(3)[1]
    assert trace[:, -1].tolist() == [7.0, 7.0, 7.0]


def test_coupling_is_there_where_weights_follow_the_size():
    assert first_status(run_configuration(coupling="raw"), None).coupling == "raw"
    fixed = from_gallery("brunel-2000-ai")
    assert not first_status(run_configuration(fixed), None).has_coupling
    with pytest.raises(InvalidValueError, match="so it has no coupling"):
        run_configuration(fixed, coupling="raw")
    izhikevich = from_gallery("izhikevich-2003")
    assert first_status(run_configuration(izhikevich), None).has_coupling
    raw, scaled = (
        run_configuration(izhikevich, size=100, coupling=coupling).build().connections(0).weight
        for coupling in ("raw", "scaled")
    )
    np.testing.assert_allclose(scaled, 10 * raw, rtol=1e-6)


def test_a_size_that_there_is_not():
    with pytest.raises(DescriptionError, match="has a fixed size of 2 neurons"):
        run_configuration(cells(), size=3)
