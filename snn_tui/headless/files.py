"""A file that gets its name only when it is whole, and that no two runs write."""

import errno
import os
import stat
from collections.abc import Iterator
from hashlib import sha256
from itertools import count
from pathlib import Path

SUFFIX = ".partial"
NAME_BYTES = 255
_NO_HARD_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV}
_CREATE = (
    os.O_RDWR
    | os.O_CREAT
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_BINARY", 0)
)


class BusyError(Exception):
    """Another run writes the same file; the path is that of its unfinished one."""

    def __init__(self, partial: Path) -> None:
        super().__init__(str(partial))
        self.partial = partial


def claim(path: Path, mode: int) -> tuple[Path, int]:
    """An empty file beside `path`, opened and locked for as long as it stays open.

    Whoever wants to write to `path` as well comes to the same file: the names are tried in one
    order, and only those are passed over that hold what an ended run, or somebody else, left.
    Raises BusyError, OSError.
    """
    for partial in _names(path):
        while True:
            try:
                descriptor = os.open(partial, _CREATE, mode)
            except OSError:
                if os.path.lexists(partial):
                    break
                raise
            if not _locked(descriptor):
                os.close(descriptor)
                raise BusyError(partial)
            if _is_empty_and_ours(descriptor) and _is_at(descriptor, partial):
                return partial, descriptor
            is_there = _is_at(descriptor, partial)
            os.close(descriptor)
            if is_there:
                break
    raise AssertionError("names without end")


def put_in_place(partial: Path, path: Path) -> None:
    """Give a whole file its name; raises FileExistsError, without a race, if that is taken."""
    try:
        os.link(partial, path)
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS:
            raise
        # Take the name first, then put the file there.
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
        os.replace(partial, path)
        return
    partial.unlink()


def _names(path: Path) -> Iterator[Path]:
    """`path` with the suffix; shorter, but still of this path alone, if that would be too long."""
    name = os.fsencode(path.name)
    most = _longest_name(path.parent) - len(SUFFIX) - len(".999")
    if len(name) > most:
        digest = sha256(name).hexdigest()[:8].encode()
        name = name[: most - len(digest) - 1] + b"-" + digest
    plain = os.fsdecode(name)
    yield path.with_name(plain + SUFFIX)
    for number in count(2):
        yield path.with_name(f"{plain}.{number}{SUFFIX}")


def _longest_name(folder: Path) -> int:
    try:
        return os.pathconf(folder, "PC_NAME_MAX")
    except (AttributeError, OSError, ValueError):
        return NAME_BYTES


def _locked(descriptor: int) -> bool:
    """Whether nobody else has it; where files cannot be locked, nobody has."""
    try:
        import fcntl  # noqa: PLC0415 - not everywhere
    except ImportError:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        pass
    return True


def _is_empty_and_ours(descriptor: int) -> bool:
    status = os.fstat(descriptor)
    is_ours = not hasattr(os, "geteuid") or status.st_uid == os.geteuid()
    return stat.S_ISREG(status.st_mode) and status.st_size == 0 and is_ours


def _is_at(descriptor: int, path: Path) -> bool:
    """Whether the open file still has this name; another run may just have renamed it."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.lstat())
    except FileNotFoundError:
        return False
