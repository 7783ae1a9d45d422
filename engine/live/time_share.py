"""TimeShare: a small part of wall-clock time, for work that must not hold up a simulation."""

import numpy as np

MOST_AT_ONCE_S = 0.004
"""Work between two looks at the commands: short enough to answer a key at once."""


class TimeShare:
    """What was earned and not yet spent, a moment's work at most."""

    def __init__(self, share: float) -> None:
        """share: of wall-clock time."""
        self._share = share
        self._saved_s = MOST_AT_ONCE_S
        self._before_s = -np.inf

    @property
    def is_left(self) -> bool:
        """Whether there is time for some work; what takes longer is paid back."""
        return self._saved_s > 0

    def earn(self, now_s: float, *, is_idle: bool = False) -> None:
        """Time went on to `now`. is_idle: there is nothing else to do, so there is time enough."""
        earned_s = self._share * max(0.0, now_s - self._before_s)
        self._saved_s = MOST_AT_ONCE_S if is_idle else min(MOST_AT_ONCE_S, self._saved_s + earned_s)
        self._before_s = now_s

    def spend(self, now_s: float) -> None:
        """All time since was work."""
        self._saved_s -= now_s - self._before_s
        self._before_s = now_s
