"""Marks as dots."""

import numpy as np
from hypothesis import given, settings, strategies as st

from snn_tui.plots.dots import Raster, bitmap
from snn_tui.plots.figure import Bars, Curve, Dots, Panel, Ruler, Shades
from snn_tui.plots.side_names import placed
from snn_tui.plots.thinning import thinned

UNIT = Raster(Ruler("x", 0.0, 8.0), Ruler("y", 0.0, 4.0), 8, 4)


def rows(dots):
    """As text, the highest row first."""
    return ["".join(".#"[int(dot)] for dot in row) for row in dots[::-1]]


def array(*values):
    return np.array(values, np.float64)


def test_dots_are_where_their_values_are():
    assert rows(bitmap(Dots(array(0, 3.9, 8), array(0.5, 3.9, 4), 1.0), UNIT)) == [
        "...#...#",
        "........",
        "........",
        "#.......",
    ]


def test_where_there_is_room_a_spike_is_as_high_as_its_neurons_row():
    high = Raster(UNIT.x, Ruler("neuron", -0.5, 1.5), 8, 8)
    assert rows(bitmap(Dots(array(1, 5), array(0, 1), 0.75), high)) == [
        ".....#..",
        ".....#..",
        ".....#..",
        "........",
        ".#......",
        ".#......",
        ".#......",
        "........",
    ]


def test_bars_stand_on_the_axis_and_what_there_is_can_be_seen():
    bars = Bars(array(0, 2, 4, 6, 8), array(4, 0, 0.01, 2))
    assert rows(bitmap(bars, UNIT)) == ["##......", "##......", "##....##", "##..####"]


def test_of_many_bars_in_a_column_the_highest_is_drawn():
    bars = Bars(np.linspace(0, 8, 81), np.where(np.arange(80) == 33, 4.0, 0.0))
    assert rows(bitmap(bars, UNIT)) == ["...#...."] * 4


def test_a_curve_is_joined():
    assert rows(bitmap(Curve(array(0, 1, 7), array(0, 3.5, 0)), UNIT)) == [
        ".##.....",
        ".#.#....",
        "#...###.",
        "#......#",
    ]
    assert rows(bitmap(Curve(array(3), array(1)), UNIT))[2] == "...#...."


def test_more_spikes_are_more_dots():
    counts = np.repeat(np.arange(8)[None, :], 4, axis=0)
    dots = bitmap(Shades(counts, 0.0, 4.0, 8), UNIT)
    assert not dots[:, 0].any()
    assert dots[:, 1:3].sum() < dots[:, 6:].sum()


def test_a_population_of_one_among_many_has_a_row():
    dots = bitmap(Shades(np.full((1, 8), 5), 3.99, 4.0, 1), UNIT)
    assert rows(dots) == ["########", *["........"] * 3]


@settings(max_examples=40)
@given(st.lists(st.floats(0, 3.999), min_size=1, max_size=200))
def test_thinned_a_curve_looks_the_same(values):
    x = np.linspace(0.0, 7.99, len(values))
    curve = Curve(x, np.array(values))
    few = thinned(curve, 8)
    fine = Raster(Ruler("x", float(x[0]), float(x[-1]) or 1.0), UNIT.y, 8, 4)
    assert few.x.size <= 4 * 8
    assert (bitmap(few, fine) == bitmap(curve, fine)).all()


@settings(max_examples=40)
@given(st.lists(st.integers(0, 999), min_size=1, max_size=30), st.integers(1, 20))
def test_names_beside_a_panel_keep_their_order_and_a_line_each(places, lines):
    names = tuple((float(place), str(place), 0) for place in places)
    panel = Panel(Ruler("neuron", -0.5, 999.5), (), names=names)
    found = placed(panel, lines)
    at = [int((place + 0.5) / 1000 * lines) for place, _, _ in found]
    assert at == sorted(set(at))
    assert len(at) == min(len(places), lines)
    assert all(0 <= line < lines for line in at)
