"""Playhead: where a replay is, and how it goes on: speed, direction, pauses, ends."""

from collections.abc import Callable

from engine.live.pacing import MAX_LAG_S, Speedometer

FASTEST = 1000.0
"""Times real time, where as fast as possible is asked for."""


class Playhead:
    """A step of a recording that moves with the clock, and pauses at either end.

    factor: times real time, None for as fast as possible.
    """

    def __init__(
        self, first: int, end: int, dt_ms: float, factor: float | None, clock: Callable[[], float]
    ) -> None:
        self.first, self.end, self.step = first, end, first
        self.factor = factor
        self.is_backwards = self.is_paused = False
        self.leaps = 0
        """How often it did not go on from where it was, forwards."""
        self._clock, self._dt_s = clock, dt_ms / 1000.0
        self._speedometer = Speedometer(dt_ms)
        self._origin_s = self._moved_s = clock()
        self._origin_step = first

    @property
    def is_at_end(self) -> bool:
        """Whether there is nothing more this way."""
        return self.step == (self.first if self.is_backwards else self.end)

    def move(self) -> None:
        """Go to where it ought to be by now."""
        if self.is_paused:
            return
        now_s = self._clock()
        # Who was suspended, or kept waiting, does not miss what was to be seen meanwhile.
        self._origin_s += max(0.0, now_s - self._moved_s - MAX_LAG_S)
        self._moved_s = now_s
        passed_s = (now_s - self._origin_s) * (self.factor or FASTEST)
        steps = int(passed_s / self._dt_s + 1e-9)
        self._put(self._origin_step + (-steps if self.is_backwards else steps))
        if self.is_at_end:
            self.is_paused = True

    def wait_s(self) -> float:
        """Seconds until it is at another step."""
        gone = abs(self.step - self._origin_step) + 1
        due_s = self._origin_s + gone * self._dt_s / (self.factor or FASTEST)
        return max(0.0, due_s - self._clock())

    def times_real_time(self) -> float:
        """How fast it went lately, whatever the direction."""
        return abs(self._speedometer.times_real_time(self._clock(), self.step))

    def pause(self, paused: bool) -> None:
        """Stop, or go on; from its end, over again."""
        if not paused and self.is_at_end:
            self.go_to(self.end if self.is_backwards else self.first)
        self.is_paused = paused
        self._restart()

    def go_to(self, step: int) -> None:
        """Go on from there."""
        self._put(step, is_leap=True)
        self._restart()

    def take(self, steps: int) -> None:
        """Go so many steps on, back if below 0, and stay."""
        self.is_paused = True
        self._put(self.step + steps)

    def turn(self, backwards: bool) -> None:
        """Go the other way from here."""
        self.is_backwards = backwards
        self._restart()

    def set_speed(self, factor: float | None) -> None:
        """Go so many times as fast as real time."""
        self.factor = factor
        self._restart()

    def _put(self, step: int, *, is_leap: bool = False) -> None:
        step = min(max(step, self.first), self.end)
        self.leaps += is_leap or step < self.step
        self.step = step

    def _restart(self) -> None:
        self._origin_s = self._moved_s = self._clock()
        self._origin_step = self.step
        self._speedometer.restart()
