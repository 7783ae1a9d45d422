"""A journal beside a file: what a commit is about to change of it, so that none is ever half done.

All bytes that a file had before a commit and that change with it are written here first. Whoever
reads the file reads them from here, if the journal is whole; if it isn't, nothing of the file was
changed yet.
"""

import os
import struct
import zlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

SUFFIX = ".journal"
PAGE = 4096
MOST_PAGES = 65_536
_HEAD = struct.Struct("<8sII")
_MARK = b"snnjrnl1"
_AT = struct.Struct("<Q")
Pages = dict[int, bytearray]
"""By their numbers; each of PAGE bytes."""


def journal_of(path: Path) -> Path:
    """Where the journal of a file is."""
    return path.with_name(path.name + SUFFIX)


def encoded(pages: Mapping[int, bytes | bytearray]) -> bytes:
    """The pages as what a journal has in it."""
    body = b"".join(_AT.pack(number) + bytes(page) for number, page in sorted(pages.items()))
    return _HEAD.pack(_MARK, len(pages), zlib.crc32(body)) + body


def decoded(content: bytes) -> Pages:
    """The pages of a journal; none if it is not whole."""
    if len(content) < _HEAD.size:
        return {}
    mark, count, checksum = _HEAD.unpack_from(content)
    body = content[_HEAD.size :]
    entry = _AT.size + PAGE
    if mark != _MARK or len(body) != count * entry or zlib.crc32(body) != checksum:
        return {}
    return {
        _AT.unpack_from(body, first)[0]: bytearray(body[first + _AT.size : first + entry])
        for first in range(0, len(body), entry)
    }


def left_behind(path: Path) -> Pages:
    """What the journal of a file that nobody writes has to say of it; mostly nothing."""
    most = _HEAD.size + MOST_PAGES * (_AT.size + PAGE)
    with suppress(OSError):
        descriptor = os.open(journal_of(path), os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with open(descriptor, "rb") as file:
            content = file.read(most + 1)
        return {} if len(content) > most else decoded(content)
    return {}
