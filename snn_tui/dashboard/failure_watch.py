"""FailureWatch: when a failure of the engine is to be told, once each."""

import math

from engine.live.frame import Status

PATIENCE_S = 1.0
"""A failure that lasts this long after a reset is a new one, not the old one's last frames."""


class FailureWatch:
    """Remembers whether the present failure was told."""

    def __init__(self) -> None:
        self._due_s = 0.0

    def is_due(self, status: Status, now: float) -> bool:
        """Whether to tell the user now; True once for each failure."""
        if status.phase != "failed":
            self._due_s = 0.0
            return False
        due = now >= self._due_s
        if due:
            self._due_s = math.inf
        return due

    def reset(self, now: float) -> None:
        """The user asked to start again at wall time `now`."""
        self._due_s = now + PATIENCE_S
