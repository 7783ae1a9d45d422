"""Values that are given one by one, for neurons and for pairs of them."""

import pickle
import time

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engine import (
    AllToAll,
    ConstantCurrent,
    DescriptionError,
    Given,
    Network,
    NetworkFileError,
    Population,
    Projection,
    Resizing,
    Simulation,
    Uniform,
    VoltageJump,
    network_text,
    parse_network,
)

numbers = st.floats(-1e30, 1e30)


def network(size=3, start=None, parameters=None, current=None, **projection):
    """A network of one population that takes what is asked for."""
    inputs = () if current is None else (ConstantCurrent(target="a", current=current),)
    projections = ()
    if projection:
        projections = (Projection(source="a", target="a", synapse=VoltageJump(), **projection),)
    cells = Population(
        name="a", size=size, model="izhikevich", start=start or {}, parameters=parameters or {}
    )
    return Network(
        name="n",
        dt_ms=1.0,
        populations=(cells,),
        projections=projections,
        inputs=inputs,
        resizing=Resizing(weights="inverse"),
    )


@given(st.lists(numbers, min_size=9, max_size=9))
def test_a_file_has_the_same_bits(values):
    first = network(
        size=9,
        start={"v_mV": Given(np.clip(values, -1e6, 1e6))},
        current=Given(values),
        connect=AllToAll([values] * 9),
    )
    again = parse_network(network_text(first), "again")
    assert again == first
    assert hash(again) == hash(first)
    kept = np.asarray(again.inputs[0].current.values)
    np.testing.assert_array_equal(kept.view(np.int64), np.array(values, np.float64).view(np.int64))


def test_equal_numbers_are_equal_whatever_they_came_as():
    same = [Given([0.0, 2.0]), Given((0, 2)), Given(np.array([-0.0, 2.0])), Given(range(0, 3, 2))]
    assert len(set(same)) == 1
    assert Given([0.0, 2.0]) != Given([2.0, 0.0])
    assert AllToAll([[1.0, 2.0]]) != AllToAll([[1.0], [2.0]])


def test_a_hundred_thousand_values_take_no_time():
    values = np.random.default_rng(0).normal(size=100_000)
    begun = time.process_time()
    first = network(size=values.size, start={"v_mV": Given(values)}, current=Given(values))
    assert parse_network(network_text(first), "again") == first
    assert pickle.loads(pickle.dumps(first)) == first
    assert len({first, first}) == 1
    assert time.process_time() - begun < 3


def test_each_neuron_has_its_own():
    start, c, current = [-70.0, -60.0, -50.0], [-65.0, -55.0, -45.0], [1.0, 2.0, 3.0]
    simulation = Simulation(
        network(start={"v_mV": Given(start)}, parameters={"c_mV": Given(c)}, current=Given(current))
    )
    np.testing.assert_array_equal(simulation.state_of("a")[0], start)
    for neuron in range(3):
        assert (
            Simulation(simulation.network).advance_traced(1, neuron)[1][0, -1] == (current[neuron])
        )


@pytest.mark.parametrize("delay_ms", [None, Uniform(1.0, 5.0)])
@pytest.mark.parametrize("own", [True, False])
def test_a_matrix_is_to_rows_from_columns(delay_ms, own):
    weights = np.arange(9.0).reshape(3, 3)
    found = Simulation(
        network(connect=AllToAll(weights), delay_ms=delay_ms, self_connections=own)
    ).connections(0)
    assert found.source.size == (9 if own else 6)
    np.testing.assert_array_equal(found.weight, weights[found.target, found.source])


@pytest.mark.parametrize(
    ("changes", "path", "words"),
    [
        (
            {"start": {"v_mV": Given([1.0])}},
            "populations.a.start.v_mV",
            "each of the 3 neurons, not 1",
        ),
        ({"current": Given([1.0] * 4)}, "inputs[0].current", "each of the 3 neurons, not 4"),
        ({"current": Given([1.0, np.nan, 0.0])}, "inputs[0].current", "finite, not nan at [1]"),
        (
            {"current": Uniform(0.0, 1.0)},
            "inputs[0].current",
            "must be a number or { given = [...] }, not Uniform",
        ),
        (
            {"parameters": {"a": Given([0.1, 0.2, 7.0])}},
            "populations.a.parameters.a",
            "from 0 to 1, not 7 at [2]",
        ),
        ({"weight": Given([1.0] * 3)}, "projections[0].weight", "cannot be given one by one here"),
        (
            {"weight": 1.0, "delay_ms": Given([1.0] * 3)},
            "projections[0].delay_ms",
            "cannot be given one by one here: use a number or one of { uniform = [low, high] }",
        ),
        (
            {"connect": AllToAll(np.ones((3, 2)))},
            "projections[0].weights",
            "shape (3, 3), not (3, 2)",
        ),
        (
            {"connect": AllToAll([[0, 0, 0], [0, 0, 0], [0, 1e31, 0]])},
            "projections[0].weights",
            "within 1e+30 of 0, not 1e+31 at [2, 1]",
        ),
        (
            {"connect": AllToAll(np.ones((3, 3))), "weight": 1.0},
            "projections[0].weight",
            "must be left out",
        ),
        ({"connect": AllToAll()}, "projections[0].weight", "must be a number or one of"),
    ],
)
def test_what_does_not_fit(changes, path, words):
    with pytest.raises(DescriptionError) as caught:
        network(**changes)
    assert str(caught.value).startswith(f"{path}: ")
    assert words in str(caught.value)


@pytest.mark.parametrize("odd", [3, "12", ["a"], [[1.0]], None, [1j], [10**400]])
def test_no_numbers(odd):
    with pytest.raises(DescriptionError, match="values: must be numbers such as"):
        Given(odd)
    with pytest.raises(DescriptionError, match="weights: must be rows of numbers"):
        AllToAll([odd])


def test_a_matrix_is_of_one_population_to_one():
    cells = [Population(name=name, size=2, model="izhikevich") for name in "ab"]
    projection = Projection(
        source=["a", "b"], target="a", synapse=VoltageJump(), connect=AllToAll(np.ones((2, 4)))
    )
    with pytest.raises(DescriptionError, match="need a single source and a single target"):
        Network(name="n", dt_ms=1.0, populations=cells, projections=[projection])


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"start": {"v_mV": Given([1.0] * 3)}}, "populations.a.start.v_mV"),
        ({"parameters": {"a": Given([0.1] * 3)}}, "populations.a.parameters.a"),
        ({"current": Given([1.0] * 3)}, "inputs[0].current"),
        ({"connect": AllToAll(np.ones((3, 3)))}, "projections[0].weights"),
    ],
)
def test_what_is_given_comes_in_no_other_size(changes, path):
    described = network(**changes)
    assert described.resized(3) is described
    with pytest.raises(DescriptionError) as caught:
        described.resized(4)
    assert str(caught.value) == (
        f"{path}: is given one by one for 3 neurons, so network n comes in no other size"
    )


MATRIX = """\
name = "n"
dt_ms = 1.0
[populations.a]
size = 2
model = "izhikevich"
[[projections]]
source = "a"
target = "a"
synapse = "voltage-jump"
weights_mV = [[1, 2.5],
  [0, -1]]
"""


def test_a_matrix_in_a_file():
    connect = parse_network(MATRIX, "n").projections[0].connect
    assert connect == AllToAll([[1.0, 2.5], [0.0, -1.0]])


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[0, -1]", "[0]", "line 10: projections[0].weights_mV: must be rows of numbers, all of"),
        ("[0, -1]", "3", "line 10: projections[0].weights_mV: must be rows of numbers: [["),
        ("[0, -1]", '[0, "1"]', "line 10: projections[0].weights_mV: must be a number, not '1'"),
        (",\n  [0, -1]", "", "line 10: projections[0].weights_mV: must have a row of 2 weights"),
        ("weights_mV", "weights", "key 'weight_mV' is missing (there is 'weights')"),
        ("weights_mV", "weight_mV = 1\nweights_mV", "line 10: projections[0].weight_mV: must be l"),
    ],
)
def test_errors_in_a_file_tell_the_line(old, new, words):
    with pytest.raises(NetworkFileError) as caught:
        parse_network(MATRIX.replace(old, new), "n.toml")
    assert words in str(caught.value)
