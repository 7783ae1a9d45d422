"""Scales of curves: fixed, filled, round; never wider than the variable can be."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engine.live.curve_range import CurveRange
from snn_tui.dashboard.drawing.curve_scale import filled_scale, fixed_scale, round_scale

GATE = CurveRange(0.0, 1.0, (0.0, 1.0))
X = CurveRange(-1e12, 1e12, (-2.0, 2.0))
UNKNOWN = CurveRange(-1e12, 1e12)


def test_a_fixed_scale_stays_while_values_keep_to_it():
    assert fixed_scale(np.array([-1.6, 0.3]), X) == (-2.0, 2.0)
    assert fixed_scale(np.array([np.nan, 0.0]), X) == (-2.0, 2.0)
    assert fixed_scale(np.empty(0), X) == (-2.0, 2.0)


def test_a_fixed_scale_grows_by_quarters_where_values_leave_it():
    assert fixed_scale(np.array([-2.1, 3.5]), X) == (-3.0, 4.0)


def test_what_is_known_of_no_range_fills_its_scale():
    assert fixed_scale(np.array([3.0, 7.0]), UNKNOWN) == (3.0, 7.0)


@given(st.lists(st.floats(-0.01, 1.01), max_size=5))
def test_no_scale_of_a_gate_is_wider_than_a_gate_can_be(values):
    for scale in (fixed_scale, filled_scale):
        low, high = scale(np.array(values), GATE)
        assert 0.0 <= low < high <= 1.0


def test_a_flat_curve_is_drawn_flat_in_the_middle():
    assert filled_scale(np.array([5.0, 5.0]), X) == pytest.approx((4.95, 5.05))


@pytest.mark.parametrize(
    ("values", "scale"),
    [
        ([5.0, 5.0], (0.0, 5.0)),
        ([5.01], (0.0, 10.0)),
        ([-0.3, 1.2], (-0.5, 2.0)),
        ([-1e-15, 3.0], (0.0, 5.0)),
        ([-40.0], (-50.0, 0.0)),
        ([0.0], (0.0, 1.0)),
        ([], (0.0, 1.0)),
        ([np.nan, 700.0], (0.0, 1000.0)),
    ],
)
def test_a_current_is_drawn_from_nought_to_a_round_number(values, scale):
    assert round_scale(np.array(values)) == pytest.approx(scale)
