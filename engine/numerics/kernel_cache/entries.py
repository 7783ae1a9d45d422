"""Entries of a folder of kernels: none is looked into unless its digest is right."""

import errno
import hashlib
import os
import secrets
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from engine.numerics.kernel_cache.trust import PRIVATE_FILE, CacheTroubleError, open_own_file

MAGIC = b"snn-tui kernel 1\n"
HEAD = len(MAGIC) + hashlib.sha256().digest_size
UNFINISHED = ".part"
ASIDE = ".aside"


def read_entry(folder: Path, name: str) -> bytes | None:
    """What was written under this name, or None. Raises CacheTroubleError for anything else."""
    path = folder / name
    with told(path):
        try:
            handle = open_own_file(path)
        except FileNotFoundError:
            return None
        with open(handle, "rb") as file:
            whole = file.read()
    content = whole[HEAD:]
    if whole[:HEAD] != _head(name, content):
        raise CacheTroubleError(f"{path} is damaged")
    return content


def write_entry(folder: Path, name: str, content: bytes) -> None:
    """Keep it whole or not at all. Raises CacheTroubleError."""
    beside = folder / f"{secrets.token_hex(8)}{UNFINISHED}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        with told(folder):
            with open(os.open(beside, flags, PRIVATE_FILE), "wb") as file:
                file.write(_head(name, content) + content)
            beside.replace(folder / name)
    except BaseException:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise


def put_aside(path: Path) -> Path:
    """Move whatever is there out of everybody's way; where to. Raises OSError."""
    return path.rename(path.with_name(f"{secrets.token_hex(8)}{ASIDE}"))


def remove(path: Path) -> None:
    """Remove a file, a link or a whole folder, as far as that can be done."""
    with suppress(OSError):
        if stat.S_ISDIR(path.lstat().st_mode):
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink()


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what the system complains of into CacheTroubleError."""
    try:
        yield
    except OSError as error:
        is_link = error.errno == errno.ELOOP
        reason = "it is a symbolic link" if is_link else error.strerror or str(error)
        raise CacheTroubleError(f"{path}: {reason}") from error


def _head(name: str, content: bytes) -> bytes:
    """The name counts as well: no entry can stand for another one."""
    return MAGIC + hashlib.sha256(name.encode() + b"\0" + content).digest()
