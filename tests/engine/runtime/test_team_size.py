"""How many threads take the next call, by times that are told."""

import pytest

from engine.runtime.team_size import LONGEST_HOLD_S, TeamSize

NEURONS = 1000
BUSY = 0.4
"""The share of the time that a team sleeps beside other work."""


def sizes_in(size, step_s, seconds, asleep=0.0):
    """Take calls until so much time is over; the time that was spent with each number of threads.

    step_s: what a step takes by so many threads. asleep: the share of the time that more than one
    thread sleep.
    """
    spent = {}
    while sum(spent.values()) < seconds:
        threads, few = size.threads, size.most_steps(2000)
        took = few * step_s(threads)
        spent[threads] = spent.get(threads, 0.0) + took
        size.tell(few, few * NEURONS, took, asleep * took if threads > 1 else 0.0)
    return spent


def time_lost(size, step_s, seconds, best, asleep=0.0):
    """The share of the time that was spent otherwise."""
    spent = sizes_in(size, step_s, seconds, asleep)
    return 1 - spent.get(best, 0.0) / sum(spent.values())


def faster_together(threads):
    return 10e-6 / threads


def slower_together(threads):
    return 5e-6 * threads**2


def test_one_thread_is_all_there_is():
    size = TeamSize(1)
    assert size.threads == 1
    assert size.most_steps(10**6) == 10**6
    assert sizes_in(size, slower_together, 3.0, BUSY).keys() == {1}


def test_threads_that_never_sleep_are_all_taken_and_nothing_is_tried():
    assert sizes_in(TeamSize(2), slower_together, 3.0, asleep=0.05).keys() == {2}


@pytest.mark.parametrize(("step_s", "best"), [(faster_together, 2), (slower_together, 1)])
def test_beside_other_work_the_faster_number_is_found_and_the_other_seldom_tried(step_s, best):
    size = TeamSize(2)
    assert time_lost(size, step_s, 0.4, best, BUSY) < 0.25
    sizes_in(size, step_s, 4 * LONGEST_HOLD_S, BUSY)
    assert 0.0 < time_lost(size, step_s, 4 * LONGEST_HOLD_S, best, BUSY) < 0.02


def test_other_work_is_noticed_when_it_begins_and_when_it_ends():
    size = TeamSize(2)
    sizes_in(size, faster_together, 10.0)
    assert size.threads == 2
    assert time_lost(size, slower_together, 1.0, 1, BUSY) < 0.15
    sizes_in(size, slower_together, 10.0, BUSY)
    sizes_in(size, faster_together, LONGEST_HOLD_S + 0.1)
    assert time_lost(size, faster_together, 1.0, best=2) == 0.0


@pytest.mark.parametrize("best", [1, 2, 4, 8])
def test_of_many_threads_so_many_as_are_fastest_are_found(best):
    def step_s(threads):
        return 1e-5 * (max(threads, best) / min(threads, best)) ** 0.5

    size = TeamSize(8)
    sizes_in(size, step_s, 2.0, BUSY)
    assert time_lost(size, step_s, 20.0, best, BUSY) < 0.05


def test_calls_that_took_no_step_and_no_time_are_borne():
    size = TeamSize(2)
    for _ in range(100):
        assert size.most_steps(10) >= 1
        assert size.most_steps(0) == 0
        size.tell(0, 0.0, 0.001, 0.001)
        size.tell(1, NEURONS, 0.0, 0.0)
