"""Whom files and folders belong to, and who else may write to them."""

import os
import stat
from pathlib import Path

OTHERS_MAY_WRITE = 0o022
NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600


class CacheTroubleError(Exception):
    """What is wrong with a cache of kernels, in one line."""


def require_own(path: Path, status: os.stat_result) -> None:
    """Raise CacheTroubleError unless it is this user's."""
    if hasattr(os, "geteuid") and status.st_uid != os.geteuid():
        raise CacheTroubleError(f"{path} belongs to another user")


def open_own_file(path: Path) -> int:
    """A handle of a file that this user alone can have written.

    Raises CacheTroubleError, and OSError if there is none or it can't be opened.
    """
    # A FIFO must not keep it waiting for a writer.
    flags = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(path, os.O_RDONLY | NO_FOLLOW | flags)
    try:
        status = os.fstat(handle)
        require_own(path, status)
        if not stat.S_ISREG(status.st_mode):
            raise CacheTroubleError(f"{path} is not a file")
        if os.name == "posix" and status.st_mode & OTHERS_MAY_WRITE:
            raise CacheTroubleError(f"others may write to {path}")
    except CacheTroubleError:
        os.close(handle)
        raise
    return handle


def make_own_folder(path: Path) -> None:
    """Make the folder unless there is one, and keep others out of it.

    Raises CacheTroubleError if it is another user's or no folder, OSError if it can't be made.
    """
    try:
        path.mkdir(mode=PRIVATE_FOLDER)
    except FileExistsError:
        status = path.lstat()
        if not stat.S_ISDIR(status.st_mode):
            raise CacheTroubleError(f"{path} is not a folder, or only a link to one") from None
        require_own(path, status)
        if os.name == "posix" and stat.S_IMODE(status.st_mode) & ~PRIVATE_FOLDER:
            path.chmod(PRIVATE_FOLDER)
