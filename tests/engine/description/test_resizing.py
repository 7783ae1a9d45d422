"""Networks in other sizes, and the classic one known by its description."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engine import (
    ClassicNetwork,
    DescriptionError,
    FixedTotalNumber,
    Listed,
    Network,
    Population,
    Projection,
    Resizing,
    Simulation,
    Uniform,
    UnknownNameError,
    VoltageJump,
    from_gallery,
    run_configuration,
)
from engine.gallery import names


@pytest.mark.parametrize("size", [2, 7, 10, 999, 5000])
def test_sizes_are_shared_out(size):
    resized = from_gallery("izhikevich-2003").resized(size)
    assert resized.size == size
    assert abs(resized.population("excitatory").size - 0.8 * size) <= 1


def test_weights_follow_the_size():
    network = from_gallery("izhikevich-2003")
    assert network.resized(2000).projections[0].weight == Uniform(0.0, 0.25)
    assert network.resized(1000) == network


@pytest.mark.parametrize(
    ("in_degree", "size", "probability"),
    [("kept", 8000, 0.01), ("kept", 400, 0.2), ("kept", 40, 1.0), ("proportional", 400, 0.02)],
)
def test_pairwise_connections_keep_their_number_or_their_probability(in_degree, size, probability):
    network = replace(from_gallery("vogels-abbott-coba"), resizing=Resizing(in_degree=in_degree))
    for projection in network.resized(size).projections:
        assert projection.connect.probability == pytest.approx(probability)


def test_an_in_degree_never_exceeds_its_sources():
    resized = from_gallery("brunel-2000-ai").resized(500)
    assert [p.connect.in_degree for p in resized.projections] == [400, 100]


@pytest.mark.parametrize(("size", "neurons"), [(400, (0, 100)), (5, (0, 1)), (8000, (0, 2000))])
def test_pulses_go_to_the_same_part_of_a_population(size, neurons):
    resized = from_gallery("vogels-abbott-coba").resized(size)
    assert resized.inputs[0].neurons == neurons


RESIZABLE = [name for name in names() if from_gallery(name).resizing is not None]


@pytest.mark.parametrize("name", RESIZABLE)
@pytest.mark.parametrize("growth", [0.007, 0.03, 0.5, 3])
def test_the_whole_gallery_comes_in_other_sizes(name, growth):
    network = from_gallery(name)
    size = max(len(network.populations), round(growth * network.size))
    assert network.resized(size).size == size


@pytest.mark.parametrize(("weights", "is_scaled"), [((1.0, -4.0), False), ((), True)])
def test_weights_that_are_given_are_taken_as_they_are(weights, is_scaled):
    listed = Projection(
        source="one",
        target="one",
        synapse=VoltageJump(),
        weight=1.0,
        connect=Listed(((0, 1), (1, 0)), weights=weights),
    )
    network = Network(
        name="listed",
        dt_ms=1.0,
        populations=(Population(name="one", size=2, model="izhikevich"),),
        projections=(listed,),
        resizing=Resizing(weights="inverse"),
    )
    assert network.has_coupling == is_scaled
    for coupling, factor in (("raw", 1.0), ("scaled", 0.5)):
        resized = network.resized(4, coupling).projections[0]
        assert resized.connect.weights == weights
        if is_scaled:
            assert resized.weight == factor


def test_networks_whose_neurons_are_named_one_by_one_alone_are_of_fixed_size():
    assert set(names()) - set(RESIZABLE) == {
        "izhikevich-2007",
        "song-2000-correlated",
        "two-cells",
    }


def test_a_fixed_size_is_kept():
    network = replace(from_gallery("izhikevich-2003"), resizing=None)
    with pytest.raises(DescriptionError, match="fixed size of 1000"):
        network.resized(10)
    with pytest.raises(DescriptionError, match="too few for 2 populations"):
        from_gallery("izhikevich-2003").resized(1)


def test_the_classic_network_is_that_of_the_gallery():
    network = from_gallery("classic")
    simulation = run_configuration(network, size=30, seed=4).build()
    assert isinstance(simulation, Simulation)
    reference = Simulation(ClassicNetwork(size=30, seed=4))
    np.testing.assert_array_equal(simulation.advance(500), reference.advance(500))


@pytest.mark.parametrize("name", RESIZABLE)
def test_raw_coupling_leaves_weights_as_they_are(name):
    network = from_gallery(name)
    raw = network.resized(3 * network.size, "raw")
    assert [p.weight for p in raw.projections] == [p.weight for p in network.projections]
    scaled = network.resized(3 * network.size)
    assert (raw != scaled) == network.has_coupling
    assert network.has_coupling == (network.resizing.weights != "kept")


def test_a_coupling_that_there_is_not():
    with pytest.raises(UnknownNameError, match="unknown coupling 'row'; did you mean 'raw'"):
        from_gallery("classic").resized(3, "row")


def test_a_network_without_projections_has_no_coupling():
    network = replace(from_gallery("classic"), projections=())
    assert not network.has_coupling


@pytest.mark.parametrize(("size", "factor"), [(1, 1.0), (50, 1.0), (200, 0.5), (800, 0.125)])
def test_weights_are_kept_up_to_a_size(size, factor):
    network = replace(
        from_gallery("izhikevich-2003").resized(100, "raw"),
        resizing=Resizing(weights="inverse", above=100),
    )
    assert network.resized(max(size, 2)).projections[0].weight == Uniform(0.0, 0.5 * factor)


def of_one(connect, in_degree):
    """A network of ten neurons that connect to each other."""
    cells = Population(name="one", size=10, model="izhikevich")
    projection = Projection(
        source="one",
        target="one",
        synapse=VoltageJump(),
        weight=1.0,
        connect=connect,
        self_connections=False,
    )
    return Network(
        name="n",
        dt_ms=1.0,
        populations=[cells],
        projections=[projection],
        resizing=Resizing(in_degree=in_degree),
    )


@pytest.mark.parametrize(("in_degree", "number"), [("kept", 200), ("proportional", 400)])
def test_a_total_number_follows_the_in_degree(in_degree, number):
    network = of_one(FixedTotalNumber(100), in_degree)
    assert network.resized(20).projections[0].connect == FixedTotalNumber(number)
    assert network.resized(1).projections[0].connect == FixedTotalNumber(0)


@pytest.mark.parametrize("in_degree", ["kept", "proportional"])
def test_a_probability_that_tells_a_number_follows_the_in_degree(in_degree):
    network = of_one(FixedTotalNumber(probability=0.6), in_degree)
    number = network.projections[0].connect.synapses(10, 10)
    larger = network.resized(200).projections[0].connect
    assert larger.synapses(200, 200) / 20 == pytest.approx(
        number * (1 if in_degree == "kept" else 20), rel=0.02
    )
    assert (larger.probability == 0.6) == (in_degree == "proportional")
    assert network.resized(1).projections[0].connect == FixedTotalNumber(probability=0.0)


@given(st.integers(8, 200))
def test_every_population_keeps_a_neuron(size):
    populations = from_gallery("potjans-diesmann-2014").resized(size).populations
    assert sum(each.size for each in populations) == size
    assert min(each.size for each in populations) >= 1
