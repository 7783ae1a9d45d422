"""Networks in other sizes, and the classic one known by its description."""

from dataclasses import replace

import numpy as np
import pytest

from engine import ClassicNetwork, DescriptionError, Simulation, Uniform, chosen, from_gallery
from engine.networks.classic import classic_current


@pytest.mark.parametrize("size", [2, 7, 10, 999, 5000])
def test_sizes_are_shared_out(size):
    resized = from_gallery("izhikevich-2003").resized(size)
    assert resized.size == size
    assert abs(resized.population("excitatory").size - 0.8 * size) <= 1


def test_weights_follow_the_size():
    network = from_gallery("izhikevich-2003")
    assert network.resized(2000).projections[0].weight == Uniform(0.0, 0.25)
    assert network.resized(1000) == network


def test_an_in_degree_never_exceeds_its_sources():
    resized = from_gallery("brunel-2000-ai").resized(500)
    assert [p.connect.in_degree for p in resized.projections] == [400, 100]


def test_a_fixed_size_is_kept():
    network = replace(from_gallery("izhikevich-2003"), resizing=None)
    with pytest.raises(DescriptionError, match="fixed size of 1000"):
        network.resized(10)
    with pytest.raises(DescriptionError, match="too few for 2 populations"):
        from_gallery("izhikevich-2003").resized(1)


def test_the_classic_network_is_known_by_its_description():
    network = from_gallery("classic")
    assert classic_current(network) == 5.0
    simulation = chosen(network, size=30, seed=4).build()
    assert isinstance(simulation, Simulation)
    reference = Simulation(ClassicNetwork(size=30, seed=4))
    np.testing.assert_array_equal(simulation.advance(500), reference.advance(500))
    assert classic_current(replace(network, dt_ms=5.0)) is None
