"""Outlet: writes to a terminal without ever waiting for it."""

import asyncio
import contextlib
import os
import select
import termios
import time
from collections.abc import Callable

PIECE = 4096
"""Bytes offered at once; a terminal's buffer in the kernel is not much larger."""


class Outlet:
    """Keeps what the terminal does not take yet, and passes it on as the terminal makes room.

    The terminal is opened anew, for O_NONBLOCK belongs to an opened file, and ours is shared with
    the shell that started us.
    """

    def __init__(
        self, terminal: int, drained: Callable[[], None], lost: Callable[[], None]
    ) -> None:
        """drained: called when all was taken after a wait; lost: when there is no terminal."""
        self._file = _opened_anew(terminal)
        self.is_lost = self._file is None
        self._drained = drained
        self._lost = lost
        self._waiting = bytearray()
        self._is_watching = False

    @property
    def pending(self) -> int:
        """Bytes that the terminal has not taken."""
        return len(self._waiting)

    def write(self, data: bytes) -> None:
        """Write, now or later; nothing more once the terminal is lost."""
        if not self.is_lost:
            self._waiting += data
            if not self._is_watching:
                self._pass_on()

    def drop(self) -> None:
        """Forget what was not taken, even by what the kernel would still deliver."""
        self._waiting.clear()
        self._watch(False)
        if self._file is None:
            return
        with contextlib.suppress(termios.error):
            termios.tcflush(self._file, termios.TCOFLUSH)

    def write_within(self, data: bytes, seconds: float) -> None:
        """Write now, as far as the terminal takes it in so many seconds; from any thread."""
        deadline = time.monotonic() + seconds
        while self._file is not None and data and (left := deadline - time.monotonic()) > 0:
            try:
                select.select([], [self._file], [], left)
                data = data[os.write(self._file, data) :]
            except BlockingIOError:
                continue
            except OSError:
                return

    def close(self) -> None:
        """Write nothing any more."""
        self.is_lost = True
        self._watch(False)
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _pass_on(self) -> None:
        assert self._file is not None
        try:
            while self._waiting:
                del self._waiting[: os.write(self._file, self._waiting[:PIECE])]
        except BlockingIOError:
            self._watch(True)
        except OSError:
            self.is_lost = True
            self._waiting.clear()
            self._watch(False)
            self._lost()
        else:
            if self._is_watching:
                self._watch(False)
                self._drained()

    def _watch(self, on: bool) -> None:
        if on != self._is_watching and self._file is not None:
            self._is_watching = on
            loop = asyncio.get_running_loop()
            if on:
                loop.add_writer(self._file, self._pass_on)
            else:
                loop.remove_writer(self._file)


def _opened_anew(terminal: int) -> int | None:
    """The terminal of this descriptor as a file of its own; None if it has gone meanwhile."""
    how = os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY
    with contextlib.suppress(OSError):
        return os.open(os.ttyname(terminal), how)
    # A container may show a terminal without its name.
    with contextlib.suppress(OSError):
        return os.open("/dev/tty", how)
    return None
