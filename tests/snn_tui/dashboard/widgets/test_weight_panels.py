"""The drawings of the weights view, as text."""

from dataclasses import replace

import numpy as np
import pytest

from engine.live.weights import Course, Ends, IncomingWeights, Weights
from snn_tui.dashboard.widgets.weight_panels import (
    SHADES,
    course,
    histogram,
    incoming,
    weight_map,
)

COUNTS = np.zeros(960, np.int64)
COUNTS[[10, 950]] = 30, 10
FIRST = np.zeros(960, np.int64)
FIRST[480] = 40
WEIGHTS = Weights(
    number=0,
    of=1,
    rule="pair-stdp",
    source=Ends("inputs", 0, 8),
    target=Ends("cells", 8, 5),
    unit="mV",
    low=0.0,
    high=0.5,
    counts=COUNTS,
    first_counts=FIRST,
    is_dense=True,
    sums=np.array([[0.0, 1.0], [2.0, 4.0]]),
    synapses=np.array([[0, 10], [10, 10]]),
    course=Course(np.array([0.0, 2000.0]), np.array([0.25, 0.2]), np.array([0.0, 0.1])),
    change_per_s=None,
    incoming=IncomingWeights(9, 8, np.array([5, 2]), np.array([0.5, 0.25])),
)


def lines_of(drawing):
    return ["".join(text for text, _ in line) for line in drawing[2]]


def negative(weights):
    """The same, of inhibition."""
    told = weights.incoming
    return replace(
        weights,
        low=-weights.high,
        high=0.0,
        counts=weights.counts[::-1],
        first_counts=weights.first_counts[::-1],
        sums=-weights.sums,
        incoming=replace(told, weights=-told.weights),
    )


def test_bars_stand_where_weights_are_and_are_as_high_as_they_are_many():
    title, subtitle, lines = histogram(WEIGHTS, 49, 11)
    text = lines_of((title, subtitle, lines))
    assert (title, subtitle) == ("Weights inputs → cells · pair-stdp", "40 synapses")
    assert len(text) == 11
    assert text[0][8:] == "█" + " " * 39
    assert text[5][8:] == "█" + " " * 38 + "█"
    assert text[6][8:].index("█") == 20
    assert text[1].split()[0] == "30"
    assert text[7].split()[0] == "40"
    assert text[10].split() == ["0", "0.5", "mV"]


@pytest.mark.parametrize("width", [10, 33, 58, 100, 2000])
def test_every_synapse_is_in_a_bar_whatever_the_width(width):
    counts = np.ones(960, np.int64)
    text = lines_of(histogram(replace(WEIGHTS, counts=counts), width, 11))
    assert set(text[5][8:]) == {"█"}
    assert len(text[5]) == width - 1


def test_where_all_weights_are_small_only_that_part_is_drawn():
    counts = np.zeros(960, np.int64)
    counts[:100] = 1
    small = replace(WEIGHTS, counts=counts, first_counts=counts)
    _, subtitle, _ = drawing = histogram(small, 49, 11)
    assert lines_of(drawing)[10].split() == ["0", "0.0625", "mV"]
    assert subtitle == "100 synapses · largest possible 0.5 mV"
    _, subtitle, _ = drawing = histogram(negative(small), 49, 11)
    assert lines_of(drawing)[10].split() == ["-0.0625", "0", "mV"]
    assert subtitle.endswith("-0.5 mV")


def test_a_map_has_a_shade_for_each_mean_and_none_where_there_is_no_synapse():
    title, key, lines = weight_map(WEIGHTS, 12, 3)
    text = lines_of((title, key, lines))
    assert title == "Mean weight"
    assert key == f"0.1 {SHADES} 0.4 mV"
    assert [line[8:] for line in text[:2]] == ["  ··", "░░██"]
    assert [line.split()[0] for line in text[:2]] == ["8", "11"]
    assert text[2].startswith("target↑ 0 source →")
    assert weight_map(negative(WEIGHTS), 12, 3)[1] == f"-0.1 {SHADES} -0.4 mV"


def test_of_sparse_synapses_the_map_is_of_weights_a_pair():
    title, key, _ = weight_map(replace(WEIGHTS, is_dense=False), 12, 3)
    assert title == "Weight a pair"
    # 1 mV among 3 targets and 4 sources, 4 mV among 2 and 4.
    assert key == f"0.08 {SHADES} 0.5 mV"


def test_equal_weights_and_none_are_drawn_as_well():
    for sums in (np.zeros((2, 2)), np.full((2, 2), 5.0)):
        assert len(weight_map(replace(WEIGHTS, sums=sums), 12, 3)[2]) == 3
    nothing = replace(WEIGHTS, synapses=np.zeros((2, 2), np.int64), counts=0 * COUNTS)
    assert lines_of(weight_map(nothing, 12, 3))[0][8:] == "    "
    assert histogram(nothing, 49, 11)[1] == "0 synapses"


def test_a_course_reaches_from_the_start_to_now():
    title, subtitle, lines = course(WEIGHTS, 60, 9)
    text = lines_of((title, subtitle, lines))
    assert (title, subtitle) == ("Mean and spread", "mean 0.2 ± 0.1 mV")
    assert text[0].split()[:2] == ["mean", "0.25"]
    assert text[4].split()[:2] == ["spread", "0.1"]
    assert text[-1].split() == ["0", "s", "2.0", "s"]
    changing = replace(WEIGHTS, change_per_s=0.01)
    assert course(changing, 60, 9)[0] == "Mean and spread · change 0.01 mV/s"
    assert course(replace(changing, unit=""), 60, 9)[0] == "Mean and spread · change 0.01 1/s"


@pytest.mark.parametrize("weights", [WEIGHTS, negative(WEIGHTS)])
def test_a_synapse_has_a_bar_as_long_as_it_is_strong(weights):
    title, subtitle, lines = incoming(weights, 39, 5)
    text = lines_of((title, subtitle, lines))
    assert (title, subtitle) == ("Onto neuron 9 · cells", "2 strongest of 8")
    assert text[0].split() == ["source", "weight", "mV"]
    assert [line.split()[0] for line in text[1:]] == ["5", "2"]
    assert [line.count("█") for line in text[1:]] == [20, 10]


def test_a_neuron_without_such_synapses_is_told():
    nothing = IncomingWeights(9, 0, np.empty(0, np.int64), np.empty(0))
    assert "no synapses" in lines_of(incoming(replace(WEIGHTS, incoming=nothing), 39, 5))[0]
    words = " ".join(lines_of(incoming(replace(WEIGHTS, incoming=None), 39, 5)))
    assert "Targets: 8…12." in words
