"""The comparison's own arithmetic, and ours beside a closed form; no other simulator is needed."""

import numpy as np
import pytest

from tests.benchmarks.peers.same_trains import given, ours
from tests.benchmarks.peers.same_trains.__main__ import difference, distance


def test_no_two_spikes_meet_at_a_synapse_and_each_sender_has_the_last_word() -> None:
    trains = given.trains()
    pre, post = np.concatenate(trains.pre), np.concatenate(trains.post)
    assert not np.isin(post, pre).any()
    assert not np.isin(post, pre + given.DELAY_STEPS).any()
    assert not np.isin(post + given.DELAY_STEPS, pre).any()
    assert all(steps[0] + given.DELAY_STEPS < post.min() for steps in trains.pre)
    assert all(steps[-1] > post.max() + given.DELAY_STEPS for steps in trains.pre)


@pytest.mark.parametrize(
    ("mine", "other", "expected"),
    [([1.0, 0.0], [1.0, 0.0], 0.0), ([1.0, 2.0], [1.5, 2.0], 1 / 3), ([0.0], [1e-9], 1.0)],
)
def test_the_difference_is_relative_to_the_larger_one(mine, other, expected) -> None:
    assert difference(np.array(mine), np.array(other)) == pytest.approx(expected)


def test_a_weight_that_is_lost_is_told() -> None:
    assert np.isnan(difference(np.array([1.0]), np.array([np.nan])))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [([1, 2, 3], [3, 2, 1], 0.0), ([0, 1], [2, 3], 1.0), ([1, 2, 3, 4], [3, 4, 5, 6], 0.5)],
)
def test_distance_of_two_samples(one, other, expected) -> None:
    assert distance(np.array(one), np.array(other)) == pytest.approx(expected)


def test_ours_learns_what_all_pairs_add_up_to() -> None:
    trains, rule = given.trains(), given.RULES["pair, multiplicative"]
    weights = ours.learned(trains, rule, "axonal")
    arrivals, posts = trains.pre[3] + given.DELAY_STEPS, trains.post[5]
    share = given.START / given.W_MAX
    for step in np.sort(np.concatenate((arrivals, posts))).tolist():
        is_pre = step in arrivals
        others = (posts if is_pre else arrivals).astype(float)
        apart = (step - others[others < step]) * given.DT_MS
        if is_pre:
            share -= rule.a_minus * share * np.exp(-apart / given.TAU_MINUS_MS).sum()
        else:
            share += rule.a_plus * (1.0 - share) * np.exp(-apart / given.TAU_PLUS_MS).sum()
    assert weights[3, 5] == pytest.approx(share * given.W_MAX, rel=1e-12)
