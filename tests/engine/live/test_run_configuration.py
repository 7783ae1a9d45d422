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
    load_network,
    network_text,
    parse_network,
)
from engine.description.network import Network
from engine.description.population import Population
from engine.description.quantities import DescriptionError
from engine.distributions.given import Given
from engine.distributions.uniform import Uniform
from engine.errors import InvalidValueError
from engine.gallery import from_gallery
from engine.live.applied_current import (
    applied_current,
    with_applied_current,
    without_applied_current,
)
from engine.live.first_status import first_status
from engine.live.run_configuration import read_again, run_configuration

CLASSIC = from_gallery("classic")
STEPS = 300
BESIDE = """
name = "beside"
dt_ms = 0.05

[populations.given]
size = 2
model = "spike-source"
spikes = { file = "spikes.csv" }

[populations.cells]
size = 2
model = "leaky-integrate-and-fire"

[[projections]]
source = "given"
target = "cells"
synapse = "voltage-jump"
connect = "list"
file = "synapses.csv"
"""


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


def assert_same_course(one, other):
    """The same bits, in the states and spikes of some steps."""
    spikes, expected = one.advance(100), other.advance(100)
    np.testing.assert_array_equal(spikes.step, expected.step)
    np.testing.assert_array_equal(spikes.neuron, expected.neuron)
    for population in other.network.populations:
        state = one.state_of(population.name)
        np.testing.assert_array_equal(state, other.state_of(population.name))


CHANGES = [
    pytest.param(name, changes, id=f"{name}-{number}")
    for name, options in {
        "classic": [{}, {"size": 7}, {"size": 300, "coupling": "raw", "current": 3.3}],
        "classic-learning": [{"size": 12, "current": 0.0}],
        "izhikevich-2003": [{"size": 50, "current": 1.7}, {"coupling": "raw", "size": 300}],
        "vogels-abbott-cuba": [{"size": 80, "current": -0.1}],
        "brunel-2000-ai": [{"size": 200, "current": 0.013}],
        "two-cells": [{"current": 2.5}],
        "song-2000": [{"current": 0.01}],
        "izhikevich-2007": [{"current": 0.2}],
    }.items()
    for number, changes in enumerate(options)
]


@pytest.mark.compiled
@pytest.mark.parametrize(("name", "changes"), CHANGES)
def test_as_a_description_of_its_own_it_gives_the_same_bits(name, changes, tmp_path):
    configuration = run_configuration(from_gallery(name), seed=2**63 + 11, **changes)
    (tmp_path / "kept.toml").write_text(network_text(configuration.described()))
    again = run_configuration(load_network(tmp_path / "kept.toml"))
    assert (again.size, again.seed) == (configuration.size, configuration.seed)
    assert_same_course(again.build(), configuration.build())


def test_a_current_into_populations_of_different_units():
    network = Network(
        name="mixed",
        dt_ms=0.1,
        populations=[
            Population(name="a", size=2, model="leaky-integrate-and-fire"),
            Population(name="b", size=2, model="izhikevich"),
            Population(name="c", size=2, model="leaky-integrate-and-fire"),
        ],
        inputs=[constant("b", current=2.0), constant("a", current=0.1)],
    )
    configuration = run_configuration(network, current=0.7)
    assert len(configuration.described().inputs) == 4
    assert_same_course(run_configuration(configuration.described()).build(), configuration.build())


def test_files_beside_a_description_are_within_what_is_saved(tmp_path):
    (tmp_path / "spikes.csv").write_text("0,1.5\n1,0.1\n0,7.25\n")
    (tmp_path / "synapses.csv").write_text("0,2,0.1234567,1.5\n1,3,-0.3,0.1\n")
    (tmp_path / "network.toml").write_text(BESIDE)
    configuration = run_configuration(load_network(tmp_path / "network.toml"), current=0.31)
    text = network_text(configuration.described())
    again = run_configuration(parse_network(text, "in no folder"))
    assert again.build().connections(0).weight.size == 2
    assert_same_course(again.build(), configuration.build())


def test_a_file_that_was_changed_keeps_what_was_set_by_hand():
    before = run_configuration(CLASSIC, size=40, seed=3, current=7.0, coupling="raw", origin="a")
    described = replace(CLASSIC, look_for="More")
    after = read_again(before, described)
    assert after == replace(before, network=described)
    assert after.origin == "a"


def test_a_file_that_was_changed_brings_what_was_not_set():
    before = run_configuration(CLASSIC, seed=3)
    described = with_applied_current(CLASSIC.resized(60), 2.0)
    after = read_again(before, described)
    assert (after.size, after.current, after.seed) == (60, 2.0, 3)


def test_a_size_set_by_hand_goes_where_the_file_has_it_no_more():
    before = run_configuration(CLASSIC, size=40, coupling="raw")
    after = read_again(before, replace(CLASSIC, resizing=None))
    assert (after.size, after.coupling) == (10, "scaled")
