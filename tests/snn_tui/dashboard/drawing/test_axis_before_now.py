"""The time axis, character by character."""

from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from snn_tui.dashboard.drawing.axis_before_now import APART, TICK, axis_before_now


@pytest.mark.parametrize(
    ("columns", "column_ms", "axis"),
    [
        (30, 50.0, "          ▏-1 s            now"),
        (30, 2.0, "     ▏-50 ms               now"),
        (45, 100.0, "     ▏-4 s               ▏-2 s            now"),
        (2, 50.0, "  "),
        (8, 50.0, "     now"),
    ],
)
def test_ticks_are_round_times_before_now(columns, column_ms, axis):
    assert axis_before_now(columns, column_ms) == axis


@given(st.integers(3, 250), st.sampled_from([1.0, 2.0, 2.5, 5.0, 7.0, 50.0, 250.0, 10_000.0]))
def test_every_tick_is_at_its_time(columns, column_ms):
    axis = axis_before_now(columns, column_ms)
    assert len(axis) == columns
    ticks = [at for at, character in enumerate(axis) if character == TICK]
    assert all(after - before >= APART for before, after in pairwise(ticks))
    for at in ticks:
        number, unit, *_ = axis[at + 2 :].split()
        before_ms = float(number) * (1000 if unit.startswith("s") else 1)
        assert abs((columns - at) * column_ms - before_ms) <= column_ms / 2 + 1e-6
