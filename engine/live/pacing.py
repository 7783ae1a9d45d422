"""Keeping pace with the wall clock, and telling how fast it went."""

import statistics
from collections import deque

WINDOW_S = 1.0
"""Wall-clock time over which the achieved speed is taken."""
MAX_LAG_S = 0.5
"""A simulation that fell further behind does not try to catch up with all of it."""
FORGOTTEN = 0.01
"""Of what steps took, with each chunk: what counts is about a second, as with rates."""
MEASURABLE_S = 2e-3
"""Of what is done around less work, which may take 0.3 ms, most would count as work."""
RECENT = 5
"""Chunks that tell how long the next one is to take, whatever one of them had to wait for."""


class Pacer:
    """How many steps are due by now, at so many times real time (None: as many as can be)."""

    def __init__(self, dt_ms: float, factor: float | None) -> None:
        self._dt_s = dt_ms / 1000.0
        self.factor = factor
        self._origin_s = 0.0
        self._origin_step = 0

    def restart(self, now_s: float, step: int) -> None:
        """Let `step` be due now: after a pause, a change of speed, a new network."""
        self._origin_s, self._origin_step = now_s, step

    def due(self, now_s: float, step: int) -> int:
        """Steps that ought to have been taken by now and were not; 0 without a factor."""
        if self.factor is None:
            return 0
        elapsed = (now_s - self._origin_s) * self.factor
        return max(0, int(elapsed / self._dt_s + 1e-9) - (step - self._origin_step))

    def wait_s(self, now_s: float, step: int) -> float:
        """Seconds until the next step is due."""
        if self.factor is None:
            return 0.0
        next_s = (step - self._origin_step + 1) * self._dt_s / self.factor
        return max(0.0, self._origin_s + next_s - now_s)

    def lag_s(self, now_s: float, step: int) -> float:
        """Wall-clock seconds behind, beyond the step that is under way."""
        if self.factor is None:
            return 0.0
        step_s = self._dt_s / self.factor
        reached_s = self._origin_s + (step - self._origin_step) * step_s
        return max(0.0, now_s - reached_s - step_s)

    def settle_lag_s(self, now_s: float, step: int) -> float:
        """The same, but half a second at most: what exceeds it is given up."""
        lag_s = self.lag_s(now_s, step)
        if lag_s > MAX_LAG_S:
            self.restart(now_s - MAX_LAG_S, step)
        return min(lag_s, MAX_LAG_S)


class Speedometer:
    """Simulated over wall-clock time, over about the last second."""

    def __init__(self, dt_ms: float) -> None:
        self._dt_s = dt_ms / 1000.0
        self._samples: deque[tuple[float, int]] = deque()

    def restart(self) -> None:
        """Forget what was; it belongs to another network or to before a pause."""
        self._samples.clear()

    def times_real_time(self, now_s: float, step: int) -> float:
        """The speed up to this step; 0.0 until there are two moments to compare."""
        samples = self._samples
        samples.append((now_s, step))
        while len(samples) > 2 and samples[1][0] <= now_s - WINDOW_S:
            samples.popleft()
        elapsed = now_s - samples[0][0]
        return (step - samples[0][1]) * self._dt_s / elapsed if elapsed > 0 else 0.0


class StepTime:
    """What a step takes, over about the last hundred chunks of work."""

    def __init__(self) -> None:
        self._seconds = self._steps = 0.0
        self._recent: deque[float] = deque(maxlen=RECENT)
        """What a step of each of the last chunks took."""

    def add(self, seconds: float, steps: int) -> None:
        """A chunk of so many steps took so long.

        It counts if it was to take long enough to be measured, by the chunks before it: if those
        counted that did, then of short ones none would but those that had to wait.
        """
        is_known = len(self._recent) == RECENT
        is_measurable = is_known and steps * statistics.median(self._recent) >= MEASURABLE_S
        self._recent.append(seconds / steps)
        if not is_measurable:
            return
        # Summed by steps, not by chunks: those that follow one that had to wait have fewer.
        self._seconds += seconds - FORGOTTEN * self._seconds
        self._steps += steps - FORGOTTEN * self._steps

    @property
    def mean_s(self) -> float:
        """Of a step; 0.0 until there were any."""
        return self._seconds / self._steps if self._steps else 0.0
