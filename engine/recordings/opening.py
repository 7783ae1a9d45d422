"""Opening a recording's file to read it: one that is finished, or that a killed run left behind."""

import os
import stat
from contextlib import ExitStack, closing
from pathlib import Path

import h5py

from engine.errors import RecordingError
from engine.quoting import shown_path
from engine.recordings.journal import left_behind
from engine.recordings.settled_file import SettledFile

_SIGNATURE = b"\x89HDF\r\n\x1a\n"


def opened(path: Path, kept: ExitStack) -> h5py.File:
    """The file, as its library reads it, open for as long as `kept`. Raises RecordingError."""
    name = shown_path(path)
    # A FIFO must not keep it waiting for a writer.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        with open(os.open(path, flags), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise RecordingError(f"cannot read recording {name}: it is not a file")
            if file.read(len(_SIGNATURE)) != _SIGNATURE:
                raise RecordingError(f"{name} is not a recording")
            if _is_locked(file.fileno()):
                raise RecordingError(f"{name} is being recorded by another run")
    except RecordingError:
        raise
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise RecordingError(f"cannot read recording {name}: {reason}") from error
    try:
        pages = left_behind(path)
        settled = kept.enter_context(closing(SettledFile(path, pages))) if pages else None
        return kept.enter_context(h5py.File(settled or path, "r"))
    except Exception as error:
        reason = "it was cut" if "truncated" in str(error) else str(error)
        raise RecordingError(f"{name} is damaged: {reason}") from error


def _is_locked(descriptor: int) -> bool:
    """Whether somebody writes it; where files cannot be locked, nobody knows."""
    try:
        import fcntl  # noqa: PLC0415 - not everywhere
    except ImportError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    return False
