"""Stdin, stdout and stderr as the program needs them, whatever it was started with."""

import errno
import io
import os
import select
import sys
from typing import NoReturn, TextIO

from engine.quoting import one_line

PIPE_BYTES = 4096
"""A pipe that is ready takes so many bytes without blocking, and whole (POSIX)."""
PATIENCE_S = 1.0
"""How long a reader who does not read may hold up a word."""


class OutputError(Exception):
    """Data could not be written; `cause` says why."""

    def __init__(self, cause: OSError) -> None:
        super().__init__(f"cannot write the output: {reason(cause)}")
        self.cause = cause


class _Data(io.FileIO):
    """Stdout: what cannot be written is an OutputError, once; what follows it is dropped.

    Not an OSError, which click would answer by itself, and no second one when Python ends.
    """

    _is_broken = False

    def write(self, data: "bytes | memoryview", /) -> int:  # type: ignore[override]
        if self._is_broken:
            return len(data)
        try:
            return super().write(data)
        except OSError as error:
            self._is_broken = True
            raise OutputError(error) from error


class _Talk(io.FileIO):
    """Stderr: words that cannot be written, or that nobody reads, are dropped."""

    def write(self, data: "bytes | memoryview", /) -> int:  # type: ignore[override]
        return say(data)


def tell(message: str) -> None:
    """One line on stderr, in which nothing is left that a terminal obeys; none for no message."""
    if message and sys.stderr is not None:
        print(one_line(message), file=sys.stderr)


def tell_at_once(message: str) -> None:
    """The same from any thread, or when nothing else may work: behind no buffer, with no lock."""
    # Behind the ^C that a terminal shows, or behind a bar.
    start = "\n" if os.isatty(2) else ""
    line = f"{one_line(message)}\n" if message else ""
    say(f"{start}{line}".encode("utf-8", "backslashreplace"))


def say(words: "bytes | memoryview") -> int:
    """Write to stderr if somebody takes it; how much of it is dealt with.

    From any thread and from a handler of signals, which may have interrupted another word.
    """
    try:
        if select.select([], [2], [], PATIENCE_S)[1]:
            return os.write(2, words[:PIPE_BYTES])
    except OSError:
        pass
    return len(words)


def secure_streams() -> None:
    """Let no file that is opened later take the place of a stream that was closed.

    What would then be written to that stream would end in the file.
    """
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            _hold(descriptor)
    sys.stdin = sys.stdin or open(0, closefd=False, encoding="utf-8")  # noqa: SIM115
    sys.stdout = _text(_Data(1, "w", closefd=False), sys.stdout)
    sys.stderr = _text(_Talk(2, "w", closefd=False), sys.stderr)


def leave(exit_code: int) -> NoReturn:
    """End the process at once: a thread that compiles would hold up its ordinary end."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(exit_code)


def reason(error: OSError) -> str:
    """Why the system refused, in its words where they help."""
    if error.errno == errno.EBADF:
        return "it is closed"
    return error.strerror or str(error)


def _hold(descriptor: int) -> None:
    """Data for a closed stdout are refused, talk for a closed stderr is dropped."""
    flags = os.O_WRONLY if descriptor == 2 else os.O_RDONLY
    held = os.open(os.devnull, flags)
    if held != descriptor:
        os.dup2(held, descriptor)
        os.close(held)


def _text(raw: io.FileIO, before: TextIO | None) -> io.TextIOWrapper:
    """As Python made it, but that a character the terminal lacks is no error.

    Unbuffered, as by PYTHONUNBUFFERED, means that no line waits.
    """
    is_unbuffered = before is None or getattr(before, "write_through", False)
    return io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding=before.encoding if before else "utf-8",
        errors="backslashreplace",
        line_buffering=is_unbuffered or bool(before and before.line_buffering),
    )
