"""The cache that numba asks before it compiles a kernel.

Numba's own unpickles and executes whatever stands in its files, and lets two processes that
compile at once mix up their entries. Here each kernel for each kind of arguments is a file of
its own, and trouble with it is told but never the run's.
"""

import hashlib
import logging
import pickle
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import llvmlite
import numba
from numba.core.caching import NullCache
from numba.core.compiler import CompileResult
from numba.core.serialize import dumps

from engine.numerics.kernel_cache.entries import put_aside, read_entry, remove, write_entry
from engine.numerics.kernel_cache.folder import cache_root, folder_name, open_folder, tidy
from engine.numerics.kernel_cache.listening import tell_of_compiling
from engine.numerics.kernel_cache.trust import CacheTroubleError

_result: Any = CompileResult
_dumps: Any = dumps
"""Both without the annotations that strict checking asks for."""
LOG = logging.getLogger("engine.kernels")
"""Told, once a process: at INFO that something is compiled, at WARNING what is wrong."""
COMPILING = "compiling, this first time only ..."
PACKAGE = Path(__file__).parents[2]
_told: set[int] = set()
VERSIONS = (numba.__version__, llvmlite.__version__, sys.version)


class KernelCache(NullCache):
    """Keeps the compiled forms of one function of the engine, under this name."""

    def __init__(self, name: str) -> None:
        self._name = name

    def load_overload(self, signature: Any, target: Any) -> Any:
        """What was compiled for a signature before, or None."""
        target.refresh()
        folder = _folder()
        result = None
        if folder is not None:
            key = signature, target.codegen().magic_tuple()
            result = _load(folder, self._entry(key), key, target)
        if result is None:
            _tell(logging.INFO, COMPILING)
            tell_of_compiling()
        return result

    def save_overload(self, signature: Any, result: Any) -> None:
        """Keep what was compiled, where that can be done."""
        folder = _folder()
        # Code that holds addresses of this process would crash the next one.
        if folder is None or result.lifted or result.library.has_dynamic_globals:
            return
        key = signature, result.codegen.magic_tuple()
        try:
            write_entry(folder, self._entry(key), _dumps((key, result._reduce())))
        except CacheTroubleError as trouble:
            _tell(logging.WARNING, f"{trouble}; kernels are compiled at every start")

    def _entry(self, key: tuple[Any, Any]) -> str:
        return f"{self._name}-{hashlib.sha256(str(key).encode()).hexdigest()[:16]}.kernel"


def _load(folder: Path, name: str, key: tuple[Any, Any], target: Any) -> Any:
    """The compiled form under this name, None if there is none that can be trusted."""
    try:
        content = read_entry(folder, name)
        if content is None:
            return None
        known, reduced = pickle.loads(content)
        # Types of one name may differ.
        return _result._rebuild(target, *reduced) if known == key else None
    except CacheTroubleError as trouble:
        reason = str(trouble)
    except Exception as error:
        # Whole, but of no use to this numba, whichever way that shows.
        reason = f"{folder / name}: {type(error).__name__}"
    _tell(logging.WARNING, f"{reason}; it is compiled anew")
    with suppress(OSError):
        remove(put_aside(folder / name))
    return None


@cache
def _folder() -> Path | None:
    """Where this process reads and writes; None if there is no place for it."""
    try:
        folder = open_folder(cache_root(), folder_name(PACKAGE, VERSIONS))
    except CacheTroubleError as trouble:
        _tell(logging.WARNING, f"{trouble}; kernels are compiled at every start")
        return None
    tidy(folder)
    return folder


def _tell(level: int, text: str) -> None:
    """Say it, unless something of that level was said: one line is enough."""
    if level not in _told:
        _told.add(level)
        LOG.log(level, text if level < logging.WARNING else f"kernel cache: {text}")
