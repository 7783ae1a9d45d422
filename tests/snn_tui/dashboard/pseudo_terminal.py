"""PseudoTerminal: a terminal at the other end of a line that may be slow, stall, or be cut."""

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import threading
import time

import pyte

from tests.snn_tui.program import COMMAND, environment

PATIENCE_S = 90.0
QUESTION = b"\x1b[6n"
ANSWER = b"\x1b[1;1R"
WHOLE_PICTURES = b"\x1b[?2026$p"
PIECE = 1024
TICK_S = 0.005
_MODES_OF_PYTE = re.compile(rb"\x1b\[[<>?][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p|\x18")
"""Sequences of newer terminals, which pyte would print."""


class PseudoTerminal:
    """The program in a pty; a thread reads it, shows it, and answers what terminals answer.

    rate: bytes read a second, None for all there are. answers: whether questions are answered.
    """

    def __init__(
        self, *arguments, size=(120, 40), rate=None, answers=True, command=COMMAND, **options
    ):
        self.rate = rate
        self.answers = answers
        self.master, self.slave = pty.openpty()
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self.before = termios.tcgetattr(self.slave)
        self.written = bytearray()
        self.times = []
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self._lock = threading.Lock()
        self._stalled = threading.Event()
        self._ended = threading.Event()
        given = {
            "stdin": self.slave,
            "stdout": self.slave,
            "stderr": self.slave,
            "start_new_session": True,
            "env": environment(TERM="xterm-256color", COLORTERM="truecolor"),
            "preexec_fn": lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        } | options
        self.process = subprocess.Popen([*command, *arguments], **given)
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def press(self, keys):
        """Type."""
        os.write(self.master, keys.encode())

    def lines(self):
        """What is shown."""
        with self._lock:
            return list(self._screen.display)

    def wait_for(self, pattern, seconds=PATIENCE_S):
        """The seconds until the pattern is shown."""
        start = time.monotonic()
        while time.monotonic() - start < seconds:
            if re.search(pattern, "\n".join(self.lines())):
                return time.monotonic() - start
            if self.process.poll() is not None:
                break
            time.sleep(TICK_S)
        shown = "\n".join(self.lines())
        raise AssertionError(f"{pattern!r} not shown; ended: {self.process.poll()}\n{shown}")

    def wait_for_written(self, sequence, times):
        """Until the program wrote this so often."""
        deadline = time.monotonic() + PATIENCE_S
        while self.written.count(sequence) < times:
            assert time.monotonic() < deadline, f"{sequence!r} was not written {times} times"
            time.sleep(TICK_S)

    def resize(self, width, height):
        """Another size, as a window's edge that is dragged."""
        with self._lock:
            self._screen.resize(height, width)
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    def idle(self, seconds):
        """Let time pass, or less if the process ends."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(seconds)

    def wipe(self):
        """Somebody else cleared the screen."""
        with self._lock:
            self._screen.reset()

    def stall(self):
        """Read no more."""
        self._stalled.set()

    def cut(self):
        """The line is gone."""
        self._ended.set()
        self._thread.join()
        os.close(self.slave)
        os.close(self.master)
        self.master = self.slave = None

    def ended(self, seconds=PATIENCE_S):
        """The exit code, and the seconds until the process had ended."""
        start = time.monotonic()
        code = self.process.wait(seconds)
        return code, time.monotonic() - start

    def unrestored(self):
        """What was not given back, after the end."""
        self._ended.set()
        self._thread.join()
        while select.select([self.master], [], [], 20 * TICK_S)[0]:
            self._take(os.read(self.master, PIECE), time.monotonic())
        faults = [
            f"mode {mode} is left on"
            for mode in ("1049", "1000", "1003", "1006", "1004", "2004")
            if self.written.rfind(b"\x1b[?%sh" % mode.encode())
            > self.written.rfind(b"\x1b[?%sl" % mode.encode())
        ]
        for on, off in ((b"\x1b[?25l", b"\x1b[?25h"), (b"\x1b[?7l", b"\x1b[?7h")):
            if self.written.rfind(on) > self.written.rfind(off):
                faults.append(f"{on!r} is left")
        if termios.tcgetattr(self.slave) != self.before:
            faults.append("the terminal's settings are not what they were")
        return faults

    def close(self):
        """End all."""
        self._ended.set()
        self._thread.join()
        if self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.wait()
        for file in (self.master, self.slave):
            if file is not None:
                os.close(file)
        self.master = self.slave = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _read(self):
        credit, last = 0.0, time.monotonic()
        while not self._ended.is_set():
            now = time.monotonic()
            rate = self.rate
            credit = PIECE if rate is None else min(credit + (now - last) * rate, PIECE)
            last = now
            if credit < 1 or self._stalled.is_set():
                time.sleep(TICK_S)
                continue
            if select.select([self.master], [], [], TICK_S)[0]:
                try:
                    data = os.read(self.master, PIECE * 16 if rate is None else int(credit))
                except OSError:
                    return
                credit -= len(data)
                self._take(data, now)

    def _take(self, data, now):
        known = len(self.written)
        self.written += data
        self.times.append((now, len(data)))
        with self._lock:
            self._stream.feed(_MODES_OF_PYTE.sub(b"", data))
        if self.answers:
            tail = self.written[max(0, known - len(QUESTION) + 1) :]
            for _ in range(tail.count(QUESTION)):
                os.write(self.master, ANSWER)
