"""Folders that running processes hold: others leave them where they are."""

import os
import sys
from contextlib import suppress
from pathlib import Path

from engine.numerics.kernel_cache.entries import put_aside
from engine.numerics.kernel_cache.trust import NO_FOLLOW

if sys.platform != "win32":
    import fcntl

    def hold(path: Path) -> bool:
        """Hold the folder until this process ends; False if it is just being removed.

        Where the file system knows no locks, folders are never removed.
        """
        handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | NO_FOLLOW)
        try:
            with suppress(OSError):
                os.utime(handle)
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
            is_there = os.path.samestat(os.fstat(handle), path.lstat())
        except (BlockingIOError, FileNotFoundError):
            is_there = False
        except OSError:
            is_there = True
        if not is_there:
            os.close(handle)
        return is_there

    def aside_unless_held(path: Path) -> Path | None:
        """Where the folder was moved to, so that none can hold it; None if a process does."""
        handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | NO_FOLLOW)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return put_aside(path)
        except OSError:
            return None
        finally:
            os.close(handle)

else:

    def hold(path: Path) -> bool:
        """Nothing is ever removed here, since nothing tells whether it is in use."""
        return True

    def aside_unless_held(path: Path) -> Path | None:
        """None: see `hold`."""
        return None
