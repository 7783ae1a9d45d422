"""Pacing against a clock that the test turns."""

import pytest
from hypothesis import given, strategies as st

from engine.live.pacing import MAX_LAG_S, Pacer, Speedometer, StepTime


@given(st.floats(0, 1e4), st.integers(0, 10**6), st.sampled_from([0.1, 0.5, 1.0, 2.0, 50.0]))
def test_what_is_due_is_what_the_clock_says(start_s, step, factor):
    pacer = Pacer(10, factor)
    pacer.restart(start_s, step)
    assert pacer.due(start_s + 1.0, step) == pytest.approx(100 * factor, abs=1)
    assert pacer.due(start_s, step) == 0


def test_waiting_until_the_next_step():
    pacer = Pacer(10, 1.0)
    pacer.restart(5.0, 0)
    assert pacer.wait_s(5.0, 0) == pytest.approx(0.01)
    assert pacer.wait_s(5.004, 0) == pytest.approx(0.006)
    assert pacer.wait_s(5.5, 0) == 0.0


def test_lag_is_told_and_the_excess_given_up():
    pacer = Pacer(10, 1.0)
    pacer.restart(0.0, 0)
    assert pacer.settle_lag_s(0.31, 20) == pytest.approx(0.1)
    assert pacer.settle_lag_s(9.0, 20) == MAX_LAG_S
    assert pacer.due(9.0, 20) == pytest.approx(50, abs=1)


def test_as_fast_as_possible_nothing_is_due_and_nothing_late():
    pacer = Pacer(10, None)
    assert pacer.due(100.0, 0) == 0
    assert pacer.wait_s(100.0, 0) == 0.0
    assert pacer.settle_lag_s(100.0, 0) == 0.0


def test_speed_is_that_of_the_last_second():
    speedometer = Speedometer(10)
    assert speedometer.times_real_time(0.0, 0) == 0.0
    for tick in range(1, 11):
        speedometer.times_real_time(tick / 10, 10 * tick)
    assert speedometer.times_real_time(1.1, 110) == pytest.approx(1.0)
    for tick in range(1, 21):
        faster = speedometer.times_real_time(1.1 + tick / 10, 110 + 50 * tick)
    assert faster == pytest.approx(5.0, rel=0.1)


def test_a_step_takes_its_share_of_all_time_however_chunks_had_to_wait():
    usual = StepTime()
    assert usual.mean_s == 0.0
    for _ in range(300):
        usual.add(0.2, 30)
        usual.add(0.0001, 1)
    assert usual.mean_s == pytest.approx(0.2001 / 31, rel=0.01)
    for _ in range(500):
        usual.add(0.006, 60)
    assert usual.mean_s == pytest.approx(0.0001, rel=0.5)


@pytest.mark.parametrize(
    ("quiet", "volley"), [((0.006, 2000), (0.006, 60)), ((0.003, 1000), (0.01, 1))]
)
def test_steps_of_a_volley_have_their_share(quiet, volley):
    """Many steps are planned while it is quiet, and few in a volley."""
    usual, seconds, steps = StepTime(), 0.0, 0
    for _ in range(60):
        for chunk in (*[quiet] * 10, *[volley] * 10):
            usual.add(*chunk)
            seconds, steps = seconds + chunk[0], steps + chunk[1]
    assert usual.mean_s == pytest.approx(seconds / steps, rel=0.4)


def test_chunks_that_took_long_by_chance_alone_do_not_count():
    usual = StepTime()
    usual.add(0.2, 1)
    for _ in range(100):
        for seconds, steps in ((3e-5, 1), (0.008, 1), (3e-5, 1), (4e-5, 5), (0.005, 2), (3e-5, 1)):
            usual.add(seconds, steps)
            assert usual.mean_s == 0.0
    usual.add(0.002, 1000)
    assert usual.mean_s == pytest.approx(0.000002)
