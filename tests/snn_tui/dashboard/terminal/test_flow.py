"""Flow on lines of several kinds: slow ones, long ones, and ones that never answer."""

from collections import deque

import pytest

from snn_tui.dashboard.terminal.flow import MOST, Flow

TICK_S = 1 / 60
SIZE = 5000


class Line:
    """Carries so many bytes a second, takes so long both ways together, and answers or not."""

    def __init__(self, rate: float, delay_s: float, answers: bool = True) -> None:
        self._rate, self._delay_s, self._answers = rate, delay_s, answers
        self._free_s = 0.0
        self.due: deque[float] = deque()
        self.waited_s: list[float] = []

    def send(self, now: float, size: int, question: str) -> None:
        self._free_s = max(self._free_s, now) + size / self._rate
        self.waited_s.append(self._free_s - now)
        if question and self._answers:
            self.due.append(self._free_s + self._delay_s)


def run(line: Line, seconds: float, size: int = SIZE) -> tuple[float, float]:
    """Pictures a second over the second half of the time, and the longest that one waited there."""
    flow = Flow()
    line.send(0.0, 0, flow.question(0.0, 0))
    times = []
    for tick in range(int(seconds / TICK_S)):
        now = tick * TICK_S
        while line.due and line.due[0] <= now:
            line.due.popleft()
            flow.answer(now)
        if flow.is_free(now):
            line.send(now, size, flow.question(now, size))
            times.append(now)
    late = [time for time in times if time > seconds / 2]
    return 2 * len(late) / seconds, max(line.waited_s[-len(late) :])


@pytest.mark.parametrize("rate", [2_000, 20_000, 200_000])
@pytest.mark.parametrize("delay_s", [0.0, 0.05, 0.3])
def test_no_picture_waits_long_behind_another_on_a_slow_line(rate: int, delay_s: float) -> None:
    frames, waited_s = run(Line(rate, delay_s), 60.0)
    assert waited_s < SIZE / rate + 0.15
    assert frames > 0.5 / (SIZE / rate + delay_s + TICK_S)


@pytest.mark.parametrize("delay_s", [0.0, 0.02, 0.1])
def test_a_line_that_is_long_but_fast_is_filled(delay_s: float) -> None:
    frames, _ = run(Line(10_000_000, delay_s), 20.0)
    assert frames > 50


def test_a_very_long_line_has_a_bounded_number_under_way() -> None:
    frames, _ = run(Line(10_000_000, 0.4), 60.0)
    assert frames == pytest.approx(MOST / 0.4, rel=0.2)


def test_a_mute_terminal_is_asked_no_more() -> None:
    line = Line(10_000_000, 0.0, answers=False)
    frames, _ = run(line, 20.0)
    assert frames > 50


def test_an_answer_that_was_lost_ends_nothing() -> None:
    flow = Flow()
    flow.question(0.0, 0)
    flow.answer(0.01)
    for _ in range(MOST):
        flow.question(1.0, SIZE)
    assert not flow.is_free(1.1)
    assert flow.is_free(1.0 + 0.5 + SIZE / 1000 + 0.1)
    assert flow.question(10.0, 0)


def test_answers_that_nobody_waits_for_are_taken() -> None:
    flow = Flow()
    flow.question(0.0, 0)
    assert flow.is_free(2.0)
    assert flow.question(2.0, 0) == ""
    flow.answer(3.0)
    assert flow.question(4.0, 0)
