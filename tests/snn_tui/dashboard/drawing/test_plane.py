"""Axes that grow, trails that fade, curves along which a quantity is zero."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from snn_tui.dashboard.drawing.axis import Axis, grown
from snn_tui.dashboard.drawing.plane import Trail, dotted, sign_changes

values = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=9)


@given(st.lists(values, min_size=1, max_size=4))
def test_an_axis_holds_all_there_was(batches) -> None:
    axis = None
    for batch in batches:
        before, axis = axis, grown(axis, np.array(batch))
        assert axis.low <= min(batch)
        assert max(batch) <= axis.high
        assert before is None or (axis.low <= before.low and before.high <= axis.high)
        assert grown(axis, np.array(batch)) is axis
        assert 0 < len(axis.ticks(5)) <= 6


def test_an_axis_is_round_and_has_round_ticks() -> None:
    axis = grown(None, np.array([-1.63, np.nan, 1.94]))
    assert axis == Axis(-2.0, 2.5)
    assert axis.ticks(4) == [-2.0, 0.0, 2.0]
    assert grown(None, np.array([np.nan])) is None
    assert grown(None, np.zeros(3)) == Axis(-0.5, 0.5)


def test_a_curve_is_where_the_sign_changes() -> None:
    x, y = np.meshgrid(np.linspace(-2, 2, 41), np.linspace(4, 0, 33))
    dots = sign_changes(y - x**2)
    for row, column in np.argwhere(dots):
        box = np.ix_((row, row + 1), (column, column + 1))
        corners = (y - x**2)[box]
        assert corners.min() <= 0.0 < corners.max()
    assert dots.any(axis=0).all()
    assert not sign_changes(np.full((5, 5), np.nan)).any()
    assert 0 < dotted(dots).sum() < dots.sum()


def test_a_trail_connects_samples_and_the_newest_is_on_top() -> None:
    axes = Axis(0.0, 4.0), Axis(0.0, 4.0)
    trail = Trail(np.array([0.1, 3.9, 0.1]), np.array([0.1, 3.9, 0.1]), axes, 2, 1, 4)
    assert trail.dots.shape == (4, 4)
    assert (trail.dots == np.eye(4, dtype=bool)[::-1]).all()
    assert trail.newest == (0, 0)
    assert trail.shade.tolist() == [[2, 1]] or (trail.shade[0, 0] >= trail.shade[0, 1]).all()


@pytest.mark.parametrize("sample", [np.nan, 9.0])
def test_what_is_not_within_is_not_drawn(sample: float) -> None:
    axes = Axis(0.0, 1.0), Axis(0.0, 1.0)
    trail = Trail(np.array([sample]), np.array([0.5]), axes, 3, 2, 4)
    assert not trail.dots.any()
    assert trail.newest is None
    assert (trail.shade == -1).all()
