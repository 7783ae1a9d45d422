"""Checkpoints as files: an uncompressed .npz whose last bytes are a digest of all others.

Whoever wrote the file, it is read as numbers, within its own size, and refused with
CheckpointError if it is anything else. The digest tells damage, not authorship: what the numbers
mean is checked by `engine.checkpoints.schema`.
"""

import errno
import hashlib
import io
import os
import re
import secrets
import stat
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from engine.errors import CheckpointError
from engine.quoting import shown_path
from engine.runtime.memory import free_memory, readable
from engine.validation import file_name

FORMAT = 5
MARK = b"snn-tui checkpoint %d " % FORMAT
_MARK = re.compile(rb"snn-tui checkpoint ([0-9]) ")
DIGITS = 2 * hashlib.sha256().digest_size
TAIL = len(MARK) + DIGITS
"""Bytes of the zip file's comment, with which it ends."""
MOST_ENTRIES = 10_000
_FIRST = b"format.npy"
"""What files of format 1 begin with, behind 30 bytes of a zip file's header."""
_NPY = re.compile(
    rb"\x93NUMPY\x01\x00..\{'descr': '([<|][iuf][1248])', 'fortran_order': False, "
    rb"'shape': \(([0-9, ]{0,60})\), \} *\n",
    re.DOTALL,
)
Arrays = dict[str, NDArray[Any]]
AnyPath = str | os.PathLike[str]


def write_arrays(path: AnyPath, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write all of them, or leave what was there. Raises CheckpointError.

    A symbolic link is written through.
    """
    try:
        target = Path(os.path.realpath(file_name("path", path)))
        if os.path.lexists(target):
            if not target.is_file():
                raise OSError(errno.EINVAL, "it is not a file")
            if not os.access(target, os.W_OK):
                raise OSError(errno.EACCES, os.strerror(errno.EACCES))
        _replace(target, arrays)
    except (OSError, ValueError, MemoryError) as error:
        raise CheckpointError(
            f"cannot write checkpoint {shown_path(path)}: {_reason(error)}"
        ) from error


def read_arrays(path: AnyPath) -> Arrays:
    """What `write_arrays` wrote, read-only. Raises CheckpointError for anything else."""
    # A FIFO must not keep it waiting for a writer.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        with open(os.open(file_name("path", path), flags), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise OSError(errno.EINVAL, "it is not a file")
            _require_room(status.st_size)
            whole = file.read(status.st_size)
    except (OSError, ValueError, MemoryError) as error:
        raise CheckpointError(
            f"cannot read checkpoint {shown_path(path)}: {_reason(error)}"
        ) from error
    _require_digest(path, whole)
    try:
        return _arrays_of(whole)
    except Exception as error:
        # Only made on purpose: the digest is right. Parsers of archives fail in many ways.
        raise CheckpointError(f"{path} is not a checkpoint: {_reason(error)}") from error


def text_array(text: str) -> NDArray[np.uint8]:
    """A text as numbers."""
    return np.frombuffer(text.encode("utf-8"), np.uint8)


def text_of(name: str, array: NDArray[Any]) -> str:
    """The text of an entry. Raises CheckpointError if it is none."""
    if array.dtype != np.uint8 or array.ndim != 1:
        raise CheckpointError(f"its entry {name} is not a text")
    try:
        return array.tobytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise CheckpointError(f"its entry {name} is not a text") from error


def _replace(target: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    beside = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with beside.open("xb+") as file:
            _write(file, arrays)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            beside.chmod(stat.S_IMODE(target.stat().st_mode))
        beside.replace(target)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _write(file: Any, arrays: Mapping[str, NDArray[Any]]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        archive.comment = MARK + b"0" * DIGITS
        for name, array in arrays.items():
            with archive.open(f"{name}.npy", "w", force_zip64=True) as entry:
                npy.write_array(entry, np.asarray(array, order="C"), (1, 0), allow_pickle=False)
    file.seek(0)
    size = file.seek(0, os.SEEK_END) - DIGITS
    file.seek(0)
    digest = hashlib.sha256()
    while size > 0:
        segment = file.read(min(size, 2**20))
        digest.update(segment)
        size -= len(segment)
    file.seek(-DIGITS, os.SEEK_END)
    file.write(digest.hexdigest().encode())


def _require_room(size: int) -> None:
    free = free_memory()
    if free is not None and size > free.bytes:
        raise MemoryError(
            f"it has {readable(size)}, and {readable(free.bytes)} of memory are free{free.within}"
        )


def _require_digest(path: AnyPath, whole: bytes) -> None:
    mark = _MARK.fullmatch(whole[-TAIL:-DIGITS])
    if mark is None:
        is_first = whole.startswith(b"PK") and whole[30 : 30 + len(_FIRST)] == _FIRST
        told = "a checkpoint of format 1" if is_first else "not a checkpoint"
        raise CheckpointError(f"{path} is {told}, or is damaged; checkpoints have format {FORMAT}")
    if int(mark[1]) != FORMAT:
        raise CheckpointError(f"{path} is a checkpoint of format {int(mark[1])}, not {FORMAT}")
    digest = hashlib.sha256(memoryview(whole)[:-DIGITS]).hexdigest().encode()
    if whole[-DIGITS:] != digest:
        raise CheckpointError(f"{path} is damaged")


def _arrays_of(whole: bytes) -> Arrays:
    """The arrays of a file whose digest is right. May raise anything."""
    arrays: Arrays = {}
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        entries = archive.infolist()
        # Stored bytes are the file's own: so nothing is larger than it looks.
        if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > len(whole):
            raise ValueError("it has more in it than it is long")
        for entry in entries:
            name, dot, kind = entry.filename.rpartition(".")
            if entry.compress_type != zipfile.ZIP_STORED or (dot, kind) != (".", "npy"):
                raise ValueError("it has entries that are no arrays")
            if name in arrays:
                raise ValueError("it has two entries of one name")
            arrays[name] = _array_of(archive.read(entry))
    return arrays


def _array_of(content: bytes) -> NDArray[Any]:
    """The numbers of a .npy file as this module writes them. May raise anything."""
    header = _NPY.match(content)
    if header is None:
        raise ValueError("it has entries that are no plain numbers")
    shape = tuple(int(length) for length in header[2].split(b",") if length.strip())
    return np.frombuffer(content, header[1].decode(), offset=header.end()).reshape(shape)


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
