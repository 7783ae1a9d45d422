"""Where the text goes: stdout, a device, or a file that gets its name only when it is whole."""

import errno
import os
import select
import stat
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click

from engine.quoting import shown_path
from snn_tui.headless.files import BusyError, claim, put_in_place
from snn_tui.signals import STOP
from snn_tui.streams import PATIENCE_S, PIPE_BYTES, reason, tell

STDOUT = 1
LOOK_S = 0.1


class Sink(ABC):
    """Takes text in whole lines."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.has_begun = False
        self._is_abandoned = False

    def write(self, text: str) -> None:
        """Write it all; raises OSError."""
        self.write_bytes(text.encode("ascii"))

    def write_bytes(self, content: bytes) -> None:
        """Write them all; raises OSError."""
        if content:
            self.has_begun = True
            self._put(content)

    @abstractmethod
    def finish(self) -> None:
        """All is written; raises OSError."""

    @abstractmethod
    def lend(self) -> int:
        """The descriptor of a file, for a library to write what is of use only when it is whole.

        Raises click.ClickException for what is no file.
        """

    def abandon(self) -> str:
        """The run did not come to its end; a word to the user, once, empty if none is due."""
        if self._is_abandoned:
            return ""
        self._is_abandoned = True
        return self._left_behind()

    def failure(self, error: OSError) -> str:
        """What to tell the user of an error of `write` or `finish`."""
        if isinstance(error, FileExistsError):
            return exists(self._name)
        return f"cannot write {shown_path(self._name)}: {reason(error)}"

    @abstractmethod
    def _left_behind(self) -> str:
        """Remove what is of no use; a word on what may be."""

    @abstractmethod
    def _put(self, lines: bytes) -> None:
        """Write them all."""


class StreamSink(Sink):
    """Stdout, a device or a named pipe: nothing is buffered here.

    Raises OSError if the descriptor is not open for writing.
    """

    def __init__(self, descriptor: int, name: str = "the output") -> None:
        super().__init__(name)
        self._descriptor = descriptor
        self._is_file = stat.S_ISREG(os.fstat(descriptor).st_mode)
        _require_writable(descriptor)

    def lend(self) -> int:
        raise click.ClickException(f"{shown_path(self._name)} is not a file")

    def finish(self) -> None:
        """Nothing is kept back."""

    def _left_behind(self) -> str:
        return ""

    def _put(self, lines: bytes) -> None:
        if self._is_file or os.name != "posix":
            write_whole_lines(self._descriptor, lines)
            return
        start = 0
        while start < len(lines) and self._wait_for_reader():
            # A pipe takes such a piece whole, so whatever happens next, no line is torn.
            end = lines.rfind(b"\n", start, start + PIPE_BYTES) + 1 or start + PIPE_BYTES
            try:
                start += os.write(self._descriptor, lines[start:end])
            except BlockingIOError:
                time.sleep(LOOK_S)

    def _wait_for_reader(self) -> bool:
        """Whether the stream takes more; False once a stop was asked for and nobody reads."""
        deadline: float | None = None
        while not select.select([], [self._descriptor], [], LOOK_S)[1]:
            if STOP.number:
                now = time.monotonic()
                deadline = deadline or now + PATIENCE_S
                if now >= deadline:
                    return False
        return True


class FileSink(Sink):
    """Written beside the file, and moved into place by `finish`.

    Raises click.ClickException if another run writes the file, or if it exists and no `force` is
    used, OSError if it cannot be written.
    """

    def __init__(self, path: Path, *, force: bool) -> None:
        super().__init__(str(path))
        self._path = path
        self._force = force
        self._is_lent = False
        mode = 0o666
        if force and path.exists():
            mode = stat.S_IMODE(path.stat().st_mode)
        try:
            self._partial, self._descriptor = claim(path, mode)
        except BusyError as error:
            raise click.ClickException(
                f"another run is writing {shown_path(path)}, so far to {shown_path(error.partial)}"
            ) from error
        if not force and os.path.lexists(path):
            self.abandon()
            raise click.ClickException(exists(path))

    def lend(self) -> int:
        self._is_lent = True
        return self._descriptor

    def finish(self) -> None:
        os.fsync(self._descriptor)
        if os.name != "posix":
            os.close(self._descriptor)
        if self._force:
            self._partial.replace(self._path)
        else:
            put_in_place(self._partial, self._path)

    def _left_behind(self) -> str:
        status = os.fstat(self._descriptor)
        if status.st_nlink == 0:
            return "what was written so far is gone with its folder"
        if status.st_size == 0 or self._is_lent:
            self._partial.unlink(missing_ok=True)
            return ""
        return f"what was written so far is in {shown_path(self._partial)}"

    def _put(self, lines: bytes) -> None:
        write_whole_lines(self._descriptor, lines)


def write_whole_lines(descriptor: int, lines: bytes) -> None:
    """Write them to a file; where there is no room for all, leave no torn one behind."""
    rest = memoryview(lines)
    with STOP.lock:
        try:
            while rest:
                rest = rest[os.write(descriptor, rest) :]
        except OSError:
            _cut(descriptor, lines[: len(lines) - len(rest)])
            raise


def _require_writable(descriptor: int) -> None:
    """Raise OSError if nothing can ever be written: a run may have no line that would show it."""
    try:
        os.write(descriptor, b"")
    except OSError as error:
        if error.errno == errno.EBADF:
            raise


def _cut(descriptor: int, written: bytes) -> None:
    """Shorten the file by the torn line at its end."""
    torn = len(written) - (written.rfind(b"\n") + 1)
    status = os.fstat(descriptor)
    is_file = stat.S_ISREG(status.st_mode)
    if torn and is_file and os.lseek(descriptor, 0, os.SEEK_CUR) == status.st_size:
        os.ftruncate(descriptor, os.lseek(descriptor, -torn, os.SEEK_CUR))


def exists(path: "Path | str") -> str:
    """Why a file is not written."""
    return f"{shown_path(path)} exists; use --force to replace it"


@contextmanager
def opened_sink(output: Path | None, *, force: bool) -> Iterator[Sink]:
    """The sink for `--output`, abandoned if an error leaves it; signals wait for its lines.

    Raises click.ClickException for one that cannot be.
    """
    with ExitStack() as stack:

        def noted(sink: Sink) -> Sink:
            stack.enter_context(STOP.telling(sink.abandon))
            stack.enter_context(STOP.awaiting(lambda: sink.has_begun))
            return sink

        sink = _opened(output, noted, force=force)
        try:
            yield sink
        except BaseException:
            tell(sink.abandon())
            raise


def _opened(output: Path | None, noted: Callable[[Sink], Sink], *, force: bool) -> Sink:
    try:
        if output is None or str(output) == "-":
            return noted(StreamSink(STDOUT))
        if _is_stream(output, force=force):
            # Waits for the reader of a named pipe; a signal ends that, as nothing has begun.
            descriptor = os.open(output, os.O_WRONLY | getattr(os, "O_NOCTTY", 0))
            return noted(StreamSink(descriptor, str(output)))
        with STOP.lock:
            return noted(FileSink(_target(output), force=force))
    except OSError as error:
        raise click.ClickException(_refusal(output, error)) from error


def _refusal(output: Path | None, error: OSError) -> str:
    """Why there is no such sink."""
    if output is None or str(output) == "-":
        return f"cannot write the output: {reason(error)}"
    name = shown_path(output)
    if isinstance(error, FileNotFoundError):
        folder = _target(output).parent
        if not folder.exists():
            return f"no such folder: {shown_path(folder)}"
        return f"cannot write {name}: no file can be made in {shown_path(folder)}"
    return f"cannot write {name}: {reason(error)}"


def _is_stream(output: Path, *, force: bool) -> bool:
    """Whether it is something to write to as it is, and no file."""
    try:
        mode = output.stat().st_mode
    except FileNotFoundError:
        return False
    if stat.S_ISDIR(mode):
        raise click.ClickException(f"{shown_path(output)} is a folder; name a file in it")
    if stat.S_ISBLK(mode) and not force:
        name = shown_path(output)
        raise click.ClickException(f"{name} is a disk; use --force to write over what is on it")
    if stat.S_ISREG(mode) and not force:
        raise click.ClickException(exists(output))
    return not stat.S_ISREG(mode)


def _target(output: Path) -> Path:
    """The file itself where `output` is a link to it."""
    return Path(os.path.realpath(output))
