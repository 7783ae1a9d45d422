"""SIGINT, SIGTERM and SIGHUP: at once while nothing would be lost, else at the next whole line.

A thread hears them and nothing is ever raised: no call into compiled code delays one, and no
`except` in anybody's code swallows it.
"""

import _thread
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from snn_tui.streams import tell_at_once

LOCK_S = 1.0
NUMBERS = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]


def _nothing() -> str:
    """There is nothing to say."""
    return ""


class StopSignal:
    """What asked the program to end: `number` is that of the signal, 0 as long as none did."""

    def __init__(self) -> None:
        self.number = 0
        self.lock = _thread.allocate_lock()
        """Held for moments by what must not be cut in two."""
        self._is_heard_by_thread = False
        self._is_awaited: Callable[[], bool] = lambda: False
        self._last_words: Callable[[], str] = _nothing

    @property
    def exit_code(self) -> int:
        """What a shell expects of a program that ended by this signal, 0 without one."""
        return 128 + self.number if self.number else 0

    def listen(self) -> None:
        """Hear signals from now on, but those that the program was told to ignore, as by nohup."""
        for number in NUMBERS:
            if signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, self._interrupt)
        reading, writing = os.pipe()
        os.set_blocking(writing, False)
        try:
            _thread.start_new_thread(self._hear, (reading,))
        except RuntimeError:
            return  # no thread to be had: signals are heard between two steps of Python
        signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
        self._is_heard_by_thread = True

    def hand_over(self) -> None:
        """Leave signals to a screen, which has other means; one before it has them ends at once."""
        self._is_heard_by_thread = False
        signal.set_wakeup_fd(-1)

    @contextmanager
    def telling(self, last_words: Callable[[], str]) -> Iterator[None]:
        """Within, say these words to the user before ending at once."""
        before, self._last_words = self._last_words, last_words
        try:
            yield
        finally:
            self._last_words = before

    @contextmanager
    def awaiting(self, has_begun: Callable[[], bool]) -> Iterator[None]:
        """Within, and once it has begun, the first signal only sets `number`."""
        before, self._is_awaited = self._is_awaited, has_begun
        try:
            yield
        finally:
            self._is_awaited = before

    def _interrupt(self, number: int, _frame: FrameType | None) -> None:
        if not self._is_heard_by_thread:
            self._receive(number)

    def _hear(self, descriptor: int) -> None:
        while byte := os.read(descriptor, 1):
            if byte[0] in NUMBERS:
                self._receive(byte[0])

    def _receive(self, number: int) -> None:
        if not self.number and self._is_awaited():
            self.number = number
            return
        self.lock.acquire(timeout=LOCK_S)
        tell_at_once(self._last_words())
        os._exit(128 + number)


STOP = StopSignal()
"""The process's own."""
