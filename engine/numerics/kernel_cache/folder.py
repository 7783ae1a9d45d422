"""The folder of this version's kernels: where it is, and what becomes of those of others."""

import hashlib
import os
import re
import sys
import time
from contextlib import suppress
from pathlib import Path

from engine.numerics.kernel_cache.entries import ASIDE, UNFINISHED, put_aside, remove, told
from engine.numerics.kernel_cache.holding import aside_unless_held, hold
from engine.numerics.kernel_cache.trust import CacheTroubleError, make_own_folder

PROGRAM = "snn-tui"
UNUSED_S = 7 * 86_400.0
"""After so long another installation's folder is one that nobody needs."""
LEFT_OVER_S = 3600.0
"""After so long what is unfinished, or was not quite removed, is nobody's work any more."""
ATTEMPTS, PAUSE_S = 20, 0.01
_OF_ANY_VERSION = re.compile(r"(?:([0-9a-f]{8})-)?[0-9a-f]{16}")


def cache_root() -> Path:
    """The platform's folder for what can be made again. Raises CacheTroubleError if unknown."""
    chosen = os.environ.get("NUMBA_CACHE_DIR") or os.environ.get("XDG_CACHE_HOME")
    home = Path(os.path.expanduser("~"))
    if chosen:
        root = Path(chosen).absolute()
    elif sys.platform == "darwin":
        root = home / "Library" / "Caches"
    elif sys.platform == "win32":
        root = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    else:
        root = home / ".cache"
    if not root.is_absolute():
        raise CacheTroubleError("no home folder is known")
    return root


def folder_name(package: Path, versions: tuple[str, ...]) -> str:
    """A name for an installation, and one for the sources and versions that it now has."""
    installation = hashlib.sha256(f"{package}\0{sys.prefix}".encode("utf-8", "surrogateescape"))
    version = hashlib.sha256("\0".join(versions).encode())
    for source in sorted(package.rglob("*.py")):
        version.update(source.relative_to(package).as_posix().encode())
        version.update(source.read_bytes())
    return f"{installation.hexdigest()[:8]}-{version.hexdigest()[:16]}"


def open_folder(root: Path, name: str) -> Path:
    """The folder of this name, made if need be; no other process removes it while this one runs.

    Raises CacheTroubleError.
    """
    home = root / PROGRAM
    path = home / name
    with told(home):
        root.mkdir(parents=True, exist_ok=True)
        make_own_folder(home)
        for _ in range(ATTEMPTS):
            try:
                make_own_folder(path)
            except CacheTroubleError:
                # It is older than the rule that only this user writes here; none can come now.
                remove(put_aside(path))
                continue
            if hold(path):
                return path
            time.sleep(PAUSE_S)
    raise CacheTroubleError(f"{path} is removed again and again")


def tidy(path: Path) -> None:
    """Remove, beside the folder that is held, those of earlier versions, of nobody, and leftovers.

    Folders that other processes hold stay.
    """
    own = _OF_ANY_VERSION.fullmatch(path.name)
    with suppress(OSError):
        for other in path.parent.iterdir():
            known = _OF_ANY_VERSION.fullmatch(other.name)
            if other.suffix == ASIDE:
                _remove_old(other, LEFT_OVER_S)
            elif known and own and other != path:
                age_s = 0.0 if known[1] == own[1] else UNUSED_S
                if _age_s(other) >= age_s and (aside := aside_unless_held(other)):
                    remove(aside)
        for entry in path.iterdir():
            if entry.suffix in (UNFINISHED, ASIDE):
                _remove_old(entry, LEFT_OVER_S)


def _remove_old(path: Path, age_s: float) -> None:
    if _age_s(path) > age_s:
        remove(path)


def _age_s(path: Path) -> float:
    return time.time() - path.lstat().st_mtime
