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

import numpy as np

Kernel = TypeVar("Kernel", bound=Callable[..., object])

INTERPRETED = os.environ.get("NUMBA_DISABLE_JIT", "").strip() not in ("", "0")
"""Whether kernels are not to be compiled, as numba itself has it."""
ZERO = cast(int, np.int64(0))
"""For counters in kernels that are passed on: a plain 0 would have its own case compiled."""
_waiting: list[Callable[[], object]] | None = None if INTERPRETED else []
"""What is to be told to numba once it is loaded; None when it is."""


def kernel(function: Kernel) -> Kernel:
    """Compile `function` at its first call: no GIL, no fast-math, kept on disk.

    Without fast-math the bits are the same on every CPU, and those of pure Python. Without
    numba's runtime nothing can be allocated inside, and no reference to an array is counted:
    counting, at each slice, would take most of a small network's time.
    """
    if INTERPRETED:
        return function
    _tell_what_waits()
    import numba  # noqa: PLC0415 - takes a while, and who only describes networks needs none
    from numba.core import config  # noqa: PLC0415

    options: dict[str, Any] = {
        "nogil": True,
        "error_model": "numpy",
        "_nrt": False,
        "no_cfunc_wrapper": True,
    }
    compiled = numba.njit(**options)(function)
    # Filled in from the environment when numba is loaded, which type checkers cannot see.
    settings: Any = config
    before = settings.CACHE_DIR
    settings.CACHE_DIR = str(_CACHE_FOLDER)
    try:
        compiled.enable_caching()
    except RuntimeError:  # numba found no folder that it can write to
        pass
    finally:
        settings.CACHE_DIR = before
    return cast(Kernel, compiled)


def subroutine(function: Kernel) -> Kernel:
    """Let kernels call `function`; it is put into each of them and never compiled on its own.

    From Python it is called as it stands. Compiling, wrapping and keeping every function of its
    own would double the time of a first run, and calls would keep loops out of SIMD.
    """

    def tell() -> None:
        from numba.extending import register_jitable  # noqa: PLC0415 - as above

        options: dict[str, Any] = {"forceinline": True, "no_cfunc_wrapper": True}
        try:
            from engine.inlined import Inlined  # noqa: PLC0415 - as above

            options["pipeline_class"] = Inlined
        except ImportError:
            pass
        register_jitable(**options)(function)

    when_compiling(tell)
    return function


def when_compiling(tell: Kernel) -> Kernel:
    """Call `tell`, which tells numba something, before the first kernel is made.

    So numba is loaded with the first kernel, not with the first description of a neuron.
    """
    if _waiting is not None:
        _waiting.append(tell)
    elif not INTERPRETED:
        tell()
    return tell


def _tell_what_waits() -> None:
    global _waiting
    waiting, _waiting = _waiting, None
    for tell in waiting or ():
        tell()


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
