"""Flow: how many pictures may be on their way to the terminal at once."""

from collections import deque

QUESTION = "\x1b[6n"
"""Where is the cursor? Every terminal answers, in its turn: what was sent before is shown then."""
SHORT_S = 0.05
"""Nobody sees that a picture waited for so long behind others."""
MOST = 8
PATIENCE_S = 0.5
SLOWEST_BYTES_PER_S = 1000
"""An answer that would not come from a line as slow as this was lost."""


class Flow:
    """Learns from the terminal's answers whether it keeps up.

    A picture waits for those before it on a slow line, but not where only the way is long: there
    answers take as long with one picture under way as with none.
    """

    def __init__(self) -> None:
        self._sent: deque[tuple[float, float]] = deque()
        self._window = 2
        self._shortest_s = float("inf")
        self._is_mute = False

    @property
    def under_way(self) -> int:
        """Questions that may still be answered."""
        return len(self._sent)

    def question(self, now: float, size: int) -> str:
        """What to send after a picture of this many bytes; nothing if answers never came."""
        if self._is_mute:
            return ""
        self._sent.append((now, now + PATIENCE_S + size / SLOWEST_BYTES_PER_S))
        return QUESTION

    def answer(self, now: float) -> None:
        """The terminal answered the oldest question."""
        self._is_mute = False
        if not self._sent:
            return
        taken_s = now - self._sent.popleft()[0]
        self._shortest_s = min(self._shortest_s, taken_s)
        is_fast = taken_s - self._shortest_s < SHORT_S
        self._window = min(self._window + 1, MOST) if is_fast else 1

    def is_free(self, now: float) -> bool:
        """Whether another picture may be sent."""
        if self._sent and now > self._sent[0][1]:
            self._is_mute = self._shortest_s == float("inf")
            self._sent.clear()
        return len(self._sent) < self._window

    def forget(self) -> None:
        """No answer will come to what was asked."""
        self._sent.clear()
