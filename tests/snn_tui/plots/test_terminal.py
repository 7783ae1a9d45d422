"""Pictures as text."""

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from rich.cells import cell_len

from snn_tui.plots.data import Column, Group, TraceData
from snn_tui.plots.intervals import intervals
from snn_tui.plots.phase import phase
from snn_tui.plots.raster import raster
from snn_tui.plots.rates import rates
from snn_tui.plots.terminal import Page, needed_height, text
from snn_tui.plots.trace import trace
from tests.snn_tui.plots import made

PAGE = Page(44, 15, False)
ANY = st.floats(-1e30, 1e30)
RASTER = """\
A network
16 spikes of 4 neurons
neuron
       │⡆     ⡆     ⡆     ⡆       cell
       │⠇     ⠇     ⠇     ⠇
       │    ⡆     ⡆     ⡆     ⡆
      2┤    ⠇     ⠇     ⠇     ⠇
       │  ⡆     ⡆     ⡆     ⡆     excitatory
       │  ⠇     ⠇     ⠇     ⠇
      0┤⡆     ⡆     ⡆     ⡆
       │⠇     ⠇     ⠇     ⠇
       └┬───────────┬───────────┬
        0           50        100
                  time (ms)
"""
TRACE = """\
A neuron
I (µA/cm2) is 5 throughout
v (mV)
      1┤  ⣀⠤⠤⠤⠤⠤⣄⡀               ⣀⠤⠤⠤⠤⠤⣀⡀
      0┤⠒⠉       ⠈⠑⠢⣄⡀       ⣀⠴⠒⠉       ⠈⠓⠢⣀
     -1┤             ⠉⠑⠒⠒⠒⠒⠒⠉
u
      1┤⠦⠤⢤⣀               ⣀⡤⠤⠤⠤⠤⢄⣀
      0┤    ⠉⠢⢤⡀       ⣀⡤⠖⠉       ⠈⠉⠢⢄⡀
     -1┤       ⠈⠉⠒⠒⠒⠒⠒⠉               ⠈⠉⠒⠒⠒⠒
       └┬─────────────────┬─────────────────
        0                 50
                  time (ms)
"""
PHASE = """\
A neuron
from 0 to 99 ms
u
       │
      1┤          ⣀⣀⠤⠤⠔⠒⠒⠒⠒⠒⠒⠒⠢⠤⢄⣀⡀
       │      ⢀⣀⠔⠊                ⠈⠓⢄
       │      ⡇                      ⢱
      0┤      ⢇                      ⡸
       │       ⠑⠤⣀               ⢀⣀⠤⠊
     -1┤          ⠉⠒⠒⠒⠤⠤⠤⠤⠤⠤⠤⠤⠖⠒⠊⠁
       │
       └──────┬───────────┬──────────┬──────
              -1          0          1
                    v (mV)
"""
RATES = """\
A network
the mean of a population's neurons, in bins
of 20 ms
rate (Hz)   excitatory: mean 40 Hz
     50┤⣶⣶⣶⣶⣶⣶⣶⡆      ⣶⣶⣶⣶⣶⣶⣶⣶
       │⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿
      0┤⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿
rate (Hz)   cell: mean 40 Hz
     50┤⣶⣶⣶⣶⣶⣶⣶⣶⣶⣶⣶⣶⣶⣶⣶⣶⣶⣶⣶⣶⣶⣶⣶⣶⣶⣶⣶⣶⣶
       │⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿
      0┤⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿
       └┬─────────────────┬────────────────┬
        0                 50             100
                  time (ms)
"""
INTERVALS = """\
A network
intervals in 1 ms   excitato..., 9 intervals
       │                                  ⢰⣶
      5┤                                  ⢸⣿
      0┤                                  ⢸⣿
intervals in 1 ms   cell: CV..., 3 intervals
       │                                  ⢰⣶
      2┤                                  ⢸⣿
      0┤                                  ⢸⣿
       └┬─────────────┬─────────────┬───────
        0             10            20
           interspike interval (ms)
"""


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (raster(made.clock(), PAGE.medium), RASTER),
        (rates(made.clock(), PAGE.medium, 20.0), RATES),
        (intervals(made.clock(), PAGE.medium), INTERVALS),
        (trace(made.trace()), TRACE),
        (phase(made.trace(), PAGE.medium), PHASE),
    ],
    ids=["raster", "rates", "isi", "trace", "phase"],
)
def test_each_picture_at_a_small_size(figure, expected):
    assert text(figure, PAGE) == expected


def test_colours_are_there_only_where_they_may_be():
    figure = raster(made.clock(), PAGE.medium)
    coloured = text(figure, PAGE._replace(has_colours=True))
    assert "\x1b[38;5;32m" in coloured
    assert "\x1b[38;5;166m" in coloured
    plain = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    assert [line.rstrip() for line in plain.splitlines()] == RASTER.splitlines()


@pytest.mark.parametrize("size", [(40, 10), (90, 24)])
def test_no_line_is_longer_than_the_page_and_there_are_not_too_many(size):
    page = Page(*size, False)
    for make in (raster, rates, intervals):
        for data in (made.many(3000), made.clock()):
            figure = make(data, page.medium)
            high = page._replace(height=max(page.height, needed_height(figure)))
            lines = text(figure, high).splitlines()
            assert max(map(len, lines)) <= page.width
            assert len(lines) <= high.height


@given(st.lists(st.tuples(ANY, ANY), min_size=1, max_size=8))
@settings(max_examples=20, deadline=None)
def test_any_numbers_are_drawn(rows):
    data = TraceData("", np.arange(len(rows)) * 1.0, (Column("v"), Column("u")), np.array(rows))
    for figure in (trace(data), phase(data, PAGE.medium)):
        assert re.search("[⠁-⣿]", text(figure, PAGE))


def test_populations_that_are_many_make_a_picture_higher():
    ten = made.spikes([1.0], [0], (1,) * 10, tuple("abcdefghij"))
    figure = rates(ten, PAGE.medium)
    assert needed_height(figure) == 36
    lines = text(figure, PAGE._replace(height=36)).splitlines()
    assert sum("mean" in line for line in lines[2:]) == 10


def test_a_long_name_leaves_room_for_the_picture():
    data = made.spikes([5.0], [0], (2, 2), ("n" * 100, "short"))
    lines = text(raster(data, PAGE.medium), PAGE).splitlines()
    assert max(map(len, lines)) <= PAGE.width
    assert any(re.search("[⠁-⣿]", line) for line in lines)


def test_a_name_of_wide_letters_is_not_drawn_over():
    data = made.clock()
    named = replace(data, groups=(Group("興奮", 0, 3), Group("細胞", 3, 1)))
    lines = text(raster(named, PAGE.medium), PAGE).splitlines()
    assert any(line.endswith("興奮") for line in lines)
    assert max(map(cell_len, lines)) <= PAGE.width
