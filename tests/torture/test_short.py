"""The short form of every part: a few trials, always the same."""

import pytest

from tests.torture.trials import part, part_names

TRIALS = [
    # Most of a trial is waiting: two parts go on at once.
    pytest.param(name, seed, marks=pytest.mark.xdist_group(name))
    for name in part_names()
    for seed in range(part(name).short)
]


@pytest.mark.parametrize(("name", "seed"), TRIALS)
def test_a_trial_has_no_faults(name, seed):
    assert part(name).attempt(seed).faults == []
