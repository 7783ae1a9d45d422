"""Flow: how many pictures may be on their way to the terminal at once."""

import math
from collections import deque
from typing import NamedTuple

QUESTION = "\x1b[6n"
"""Where is the cursor? Every terminal answers, in its turn: what was sent before is shown then."""
SHORT_S = 0.05
"""Nobody sees that a picture waited for so long behind others."""
MOST = 8
PATIENCE_S = 0.5
SLOWEST_BYTES_PER_S = 1000
"""An answer that would not come from a line as slow as this was lost."""


class Question(NamedTuple):
    """When it was sent, behind how many bytes of picture, and when it is taken for lost."""

    sent_s: float
    size: int
    lost_s: float


class Flow:
    """Learns from the terminal's answers whether it keeps up.

    A picture waits for those before it on a slow line, but not where only the way is long: there
    answers take as long with one picture under way as with none.
    """

    def __init__(self) -> None:
        self._asked: deque[Question] = deque()
        self._window = 1
        self._shortest_s = math.inf
        self._is_mute = False

    @property
    def under_way(self) -> int:
        """Questions that may still be answered."""
        return len(self._asked)

    def question(self, now: float, size: int) -> str:
        """What to send after so many bytes of picture; nothing if answers never came."""
        if self._is_mute:
            return ""
        before_s = self._asked[-1].lost_s if self._asked else now + PATIENCE_S
        lost_s = max(before_s, now + PATIENCE_S) + size / SLOWEST_BYTES_PER_S
        self._asked.append(Question(now, size, lost_s))
        return QUESTION

    def answer(self, now: float) -> None:
        """The terminal answered the oldest question."""
        self._is_mute = False
        if not self._asked:
            return
        question = self._asked.popleft()
        taken_s = now - question.sent_s
        self._shortest_s = min(self._shortest_s, taken_s)
        if question.size:
            is_fast = taken_s - self._shortest_s < SHORT_S
            self._window = min(self._window + 1, MOST) if is_fast else 1

    def is_free(self, now: float) -> bool:
        """Whether another picture may be sent."""
        if self._asked and now > self._asked[0].lost_s:
            self._is_mute = self._shortest_s == math.inf
            self._asked.clear()
        return sum(question.size > 0 for question in self._asked) < self._window

    def forget(self) -> None:
        """No answer will come to what was asked."""
        self._asked.clear()
