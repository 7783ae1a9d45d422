"""ScreenRate: how often the screen really is refreshed, and whether the terminal bounds it."""

from collections import deque

WINDOW = 30
MEMORY_S = 2.0
"""A rate that changed is told after so long."""
HELD_SHARE = 0.3
"""More than what a single hiccup holds up."""


class ScreenRate:
    """Refreshes per second over the last few of them."""

    def __init__(self) -> None:
        self._times: deque[float] = deque(maxlen=WINDOW)
        self._skips: deque[float] = deque(maxlen=WINDOW)

    def tick(self, now: float) -> None:
        """Note a refresh at wall time `now`."""
        self._times.append(now)
        self._forget(now)

    def skip(self, now: float) -> None:
        """Note that the terminal could not take a refresh then."""
        self._skips.append(now)

    @property
    def fps(self) -> float:
        """Refreshes per second; 0.0 before the second one."""
        span = self._times[-1] - self._times[0] if self._times else 0.0
        return (len(self._times) - 1) / span if span > 0 else 0.0

    @property
    def is_held(self) -> bool:
        """Whether the terminal does not take as many as there could be."""
        return len(self._skips) > HELD_SHARE * (len(self._skips) + len(self._times))

    def _forget(self, now: float) -> None:
        """Two refreshes are kept however old, for the time between them."""
        while len(self._times) > 2 and now - self._times[0] > MEMORY_S:
            self._times.popleft()
        while self._skips and now - self._skips[0] > MEMORY_S:
            self._skips.popleft()
