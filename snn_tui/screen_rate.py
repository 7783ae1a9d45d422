"""ScreenRate: how often the screen really is refreshed."""

from collections import deque

WINDOW = 30


class ScreenRate:
    """Refreshes per second over the last few of them."""

    def __init__(self) -> None:
        self._times: deque[float] = deque(maxlen=WINDOW)

    def tick(self, now: float) -> None:
        """Note a refresh at wall time `now`."""
        self._times.append(now)

    @property
    def fps(self) -> float:
        """Refreshes per second; 0.0 before the second one."""
        span = self._times[-1] - self._times[0] if self._times else 0.0
        return (len(self._times) - 1) / span if span > 0 else 0.0
