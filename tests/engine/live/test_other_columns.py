"""Rows whose columns are made wider or narrower, of a network that stands still or goes on."""

import numpy as np
import pytest

from engine.live.live_network import LiveNetwork
from engine.live.run_configuration import run_configuration

STEPS, SIZE, COLUMNS = 603, 8, 40


def network(column_steps: int) -> LiveNetwork:
    live = LiveNetwork(run_configuration(None, size=SIZE, seed=3), column_steps)
    live.advance(STEPS)
    return live


def assert_same(live: LiveNetwork, other: LiveNetwork) -> None:
    one, same = live.rows(0, SIZE, COLUMNS), other.rows(0, SIZE, COLUMNS)
    assert one.column_ms == same.column_ms
    np.testing.assert_array_equal(one.x, same.x)
    np.testing.assert_array_equal(one.spiked, same.spiked)


@pytest.mark.parametrize("after", [0, 1, 4, 250])
def test_wider_columns_are_as_if_they_always_had_been(after):
    live, other = network(5), network(10)
    live.set_column(10)
    assert live.rows(0, SIZE, COLUMNS).spiked.any()
    for each in (live, other):
        each.advance(after)
    assert_same(live, other)


@pytest.mark.parametrize("column_steps", [2, 7, 12])
def test_columns_of_any_width_have_all_spikes_and_potentials_of_their_time(column_steps):
    live, other, each_step = network(5), network(column_steps), network(1)
    live.set_column(column_steps)
    shown, expected = live.rows(0, SIZE, COLUMNS), other.rows(0, SIZE, COLUMNS)
    np.testing.assert_array_equal(shown.spiked, expected.spiked)
    assert shown.spiked.any()
    x, _ = each_step.history.window(STEPS, 0, SIZE, 250)
    newest = STEPS // column_steps
    for column in range(newest - 20, newest):
        kept = range(-(-(column * column_steps + 1) // 5) * 5, (column + 1) * column_steps + 1, 5)
        told = shown.x[:, COLUMNS - (newest - column)]
        if kept:
            np.testing.assert_array_equal(told, x[:, kept[-1] - 1 - (STEPS - 250)])
        else:
            assert np.isnan(told).all()


def test_nothing_is_lost_by_other_widths_while_it_stands_still():
    live = network(5)
    for column_steps in (10, 50, 20, 2, 5):
        live.set_column(column_steps)
        assert np.isfinite(live.rows(0, SIZE, 10).x).any(axis=1).all()
    assert_same(live, network(5))


def test_potentials_of_before_the_kept_spikes_are_not_told():
    live = network(5)
    live._newest.oldest_step = 503
    live.set_column(10)
    assert np.isfinite(live.rows(0, SIZE, COLUMNS).x).any(axis=0).sum() == 9
