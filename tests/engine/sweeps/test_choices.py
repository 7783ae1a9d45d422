"""Values: lists, ranges, spans."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engine.errors import InvalidValueError
from engine.sweeps.choices import MOST_VALUES, Listed, Span, choices


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("10:40:5", (10, 15, 20, 25, 30, 35, 40)),
        ("0:1:0.1", (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)),
        ("10:19:5", (10, 15)),
        ("3:1:-1", (3, 2, 1)),
        ("-0.3,-0.5, -0.7", (-0.3, -0.5, -0.7)),
        ("1,2,2", (1, 2)),
        ("1,2.5", (1.0, 2.5)),
        ("7", (7,)),
        ("brunel,tonic", ("brunel", "tonic")),
        ("true,false", (True, False)),
        ("1e-3:3e-3:1e-3", (0.001, 0.002, 0.003)),
    ],
)
def test_lists_and_linear_ranges(text, values):
    found = choices(text)
    assert found == Listed(values)
    assert [type(each) for each in found.values] == [type(each) for each in values]


def test_logarithmic_ranges_have_equal_factors():
    found = choices("0.1:1000:log5")
    assert found.values == pytest.approx((0.1, 1.0, 10.0, 100.0, 1000.0))
    assert found.may_be_rounded


@pytest.mark.parametrize(
    ("text", "low", "middle", "high"),
    [("10:40", 10.0, 25.0, 40.0), ("1:100:log", 1.0, 10.0, 100.0)],
)
def test_spans(text, low, middle, high):
    span = choices(text)
    assert isinstance(span, Span)
    assert span.ends == (low, high)
    assert [span.at(0.0), span.at(0.5)] == pytest.approx([low, middle])


@given(st.floats(0.0, 1.0, exclude_max=True), st.lists(st.integers(), min_size=1, max_size=9))
def test_a_share_of_a_list_is_one_of_it(share, values):
    values = [value % 1000 for value in values]
    assert choices(values).at(share) in values


def test_of_a_list_all_are_legal_if_the_ends_are():
    assert choices("3:1:-1").ends == (1, 3)
    assert choices("b,a,c").ends == ("b", "a", "c")


def test_arrays_of_numpy_are_numbers_of_python():
    found = choices(np.linspace(0.0, 1.0, 3))
    assert found == Listed((0.0, 0.5, 1.0))
    assert {type(each) for each in found.values} == {float}
    assert {type(each) for each in choices(np.arange(3)).values} == {int}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("10:40:0", "steps of 0 do not lead from 10 to 40"),
        ("10:40:-5", "steps of -5 do not lead"),
        ("40:10", "must go up, not from 40 to 10"),
        ("0:10:log", "must be above 0"),
        ("-1:10:log5", "must be above 0"),
        ("1:10:log1", "must be from 2 to"),
        ("0:1:1e-9", f"at most {MOST_VALUES} values"),
        ("1:2:3:4", "must be values such as"),
        ("a:b", "must be values such as"),
        ("1:2:x", "must be values such as"),
        ("", "not nothing"),
        ("1,,2", "not nothing"),
        ("1,a", "all numbers or all words"),
        ("1,true", "all numbers or all words"),
        ([], "must be from 1 to"),
        ([1, [2]], "must be numbers or words"),
        ([float("nan")], "within 1e+30 of 0"),
        (None, "must be numbers or words"),
        ("1e200", "within 1e+30"),
    ],
)
def test_what_are_no_values_is_refused(given, words):
    with pytest.raises(InvalidValueError, match=r"must|steps") as caught:
        choices(given)
    assert words in str(caught.value)
