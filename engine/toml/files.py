"""The text of a description, from a file, a pipe, or whatever else somebody names."""

import os
import stat
from pathlib import Path

from engine.errors import InvalidValueError
from engine.limits import MAX_FILE_BYTES
from engine.quoting import shown_path

_PIECE_BYTES = 2**20
_NO_FILES = {
    stat.S_IFDIR: "a folder",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
}


class NetworkFileError(InvalidValueError):
    """A network file that can't be read; says where in it, and what would be legal."""


def text_of(path: str | Path) -> str:
    """The text of a regular file, a pipe or a FIFO, of at most 64 MB. Raises NetworkFileError."""
    name = shown_path(path)
    try:
        # Before it is opened, which is an act for some devices.
        _require_file(name, os.stat(path))
        with open(path, "rb") as file:
            data = _bounded(name, file.fileno())
    except OSError as error:
        raise NetworkFileError(f"cannot read {name}: {error.strerror}") from error
    except ValueError as error:
        if isinstance(error, NetworkFileError):
            raise
        raise NetworkFileError(f"{name} is no name of a file: {error}") from error
    try:
        # Some editors begin a file with a mark that says that it is UTF-8.
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NetworkFileError(f"{name} is not UTF-8 text") from error


def _bounded(name: str, descriptor: int) -> bytes:
    found = os.fstat(descriptor)
    _require_file(name, found)
    pieces, length = [], found.st_size
    while length <= MAX_FILE_BYTES and (piece := os.read(descriptor, _PIECE_BYTES)):
        pieces.append(piece)
        length = max(found.st_size, sum(map(len, pieces)))
    if length > MAX_FILE_BYTES:
        message = f"{name} is larger than the {MAX_FILE_BYTES >> 20} MB that a description may have"
        raise NetworkFileError(message)
    return b"".join(pieces)


def _require_file(name: str, found: os.stat_result) -> None:
    kind = stat.S_IFMT(found.st_mode)
    if kind not in (stat.S_IFREG, stat.S_IFIFO):
        what = _NO_FILES.get(kind, "something else")
        message = f"cannot read {name}: it is {what}, not a file or a pipe"
        raise NetworkFileError(message)
