"""Dots for counts: one for each spike where there are few, a share of them where there are many."""

import numpy as np

from snn_tui.dashboard.drawing.halftone import MEMORY, Density, halftone
from snn_tui.dashboard.drawing.time_axis import time_axis


def test_few_spikes_have_a_dot_each():
    counts = np.random.default_rng(1).poisson(0.3, (20, 60)).astype(np.int32)
    density = Density()
    density.include(counts)
    assert density.full == 1
    assert np.array_equal(halftone(counts, density.full, 17), counts > 0)


def test_many_spikes_are_drawn_in_proportion():
    for mean in (2, 5, 9):
        drawn = halftone(np.full((40, 100), mean, np.int32), 10, 3)
        assert abs(drawn.mean() - mean / 10) < 0.02


def test_a_dot_stays_what_it_is_while_columns_move_on():
    counts = np.random.default_rng(2).poisson(5, (12, 40)).astype(np.int32)
    one, later = halftone(counts[:, :-5], 9, 100), halftone(counts[:, 5:], 9, 105)
    assert np.array_equal(one[:, 5:], later[:, :-5])


def test_a_density_grows_at_once_and_shrinks_later():
    density = Density()
    dense, sparse = np.full((9, 9), 7, np.int32), np.zeros((9, 9), np.int32)
    density.include(dense)
    assert density.full == 7
    for _ in range(MEMORY):
        assert density.full == 7
        density.include(sparse)
    for _ in range(MEMORY):
        density.include(sparse)
    assert density.full == 1


def test_rhythms_are_stripes_and_asynchronous_firing_is_even():
    """At one mean rate: the ink of a column tells them apart."""
    random, columns = np.random.default_rng(3), 200
    rhythm = 5.0 * (1.0 + 0.9 * np.sin(np.arange(columns) / 6 * 2 * np.pi))
    spread = []
    for rate in (np.full(columns, 5.0), rhythm):
        counts = random.poisson(rate, (90, columns)).astype(np.int32)
        density = Density()
        density.include(counts)
        spread.append(halftone(counts, density.full, 0).mean(axis=0).std())
    assert spread[1] > 4 * spread[0]


def test_ticks_stand_at_their_times():
    axis = time_axis(end_ms=1000.0, column_ms=5.0, columns=200)
    assert len(axis) == 100
    for label, ms in (("└0.2 s", 200), ("└0.8 s", 800)):
        assert axis.index(label) == ms / 5 / 2


def test_there_is_no_time_before_the_beginning():
    axis = time_axis(end_ms=12.5, column_ms=0.5, columns=100)
    assert axis.index("└0.00 s") == (100 - 25) // 2
    assert "-" not in axis
