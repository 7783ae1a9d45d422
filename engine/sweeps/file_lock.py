"""Files that one process at a time may write."""

import os
from pathlib import Path
from typing import BinaryIO


def is_locked(file: BinaryIO) -> bool:
    """Lock it until it is closed; False if another has it. Where files can't be, nobody has."""
    try:
        import fcntl  # noqa: PLC0415 - not everywhere
    except ImportError:
        return True
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        pass
    return True


def is_at(file: BinaryIO, path: Path) -> bool:
    """Whether the open file still has this name; its owner may just have put another there."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.lstat())
    except FileNotFoundError:
        return False
