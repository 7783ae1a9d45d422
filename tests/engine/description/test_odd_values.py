"""Descriptions made by programs: whatever the values, they are taken as they are or refused."""

import copy
import math
import pickle
from dataclasses import fields, replace
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from engine import (
    AllToAll,
    AlphaCurrent,
    ConstantCurrent,
    CurrentPulses,
    CurrentStep,
    DescriptionError,
    ExponentialConductance,
    ExponentialCurrent,
    FixedInDegree,
    FixedTotalNumber,
    GivenSpikes,
    Listed,
    Network,
    NoiseCurrent,
    Normal,
    PairwiseBernoulli,
    PoissonRate,
    PoissonSpikes,
    Population,
    Projection,
    Resizing,
    Uniform,
    VoltageJump,
    from_gallery,
    network_text,
    parse_network,
)
from engine.gallery import names

ODD = [
    None,
    True,
    np.True_,
    "1",
    "\x1b[2J" * 1000,
    b"1",
    1j,
    10**400,
    -(10**400),
    math.nan,
    math.inf,
    -0.0,
    1e308,
    5e-324,
    Decimal("1.5"),
    Fraction(10**400, 3),
    np.float32(0.5),
    np.int8(3),
    np.uint64(2**64 - 1),
    np.float64("nan"),
    np.array(3.0),
    np.array([1, 2]),
    np.datetime64("2020-01-01"),
    [],
    [1, 2],
    ["a"],
    [[10**400, 0]],
    {},
    {"a": 1},
    {1: 2},
    {"a_mV": 10**400},
    object(),
    float,
    lambda: 1,
    Uniform(0.0, 1.0),
    Normal(math.nan, -1.0),
    VoltageJump(),
    Population(name="b", size=1, model="izhikevich"),
]
CELLS = Population(
    name="a",
    size=3,
    model="leaky-integrate-and-fire",
    cell_type="cortical",
    toward="brunel",
    parameters={"rest_mV": -65.0},
    start={"v_mV": Uniform(-70.0, -60.0)},
)
SOURCE = Population(name="a", size=1, model="spike-source", spikes=PoissonRate(5.0))
PARTS = [
    CELLS,
    SOURCE,
    GivenSpikes([[1.0, 0.5]]),
    PoissonRate([5.0, 20.0], [0.0, 500.0]),
    Uniform(0.0, 1.0),
    Normal(0.0, 1.0),
    ExponentialConductance(5.0, 0.0),
    ExponentialCurrent(5.0),
    AlphaCurrent(5.0),
    PairwiseBernoulli(0.5),
    FixedInDegree(1),
    FixedTotalNumber(1),
    Normal(0.0, 1.0, -1.0, 2.0),
    Listed(((0, 1),), (1.0,), (1.0,)),
    Projection(source="a", target="a", synapse=VoltageJump(), weight=1.0, delay_ms=2.0),
    ConstantCurrent(target="a", current=1.0),
    NoiseCurrent(target="a", standard_deviation=1.0),
    PoissonSpikes(target="a", rate_Hz=1.0, synapse=CurrentStep(), weight=1.0),
    CurrentPulses(target="a", amplitude=1.0, times_ms=(1.0,), duration_ms=1.0, neurons=(0, 1)),
    Resizing(),
    Network(name="n", dt_ms=0.1, populations=(CELLS,), resizing=Resizing()),
]


def within(part):
    """A network that has this part somewhere."""
    plain = {"name": "n", "dt_ms": 0.1, "populations": (CELLS,)}
    weight = {"source": "a", "target": "a", "synapse": VoltageJump(), "weight": 1.0}
    match part:
        case Network():
            return part
        case Population():
            plain["populations"] = (part,)
        case GivenSpikes() | PoissonRate():
            plain["populations"] = (replace(SOURCE, spikes=part),)
        case Uniform() | Normal():
            plain["projections"] = (Projection(**weight | {"weight": part}),)
        case PairwiseBernoulli() | FixedInDegree() | FixedTotalNumber() | Listed():
            plain["projections"] = (Projection(**weight, connect=part),)
        case ExponentialConductance() | ExponentialCurrent() | AlphaCurrent():
            plain["projections"] = (Projection(**weight | {"synapse": part}),)
        case Projection():
            plain["projections"] = (part,)
        case Resizing():
            plain["resizing"] = part
        case _:
            plain["inputs"] = (part,)
    return Network(**plain)


def attempt(build):
    """The network, or why it was refused."""
    try:
        return build(), ""
    except DescriptionError as error:
        return None, str(error)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: type(part).__name__)
def test_odd_values_are_taken_as_they_are_or_refused_in_one_line(part):
    for field in (each for each in fields(part) if each.init):
        for odd in ODD:
            network, refusal = attempt(
                lambda odd=odd, name=field.name: within(replace(part, **{name: odd}))
            )
            assert refusal.isprintable(), (field.name, odd)
            assert len(refusal) < 400, (field.name, odd)
            if network is None:
                continue
            assert parse_network(network_text(network), "again") == network, (field.name, odd)
            hash(network)
            assert pickle.loads(pickle.dumps(network)) == network


def test_numbers_of_numpy_are_the_numbers_that_they_are():
    """Kept as they came, they would overflow: sizes of int8 add up to -56."""
    populations = [
        Population(name=name, size=np.int8(100), model="izhikevich", power=np.float32(1.0))
        for name in "ab"
    ]
    network = Network(name="n", dt_ms=np.float32(0.5), populations=populations, seed=np.int64(3))
    assert (network.size, network.dt_ms, network.seed) == (200, 0.5, 3)
    assert {type(network.dt_ms), type(network.seed), type(populations[0].power)} == {float, int}
    current = ConstantCurrent(target="a", current=np.float16(2.5)).current
    assert (current, type(current)) == (2.5, float)


@pytest.mark.parametrize(
    ("part", "path", "words"),
    [
        (Normal(0.0, 1e308), "projections[0].weight", "deviation is at most 1e+30, not 1e+308"),
        (Normal(0.0, 10**400), "projections[0].weight", "is at most 1e+30, not 1000"),
        (Uniform(-1e308, 1e308), "projections[0].weight", "within 1e+30 of 0, not -1e+308"),
        (ConstantCurrent(target="a", current=10**400), "inputs[0].current", "within 1e+30 of 0"),
        (NoiseCurrent(target="a", standard_deviation=1e308), "inputs[0].standard_dev", "within"),
        (AlphaCurrent(10**400), "projections[0].tau_ms", "from 0.001 to 1e+15, not 1000"),
    ],
)
def test_numbers_too_large_to_reckon_with(part, path, words):
    with pytest.raises(DescriptionError) as caught:
        within(part)
    assert str(caught.value).startswith(path)
    assert words in str(caught.value)


def test_nothing_changes_a_description_once_it_was_checked():
    parameters, start, pairs = {"rest_mV": -65.0}, {"v_mV": -60.0}, [[0, 1]]
    cells = Population(
        name="a", size=3, model="leaky-integrate-and-fire", parameters=parameters, start=start
    )
    listed = Listed(pairs, weights := [1.0])
    network = Network(name="n", dt_ms=0.1, populations=(populations := [cells]))
    parameters["rest_mV"] = start["v"] = math.nan
    pairs[0][0], weights[0] = -1, math.nan
    populations.append(cells)
    assert (cells.parameters, cells.start) == ({"rest_mV": -65.0}, {"v_mV": -60.0})
    assert (listed.pairs, listed.weights) == (((0, 1),), (1.0,))
    assert network.populations == (cells,)
    for values in (cells.parameters, cells.start):
        with pytest.raises(TypeError):
            values["rest_mV"] = math.nan


@pytest.mark.parametrize("form", [tuple, list, np.array, iter])
def test_lists_are_as_tuples_whatever_they_came_as(form):
    pairs, weights = ((0, 1), (700, 2)), (0.5, -0.0)
    listed = Listed(form(pairs), form(weights))
    assert listed == Listed(pairs, weights) == Listed(listed.pairs, listed.weights)
    assert hash(listed) == hash(Listed(pairs, (0.5, 0.0)))
    assert (listed.pairs, listed.weights, listed.delays_ms) == (pairs, weights, ())
    assert hash(listed.pairs) == hash(pairs)
    assert (repr(listed.pairs), repr(listed.weights)) == (repr(pairs), repr(weights))
    assert (listed.pairs[1], listed.pairs[-1:], listed.weights[0]) == ((700, 2), ((700, 2),), 0.5)
    assert {type(number) for pair in listed.pairs for number in pair} == {int}
    assert listed != Listed(pairs, (0.5, 1.0)) != Listed(pairs[:1], (0.5,))
    assert listed.pairs != "other"
    for kept in (listed.pairs, listed.weights):
        with pytest.raises(ValueError, match="read-only"):
            np.asarray(kept)[0] = 1


@pytest.mark.parametrize("odd", [np.ones((2, 3), int), np.ones(2, int), np.ones((1, 2), bool)])
def test_arrays_of_no_pairs_are_refused(odd):
    with pytest.raises(DescriptionError, match=r"^pairs: must be pairs of whole numbers"):
        Listed(odd)
    with pytest.raises(DescriptionError, match=r"^weights: must be numbers"):
        Listed([(0, 1)], np.ones((1, 1)))


@pytest.mark.parametrize(
    "again", [copy.copy, copy.deepcopy, lambda n: pickle.loads(pickle.dumps(n))]
)
def test_descriptions_pickle_and_copy(again):
    for described in (*map(from_gallery, names()), *PARTS, AllToAll()):
        assert again(described) == described
        assert hash(again(described)) == hash(described)


def test_thousands_of_populations_take_no_time():
    """Were each name looked up among all others, it would be minutes."""
    populations = [Population(name=f"p{k}", size=1, model="izhikevich") for k in range(10_000)]
    targets = [f"p{k}" for k in range(10_000)]
    network = Network(
        name="n",
        dt_ms=1.0,
        populations=populations,
        inputs=(ConstantCurrent(target=targets, current=1.0),),
        resizing=Resizing(),
    )
    assert network.resized(20_000).size == 20_000
