"""The one numba decorator, and where compiled code is kept.

Numba's own cache does not notice that a function in another file changed, so compiled code lives
in a folder named after a hash of all of the engine's sources. Where no folder can be written the
code is compiled anew in each process, and everything still works.
"""

import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numba.core import config as _numba_config
from numba.extending import register_jitable

# Filled in from the environment when numba is loaded, which type checkers cannot see.
config: Any = _numba_config

Kernel = TypeVar("Kernel", bound=Callable[..., object])

ZERO = cast(int, np.int64(0))
"""For counters in kernels that are passed on: a plain 0 would have its own case compiled."""


def kernel(function: Kernel) -> Kernel:
    """Compile `function` at its first call: no GIL, no fast-math, kept on disk.

    Without fast-math the bits are the same on every CPU, and those of pure Python. Without
    numba's runtime nothing can be allocated inside, and no reference to an array is counted:
    counting, at each slice, would take most of a small network's time.
    """
    if config.DISABLE_JIT:
        return function
    options: dict[str, Any] = {"nogil": True, "error_model": "numpy", "_nrt": False}
    compiled = numba.njit(**options)(function)
    before = config.CACHE_DIR
    config.CACHE_DIR = str(_CACHE_FOLDER)
    try:
        compiled.enable_caching()
    except RuntimeError:  # numba found no folder that it can write to
        pass
    finally:
        config.CACHE_DIR = before
    return cast(Kernel, compiled)


def subroutine(function: Kernel) -> Kernel:
    """Let kernels call `function`; it is compiled into each of them and never on its own.

    From Python it is called as it stands. Compiling, wrapping and keeping every function of its
    own would double the time of a first run.
    """
    if config.DISABLE_JIT:
        return function
    jitable: Kernel = register_jitable(forceinline=True)(function)
    return jitable


def inlined(function: Kernel) -> Kernel:
    """A subroutine that is put into its callers' loops, so that they still run in SIMD."""
    if config.DISABLE_JIT:
        return function
    jitable: Kernel = register_jitable(forceinline=True)(function)
    return jitable


def is_cached() -> bool:
    """Whether kernels of these sources were compiled and kept before."""
    return any(_CACHE_FOLDER.rglob("*.nbi"))


def _cache_root() -> Path:
    """The platform's folder for what can be made again."""
    chosen = os.environ.get("NUMBA_CACHE_DIR") or os.environ.get("XDG_CACHE_HOME")
    if chosen:
        return Path(chosen)
    home = Path(os.path.expanduser("~"))
    if sys.platform == "darwin":
        return home / "Library" / "Caches"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    return home / ".cache"


def _source_hash() -> str:
    """A name for the engine's sources as they are now."""
    digest = hashlib.sha256()
    package = Path(__file__).parent
    for source in sorted(package.rglob("*.py")):
        digest.update(source.relative_to(package).as_posix().encode())
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


_CACHE_FOLDER = _cache_root() / "snn-tui" / _source_hash()
