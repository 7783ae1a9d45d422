"""Synapses in segments of their targets, and drawn weights as whole numbers of a unit."""

from dataclasses import replace

import numpy as np
import pytest

from engine.connections.all_to_all import AllToAll
from engine.connections.fixed_in_degree import FixedInDegree
from engine.connections.fixed_point import MOST_TOGETHER, units_of
from engine.connections.one_to_one import OneToOne
from engine.connections.pairwise_bernoulli import PairwiseBernoulli
from engine.connections.projection_blocks import SHARED_UNIT
from engine.description.network import Network
from engine.description.population import Population
from engine.description.projection import Projection
from engine.distributions.normal import Normal
from engine.distributions.uniform import Uniform
from engine.inputs.constant_current import ConstantCurrent
from engine.numerics.jit import INTERPRETED
from engine.runtime import target_partition
from engine.runtime.layout import Layout
from engine.runtime.tiles import TILE
from engine.simulation import Simulation
from engine.synapses.current_step import CurrentStep
from tests.engine.simulation.test_oracle import CONNECTIVITIES, DELAYS, network_of

SYNAPSES = ["current-step", "alpha-current", "classic-kernel"]


@pytest.mark.parametrize("delay", DELAYS)
@pytest.mark.parametrize("connect", CONNECTIVITIES)
@pytest.mark.parametrize("synapse", SYNAPSES)
def test_segments_are_no_part_of_the_result(monkeypatch, synapse, connect, delay):
    network = network_of(synapse, connect, DELAYS[delay])
    if any(block.unit == SHARED_UNIT for block in Layout(network, 1).projection_blocks):
        if INTERPRETED:
            pytest.skip("segments of whole tiles take minutes")
        network = resized(network, 600)
        sizes = {"SEGMENT": TILE}
    else:
        sizes = {"SEGMENT": 2, "CUT": 1}
    require_same_in_segments(monkeypatch, network, sizes)


def resized(network, size):
    """With so many neurons in each population, and as many synapses to a neuron, about."""
    populations = tuple(replace(each, size=size) for each in network.populations)
    rarer = {"pairwise-bernoulli": PairwiseBernoulli(4 / size)}
    projections = tuple(
        replace(each, connect=rarer.get(each.connect.kind, each.connect))
        for each in network.projections
    )
    return replace(network, populations=populations, projections=projections)


def require_same_in_segments(monkeypatch, network, sizes):
    whole = Simulation(network, threads=1)
    for name, size in sizes.items():
        monkeypatch.setattr(target_partition, name, size)
    cut = Simulation(network, threads=1)
    assert len(cut._arrays.projections.segments[0]) > 2
    for number in range(len(network.projections)):
        np.testing.assert_array_equal(cut.connections(number), whole.connections(number))
    assert cut.synapses == whole.synapses
    np.testing.assert_array_equal(cut.advance(60), whole.advance(60))
    for population in ("leaky", "izhikevich"):
        np.testing.assert_array_equal(cut.state_of(population), whole.state_of(population))


def test_segments_cover_each_part_and_are_small(monkeypatch):
    monkeypatch.setattr(target_partition, "CUT", 1)
    monkeypatch.setattr(target_partition, "SEGMENT", 10)
    parts = np.array([[0, 32, 57], [0, 0, 8]])
    cut = target_partition.segments_of(parts)
    assert cut.tolist() == [[0, 8, 16, 24, 32, 38, 44, 50, 57], [0, 0, 0, 0, 0, 2, 4, 6, 8]]


def drawing(*projections, sources=300):
    """Neurons that project to themselves with drawn weights."""
    return Network(
        name="n",
        dt_ms=1.0,
        populations=(Population(name="cells", size=sources, model="izhikevich"),),
        projections=tuple(
            Projection(
                source=("cells",),
                target=("cells",),
                synapse=CurrentStep(),
                weight=weight,
                connect=connect,
                delay_ms=delay,
            )
            for weight, connect, delay in projections
        ),
        inputs=(ConstantCurrent(target=("cells",), current=10.0),),
    )


@pytest.mark.parametrize(
    ("weight", "largest"),
    [
        (Uniform(0.0, 0.5), 0.5),
        (Uniform(-3.0, 1.0), 3.0),
        (Normal(-2.0, 0.5), 5.0),
        (Uniform(0.0, 0.0), 1.0),
    ],
)
def test_drawn_weights_are_whole_numbers_of_a_unit(weight, largest):
    simulation = Simulation(drawing((weight, FixedInDegree(30), None)))
    weights = simulation.connections(0).weight
    units = weights / (largest / 8191)
    np.testing.assert_allclose(units, np.rint(units), atol=1e-6)
    assert np.abs(weights).max() <= largest
    assert np.unique(weights).size > 3000 or largest == 1.0


def test_all_drawn_weights_of_a_synapse_share_a_unit_and_constant_ones_stay_exact():
    network = drawing(
        (Uniform(0.0, 0.5), PairwiseBernoulli(0.2), None),
        (Uniform(-8.0, 0.0), FixedInDegree(9), 4.0),
        (0.1, OneToOne(), None),
        (Uniform(0.0, 100.0), AllToAll(), None),
    )
    simulation = Simulation(network)
    assert (simulation.connections(2).weight == 0.1).all()
    for number in (0, 1):
        units = simulation.connections(number).weight * 8191 / 8.0
        np.testing.assert_allclose(units, np.rint(units), atol=1e-6)


@pytest.mark.compiled
def test_all_spikes_at_once_do_not_overflow():
    """Every synapse at its largest, arriving in the same step, is a number of 32 bits."""
    projection_block = Simulation(
        drawing((Uniform(-1.0, 1.0), PairwiseBernoulli(0.001), None), sources=200_000)
    )._layout.projection_blocks[0]
    assert projection_block.in_degree == 200_000
    (unit,) = units_of([projection_block], {projection_block.receptor: 0})
    assert 200_000 / unit <= MOST_TOGETHER
    assert 1.0 / unit > 8000
