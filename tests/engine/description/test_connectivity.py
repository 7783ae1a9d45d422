"""[[connectivity]]: tables of numbers are the projections that they stand for."""

import re
from contextlib import suppress
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from engine import (
    ConnectivityMatrix,
    DescriptionError,
    ExponentialCurrent,
    FixedInDegree,
    FixedTotalNumber,
    Network,
    NetworkFileError,
    Normal,
    PairStdp,
    PairwiseBernoulli,
    Projection,
    Uniform,
    network_text,
    parse_network,
)
from engine.description.fields import given_fields
from tests.engine.description.test_odd_values import CELLS, ODD

HEAD = """\
name = "two"
dt_ms = 0.1

[populations.a]
size = 40
model = "leaky-integrate-and-fire"

[populations.b]
size = 20
model = "leaky-integrate-and-fire"

"""
MATRIX = """\
[[connectivity]]
source = ["a", "b"]
target = ["b", "a"]
connect = "fixed-total-number"
number = [
    [100, 0],
    [300, 400],
]
synapse = "exponential-current"
tau_ms = 0.5
weight_nA = [0.1, -0.4]
weight_spread = 0.1
delay_ms = [[1.5, 0.8], [1.5, 1.0]]
delay_spread = 0.5
"""
TAU = ExponentialCurrent(0.5)


def projection(source, target, number, weight, delay_ms):
    return Projection(
        source=source,
        target=target,
        connect=FixedTotalNumber(number),
        synapse=TAU,
        weight=weight,
        delay_ms=delay_ms,
    )


def test_rows_are_targets_and_columns_sources():
    network = parse_network(HEAD + MATRIX, "two")
    excitatory, inhibitory = Normal(0.1, 0.1 * 0.1, low=0.0), Normal(-0.4, 0.4 * 0.1, high=0.0)
    assert network.projections == (
        projection("a", "b", 100, excitatory, Normal(1.5, 0.75, low=0.1)),
        projection("a", "a", 300, excitatory, Normal(1.5, 0.75, low=0.1)),
        projection("b", "a", 400, inhibitory, Normal(1.0, 0.5, low=0.1)),
    )
    assert parse_network(network_text(network), "again") == network


def test_one_value_is_for_all_and_stands_beside_other_projections():
    one = MATRIX.replace("[0.1, -0.4]\nweight_spread = 0.1", "{ uniform = [0.0, 0.2] }")
    alone = """
[[projections]]
source = "a"
target = "b"
connect = "pairwise-bernoulli"
probability = 0.5
synapse = "current-step"
weight_nA = 1
"""
    network = parse_network(HEAD + one + alone, "two")
    assert network.projections[0].connect == PairwiseBernoulli(0.5)
    assert [p.weight for p in network.projections[1:]] == [Uniform(0.0, 0.2)] * 3


def test_synapses_that_change_do_so_by_the_same_rule():
    text = MATRIX.replace("weight_spread = 0.1\n", "").replace("[0.1, -0.4]", "0.1")
    rule = """
[connectivity.plasticity]
rule = "pair-stdp"
w_max_nA = 1.0
a_plus = 0.1
a_minus = 0.1
"""
    network = parse_network(HEAD + text + rule, "two")
    assert {p.plasticity for p in network.projections} == {
        PairStdp(w_max=1.0, a_plus=0.1, a_minus=0.1)
    }


@pytest.mark.parametrize(
    ("before", "after", "key", "message"),
    [
        ("[100, 0]", "[100]", "number[0]", "a value for each of the 2 sources, not 1"),
        ("    [100, 0],\n", "", "number", "a row for each of the 2 targets, not 1"),
        ("[100, 0]", "100", "number[0]", "must be a row, as the others are"),
        ("[100, 0]", "[[100], 0]", "number", r"from a to b: .*whole number .*not \[100\]"),
        ("[100, 0]", "[100, 1.5]", "number[0][1]", "must be a whole number, not 1.5"),
        ("[100, 0]", "[100, -3]", "number", "from b to b: .*whole number from 0 to .*, not -3"),
        ('["b", "a"]', '["b", "c"]', "target", "unknown population 'c'"),
        ('["a", "b"]', '["a", "c"]', "source", "unknown population 'c'"),
        ('["b", "a"]', '["b", "b"]', "target[1]", "'b' more than once"),
        ("[0.1, -0.4]", "[0.1]", "weight_nA", "each of the 2 sources, not 1"),
        ("[0.1, -0.4]", '["x", 1]', "weight_nA[0]", "must be a number, not 'x'"),
        (
            "[0.1, -0.4]",
            "[{ normal = [1, 1] }, 1]",
            "weight_nA",
            "from a to b: must be a number where there is weight_spread, not Normal",
        ),
        ("[0.1, -0.4]", "[0.1, 1e40]", "weight_nA", "from b to a: .*within 1e.30"),
        ("spread = 0.1", "spread = -1", "weight_spread", "from 0 to 3, not -1"),
        ("[1.5, 0.8]", "[0.0, 0.8]", "delay_ms", "from a to b: .*too little of a normal"),
        ("[1.5, 1.0]", "[1.5, 0.07]", "delay_ms", "from b to a: .*mean of at least"),
        ("tau_ms = 0.5", "tua_ms = 0.5", "", "key 'tau_ms' is missing .there is 'tua_ms'"),
        ("delay_spread", "delay_spred", "delay_spred", "unknown key; did you mean"),
        ("fixed-total-number", "fixed-totl-number", "connect", "mean 'fixed-total-number'"),
    ],
)
def test_a_mistake_is_told_in_one_line_with_its_place(before, after, key, message):
    assert before in MATRIX
    text = HEAD + MATRIX.replace(before, after, 1)
    with pytest.raises(NetworkFileError) as caught:
        parse_network(text, "two.toml")
    told = str(caught.value)
    assert "\n" not in told
    line = int(re.match(r"two\.toml, line (\d+): connectivity\[0\]", told)[1])
    assert f"connectivity[0]{'.' if key else ''}{key}: " in told
    if key:
        assert text.splitlines()[line - 1].startswith(key.partition("[")[0])
    assert re.search(message, told)


def test_a_file_of_too_many_pairs_is_refused_before_they_are_made():
    names = [f"p{k}" for k in range(1000)]
    text = HEAD + "".join(f"[populations.{n}]\nsize = 1\nmodel = 'izhikevich'\n" for n in names)
    text += f"[[connectivity]]\nsource = {names}\ntarget = {names}\nconnect = 'one-to-one'\n"
    with pytest.raises(NetworkFileError, match="source: makes 1000000 pairs of populations wi"):
        parse_network(text + "synapse = 'current-step'\nweight = 1\n", "many.toml")


def matrix(**changes):
    usual = {"source": ["a", "b"], "target": ["a", "b"], "connect": FixedInDegree(3)}
    return ConnectivityMatrix(**usual | {"synapse": TAU, "weight": 1.0} | changes)


def test_arrays_are_tables_and_what_is_given_is_copied():
    rows = np.arange(1.0, 5.0).reshape(2, 2)
    made = matrix(weight=rows)
    rows[:] = 0.0
    assert [p.weight for p in made.projections(0.1)] == [1.0, 2.0, 3.0, 4.0]
    assert all(type(p.weight) is float for p in made.projections(0.1))
    assert hash(made) == hash(matrix(weight=[[1, 2], [3, 4]]))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"source": []}, "source: names no population"),
        (
            {"source": list(map(str, range(400))), "target": list(map(str, range(300)))},
            "source: makes 120000 pairs of populations with target; at most 100000",
        ),
        ({"plasticity": "stdp"}, "plasticity: must be one of PairStdp"),
        ({"connect": "all"}, "connect: must be one of AllToAll, .*, not 'all'"),
        ({"connect": [FixedInDegree(3)]}, "connect: must have a value for each of the 2 sources"),
        ({"connect": FixedInDegree(-1)}, "in_degree: from a to a: .* from 0"),
        ({"synapse": "x"}, "synapse: must be one of"),
        ({"delay_spread": 0.5}, "delay_ms: from a to a: must be a number where there is delay_sp"),
        ({"weight_spread": "x"}, "weight_spread: must be a number"),
        ({"self_connections": 2}, "self_connections: must be true or false"),
    ],
)
def test_a_program_is_told_what_can_not_be(changes, message):
    with pytest.raises(DescriptionError, match=message):
        matrix(**changes)


numbers = st.floats(-9, 9)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_whatever_the_form_each_pair_has_its_own_numbers(data):
    """A value, a list and rows of the same are the same projections."""
    columns = data.draw(st.lists(numbers, min_size=2, max_size=2))
    forms = [columns, [columns, columns], tuple(columns), np.array([columns, columns])]
    if columns[0] == columns[1]:
        forms.append(columns[0])
    found = [matrix(weight=form).projections(1.0) for form in forms]
    assert all(each == found[0] for each in found)
    assert [p.weight for p in found[0]] == columns * 2
    assert [(p.source, p.target) for p in found[0]] == [
        ((source,), (target,)) for target in "ab" for source in "ab"
    ]


@pytest.mark.parametrize("each", given_fields(ConnectivityMatrix), ids=lambda each: each.name)
def test_odd_values_are_taken_or_refused_with_a_word(each):
    cells = [replace(CELLS, name=name) for name in "ab"]
    for odd in ODD:
        with suppress(DescriptionError):
            projections = matrix(**{each.name: odd}).projections(0.1)
            Network(name="n", dt_ms=0.1, populations=cells, projections=projections)
