"""How many threads take the next call, by times that are told."""

import pytest

from engine.runtime.team_size import LONGEST_HOLD_S, TeamSize

NEURONS = 1000


def sizes_in(size, step_s, seconds, steps=10**6):
    """Take calls until so much time is over; the time that was spent with each number of threads.

    step_s: what a step takes by so many threads.
    """
    spent = {}
    while sum(spent.values()) < seconds:
        threads, few = size.threads, min(size.most_steps(steps), 2000)
        took = few * step_s(threads)
        spent[threads] = spent.get(threads, 0.0) + took
        size.tell(few, few * NEURONS, took)
    return spent


def time_lost(size, step_s, seconds, best):
    """The share of the time that was spent otherwise."""
    spent = sizes_in(size, step_s, seconds)
    return 1 - spent.get(best, 0.0) / sum(spent.values())


def faster_together(threads):
    return 10e-6 / threads


def slower_together(threads):
    return 5e-6 * threads**2


def test_one_thread_is_all_there_is():
    size = TeamSize(1)
    assert size.threads == 1
    assert size.most_steps(10**6) == 10**6
    assert sizes_in(size, slower_together, 3.0).keys() == {1}


@pytest.mark.parametrize(("step_s", "best"), [(faster_together, 2), (slower_together, 1)])
def test_the_faster_number_is_found_at_once_and_the_other_seldom_tried(step_s, best):
    size = TeamSize(2)
    assert time_lost(size, step_s, 0.15, best) < 0.2
    sizes_in(size, step_s, 4 * LONGEST_HOLD_S)
    assert 0.0 < time_lost(size, step_s, 4 * LONGEST_HOLD_S, best) < 0.01


def test_other_work_is_noticed_when_it_begins_and_when_it_ends():
    size = TeamSize(2)
    sizes_in(size, faster_together, 10.0)
    assert size.threads == 2
    assert time_lost(size, slower_together, 1.0, best=1) < 0.1
    sizes_in(size, slower_together, 10.0)
    sizes_in(size, faster_together, LONGEST_HOLD_S + 0.1)
    assert time_lost(size, faster_together, 1.0, best=2) < 0.1


def test_a_first_call_that_compiles_decides_nothing():
    size = TeamSize(2)
    size.tell(1, NEURONS, 5.0)
    assert time_lost(size, faster_together, 0.5, best=2) < 0.1


@pytest.mark.parametrize("best", [1, 2, 4, 8])
def test_of_many_threads_so_many_as_are_fastest_are_found(best):
    def step_s(threads):
        return 1e-5 * (max(threads, best) / min(threads, best)) ** 0.5

    size = TeamSize(8)
    sizes_in(size, step_s, 1.0)
    assert time_lost(size, step_s, 10.0, best) < 0.05


def test_volleys_make_no_trials_where_work_is_told():
    """A step with a volley takes a hundred times as long, and does so much more work."""
    size, changes, before = TeamSize(2), 0, None
    for call in range(20_000):
        few = min(size.most_steps(100), 100)
        work = few * NEURONS * (100 if call % 7 == 0 else 1)
        changes += size.threads != before
        before = size.threads
        size.tell(few, work, work * 1e-9 / size.threads)
    assert size.threads == 2
    assert changes < 40


def test_calls_that_took_no_step_and_no_time_are_borne():
    size = TeamSize(2)
    for _ in range(100):
        assert size.most_steps(10) >= 1
        assert size.most_steps(0) == 0
        size.tell(0, 0.0, 0.001)
        size.tell(1, NEURONS, 0.0)
