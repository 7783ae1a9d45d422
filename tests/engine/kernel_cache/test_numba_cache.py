"""Whatever is wrong with the cache, a kernel runs; and one line tells, once."""

import errno
import logging
import os
import pickle

import numpy as np
import pytest

from engine.numerics.jit import INTERPRETED
from engine.numerics.kernel_cache.trust import CacheTroubleError

if INTERPRETED:
    pytest.skip("kernels are not compiled", allow_module_level=True)

import numba

from engine.numerics.kernel_cache import numba_cache
from engine.numerics.kernel_cache.entries import MAGIC, read_entry, write_entry
from engine.numerics.kernel_cache.listening import hearing_of_compiling
from engine.numerics.kernel_cache.numba_cache import COMPILING, KernelCache

OPTIONS = {"nogil": True, "_nrt": False}


def doubled(values):
    """A kernel as small as one can be."""
    for k in range(values.size):
        values[k] *= 2.0


class Process:
    """What of a process the cache sees: its folder, and what it said."""

    def __init__(self, folder, monkeypatch, caplog):
        monkeypatch.setattr(numba_cache, "_folder", lambda: folder)
        monkeypatch.setattr(numba_cache, "_told", set())
        self.caplog = caplog

    def run(self, kind=np.float64):
        """Load or compile the kernel, use it; whether it was loaded."""
        kernel = numba.njit(**OPTIONS)(doubled)
        kernel._cache = KernelCache(doubled)
        values = np.arange(3, dtype=kind)
        kernel(values)
        np.testing.assert_array_equal(values, [0, 2, 4])
        return sum(kernel.stats.cache_hits.values()) == 1

    @property
    def said(self):
        """Lines of talk but the one on compiling."""
        return [r.getMessage() for r in self.caplog.records if r.levelno >= logging.WARNING]


@pytest.fixture
def process(tmp_path, monkeypatch, caplog):
    caplog.set_level(logging.INFO, "engine.kernels")
    monkeypatch.setattr(logging.getLogger("engine"), "propagate", True)
    return Process(tmp_path, monkeypatch, caplog)


def entry(folder):
    [path] = folder.glob("*.kernel")
    return path


def test_compiling_is_heard_of_and_loading_is_not(process):
    heard = []
    with hearing_of_compiling(lambda: heard.append("compiled")):
        assert not process.run()
        assert heard == ["compiled"]
        assert process.run()
        assert heard == ["compiled"]
    assert not process.run(np.float32)
    assert heard == ["compiled"]


def test_what_was_compiled_is_loaded(process, tmp_path):
    assert not process.run()
    assert COMPILING in process.caplog.messages
    process.caplog.clear()
    assert process.run()
    assert not process.run(np.float32)
    assert process.run(np.float32)
    assert process.run()
    assert len(list(tmp_path.iterdir())) == 2
    assert process.said == []


@pytest.mark.parametrize("kind", ["empty", "cut", "flipped", "link", "folder", "not for us"])
def test_a_damaged_entry_is_compiled_anew(process, tmp_path, kind):
    process.run()
    path = entry(tmp_path)
    whole = path.read_bytes()
    match kind:
        case "empty":
            path.write_bytes(b"")
        case "cut":
            path.write_bytes(whole[:-1000])
        case "flipped":
            path.write_bytes(whole[:-1000] + bytes([whole[-1000] ^ 1]) + whole[-999:])
        case "link":
            path.rename(tmp_path / "elsewhere")
            path.symlink_to("elsewhere")
        case "folder":
            path.unlink()
            path.mkdir()
        case "not for us":
            path.chmod(0o666)
    assert not process.run()
    [line] = process.said
    assert path.name in line
    assert line.endswith("; it is compiled anew")
    assert process.run()
    assert len(process.said) == 1


def test_what_is_damaged_is_not_unpickled(process, tmp_path):
    process.run()
    path = entry(tmp_path)
    path.write_bytes(MAGIC + bytes(32) + pickle.dumps(Bomb()))
    assert not process.run()
    assert not Bomb.exploded


class Bomb:
    exploded = False

    def __reduce__(self):
        return (setattr, (Bomb, "exploded", True))


def test_a_whole_entry_of_no_use_is_compiled_anew(process, tmp_path):
    """As one that another release of numba wrote would be."""
    process.run()
    name = entry(tmp_path).name
    key, _ = pickle.loads(read_entry(tmp_path, name))
    write_entry(tmp_path, name, pickle.dumps((key, (1, 2, 3))))
    assert not process.run()
    assert len(process.said) == 1
    assert process.run()


def test_types_of_one_name_are_told_apart(process, tmp_path):
    process.run()
    name = entry(tmp_path).name
    _, reduced = pickle.loads(read_entry(tmp_path, name))
    write_entry(tmp_path, name, pickle.dumps(("another key", reduced)))
    assert not process.run()
    assert process.said == []
    assert process.run()


def test_a_full_disk_is_told_once(process, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("pathlib.Path.replace", full)
    assert not process.run()
    assert not process.run(np.float32)
    [line] = process.said
    assert os.strerror(errno.ENOSPC) in line
    assert list(tmp_path.iterdir()) == []


def test_without_a_folder_it_runs_and_says_why(process, monkeypatch):
    def trouble(*_):
        raise CacheTroubleError("nowhere to keep it")

    monkeypatch.undo()
    monkeypatch.setattr(numba_cache, "_told", set())
    monkeypatch.setattr(numba_cache, "open_folder", trouble)
    numba_cache._folder.cache_clear()
    try:
        assert not process.run()
        assert not process.run()
    finally:
        numba_cache._folder.cache_clear()
    [line] = process.said
    assert line == "kernel cache: nowhere to keep it; kernels are compiled at every start"
