"""Where the text goes: stdout, a device, or a file that gets its name only when it is whole."""

import os
import select
import stat
import sys
import tempfile
import time
from abc import ABC, abstractmethod
from pathlib import Path

import click

from snn_tui.headless.signals import StopSignal

PIPE_BYTES = 4096
"""A pipe that is ready takes so many bytes without blocking (POSIX)."""
LOOK_S = 0.1
PATIENCE_S = 1.0
"""How long a reader that does not read may hold up the end."""


class Sink(ABC):
    """Takes text in whole lines."""

    @abstractmethod
    def write(self, text: str) -> None:
        """Write it all; raises OSError."""

    @abstractmethod
    def finish(self) -> None:
        """All is written; raises OSError."""

    @abstractmethod
    def abandon(self) -> str:
        """The run did not come to its end; a word to the user, empty if none is due."""


class StreamSink(Sink):
    """Stdout, a device or a named pipe: nothing is buffered here."""

    def __init__(self, descriptor: int, stop: StopSignal) -> None:
        self._descriptor = descriptor
        self._stop = stop
        mode = os.fstat(descriptor).st_mode
        self._is_pipe = os.name == "posix" and (stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode))

    def write(self, text: str) -> None:
        data = memoryview(text.encode("ascii"))
        while data:
            if self._is_pipe and not self._wait_for_reader():
                return
            data = data[os.write(self._descriptor, data[:PIPE_BYTES] if self._is_pipe else data) :]

    def finish(self) -> None:
        """Nothing is kept back."""

    def abandon(self) -> str:
        return ""

    def _wait_for_reader(self) -> bool:
        """Whether the pipe takes more; False once a stop was asked for and nobody reads."""
        deadline: float | None = None
        while not select.select([], [self._descriptor], [], LOOK_S)[1]:
            if self._stop.number:
                now = time.monotonic()
                deadline = deadline or now + PATIENCE_S
                if now >= deadline:
                    return False
        return True


class FileSink(Sink):
    """Written beside the file, and moved into place by `finish`."""

    def __init__(self, path: Path, *, force: bool) -> None:
        self._path = path
        self._force = force
        self._refuse_existing()
        try:
            descriptor, beside = tempfile.mkstemp(
                prefix=f"{path.name}.", suffix=".partial", dir=path.parent
            )
        except FileNotFoundError as error:
            raise click.ClickException(f"no such folder: {path.parent}") from error
        except OSError as error:
            raise click.ClickException(f"cannot write {path}: {error.strerror}") from error
        self._beside = Path(beside)
        self._file = os.fdopen(descriptor, "wb", buffering=1 << 16)

    def write(self, text: str) -> None:
        self._file.write(text.encode("ascii"))

    def finish(self) -> None:
        self._file.close()
        umask = os.umask(0)
        os.umask(umask)
        self._beside.chmod(0o666 & ~umask)
        self._refuse_existing()
        self._beside.replace(self._path)

    def abandon(self) -> str:
        try:
            self._file.close()
        except OSError:
            self._beside.unlink()
            return ""
        if self._beside.stat().st_size == 0:
            self._beside.unlink()
            return ""
        return f"what was written so far is in {self._beside}"

    def _refuse_existing(self) -> None:
        if self._path.exists() and not self._force:
            raise click.ClickException(f"{self._path} exists; use --force to replace it")


def open_sink(output: Path | None, stop: StopSignal, *, force: bool) -> Sink:
    """The sink for `--output`; raises click.ClickException for one that cannot be."""
    if output is None or str(output) == "-":
        sys.stdout.flush()
        return StreamSink(sys.stdout.fileno(), stop)
    if output.is_dir():
        raise click.ClickException(f"{output} is a folder; name a file in it")
    if output.exists() and not output.is_file():
        try:
            return StreamSink(os.open(output, os.O_WRONLY), stop)
        except OSError as error:
            raise click.ClickException(f"cannot write {output}: {error.strerror}") from error
    return FileSink(output, force=force)
