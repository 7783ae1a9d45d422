"""The classic network as a description like any other."""

import copy
import math
import pickle

import numpy as np
import pytest

from engine import (
    DescriptionError,
    Given,
    InvalidValueError,
    Uniform,
    UnknownNameError,
    from_gallery,
    network_text,
    parse_network,
)
from engine.description.classic import ClassicNetwork


def test_it_is_that_of_the_gallery():
    assert ClassicNetwork() == from_gallery("classic")
    assert ClassicNetwork(size=700) == from_gallery("classic").resized(700)
    assert ClassicNetwork(size=700, coupling="raw") == from_gallery("classic").resized(700, "raw")
    assert ClassicNetwork(seed=2**64 - 1).seed == 2**64 - 1
    assert ClassicNetwork(current=3).inputs[0].current == 3.0


@pytest.mark.parametrize("size", [1, 2, 10, 11, 40, 1000])
def test_scaled_coupling_is_the_classic_network_up_to_ten_neurons(size):
    scale = math.sqrt(10 / size) if size > 10 else 1.0
    assert ClassicNetwork(size=size).projections[0].weight == Uniform(-scale, scale)
    assert ClassicNetwork(size=size, coupling="raw").projections[0].weight == Uniform(-1.0, 1.0)


@pytest.mark.parametrize("between", [1, 30, 5000])
def test_the_way_to_a_size_does_not_matter(between):
    """However small or large it was meanwhile."""
    first, second = ClassicNetwork(size=90), ClassicNetwork(size=between).resized(90)
    high = second.projections[0].weight.high
    assert high == pytest.approx(first.projections[0].weight.high, rel=1e-15)


def test_what_is_given_is_taken_as_it_is():
    rng = np.random.default_rng(0)
    start, current = rng.uniform(-1.0, 1.0, (3, 20)), rng.uniform(3.0, 6.0, 20)
    weights = rng.uniform(-9.0, 9.0, (20, 20))
    network = ClassicNetwork(size=20, current=current, initial_state=start, weights=weights)
    assert network.populations[0].start == dict(zip("xyz", map(Given, start), strict=True))
    assert network.inputs[0].current == Given(current)
    kept = np.asarray(network.projections[0].connect.weights)
    np.testing.assert_array_equal(kept, weights)
    weights[:] = 7.0
    assert kept[0, 0] != 7.0
    with pytest.raises(ValueError, match="read-only"):
        kept[0, 0] = 7.0
    assert parse_network(network_text(network), "again") == network
    for same in (copy.deepcopy(network), pickle.loads(pickle.dumps(network))):
        assert same == network
        assert hash(same) == hash(network)
    assert not network.has_coupling
    with pytest.raises(DescriptionError, match="comes in no other size"):
        network.resized(21)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"size": 0}, "size must be from 1 to 2147483647, not 0"),
        ({"size": -3}, "size must be from 1"),
        ({"size": 1.5}, "size must be a whole number, not 1.5"),
        ({"size": True}, "size must be a whole number"),
        ({"seed": -1}, "seed must be from 0"),
        ({"seed": 2**64}, "seed must be from 0"),
        ({"current": float("nan")}, "current must be finite, not nan"),
        ({"current": [1.0, 2.0]}, r"current must have shape \(10,\), not \(2,\)"),
        ({"current": "strong"}, "current must be numbers"),
        ({"size": 2, "current": [1.0, np.inf]}, r"current must be finite, but is inf at \[1\]"),
        ({"initial_state": [0, 0, 0]}, r"initial_state must have shape \(3, 10\)"),
        ({"size": 1, "initial_state": [[0], [np.nan], [0]]}, r"finite, but is nan at \[1, 0\]"),
        ({"size": 2, "initial_state": np.full((3, 2), 1e7)}, r"from -1e\+06 to 1e\+06, not 1e\+07"),
        ({"size": 2, "weights": [[1.0]]}, r"weights must have shape \(2, 2\)"),
        ({"size": 1, "weights": [[-np.inf]]}, "weights must be finite"),
        ({"coupling": 1}, "coupling must be a str"),
    ],
)
def test_bad_values(given, message):
    with pytest.raises(InvalidValueError, match=message):
        ClassicNetwork(**given)


def test_a_near_miss_is_told():
    with pytest.raises(UnknownNameError, match="unknown coupling 'scale'; did you mean 'scaled'"):
        ClassicNetwork(coupling="scale")
