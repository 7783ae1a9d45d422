"""A replay keeps pace with the clock, and pauses at its ends."""

import pytest

from engine.replaying.playhead import FASTEST, Playhead
from tests.engine.replaying.runs import Clock

FIRST, END = 100, 3100


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def head(clock) -> Playhead:
    return Playhead(FIRST, END, 1.0, 1.0, clock)


def let_pass(head: Playhead, clock: Clock, seconds: float) -> int:
    for _ in range(round(seconds * 100)):
        clock.now_s += 0.01
        head.move()
    return head.step


def test_it_keeps_pace_either_way(head, clock) -> None:
    assert let_pass(head, clock, 0.5) == 600
    assert head.times_real_time() == 0.0  # of one moment nothing can be said
    assert let_pass(head, clock, 0.25) == 850
    assert head.times_real_time() == pytest.approx(1.0)
    head.set_speed(2.0)
    assert let_pass(head, clock, 0.5) == 1850
    head.turn(True)
    assert let_pass(head, clock, 0.25) == 1350
    assert head.leaps > 0
    head.set_speed(None)
    clock.now_s += 0.001
    head.move()
    assert head.step == 1350 - FASTEST


def test_it_pauses_at_its_ends_and_begins_again(head, clock) -> None:
    assert let_pass(head, clock, 5.0) == END
    assert head.is_paused
    assert head.is_at_end
    head.pause(False)
    assert head.step == FIRST
    assert let_pass(head, clock, 0.1) == FIRST + 100
    head.turn(True)
    assert let_pass(head, clock, 1.0) == FIRST
    assert head.is_paused
    head.pause(False)
    assert head.step == END


def test_steps_and_jumps_stay_within(head) -> None:
    head.take(1)
    assert (head.step, head.is_paused) == (FIRST + 1, True)
    head.take(-5)
    assert head.step == FIRST
    head.go_to(10**9)
    assert head.step == END
    head.go_to(-3)
    assert head.step == FIRST


def test_who_was_kept_waiting_misses_nothing(head, clock) -> None:
    let_pass(head, clock, 0.1)
    clock.now_s += 60.0
    head.move()
    assert head.step == FIRST + 100 + 500
