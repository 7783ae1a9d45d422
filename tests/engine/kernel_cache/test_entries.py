"""An entry is read as it was written, or it is trouble."""

import errno
import os

import pytest

from engine.numerics.kernel_cache.entries import read_entry, write_entry
from engine.numerics.kernel_cache.trust import CacheTroubleError

CONTENT = bytes(range(256)) * 3
others_matter = pytest.mark.skipif(os.name != "posix", reason="no owners and modes")


@pytest.fixture
def folder(tmp_path):
    write_entry(tmp_path, "one", CONTENT)
    write_entry(tmp_path, "two", b"")
    return tmp_path


def test_what_is_written_is_read(folder):
    assert read_entry(folder, "one") == CONTENT
    assert read_entry(folder, "two") == b""
    assert read_entry(folder, "three") is None
    assert sorted(path.name for path in folder.iterdir()) == ["one", "two"]


def test_every_flipped_bit_is_seen(folder):
    path = folder / "one"
    whole = path.read_bytes()
    for at in range(0, len(whole), 7):
        for bit in (1, 128):
            flipped = bytearray(whole)
            flipped[at] ^= bit
            path.write_bytes(flipped)
            with pytest.raises(CacheTroubleError, match="one is damaged"):
                read_entry(folder, "one")


def test_every_cut_is_seen(folder):
    path = folder / "one"
    whole = path.read_bytes()
    for size in [*range(0, len(whole), 11), len(whole) - 1]:
        path.write_bytes(whole[:size])
        with pytest.raises(CacheTroubleError, match="is damaged"):
            read_entry(folder, "one")
    path.write_bytes(whole + b"\0")
    with pytest.raises(CacheTroubleError, match="is damaged"):
        read_entry(folder, "one")


def test_no_entry_stands_for_another(folder):
    (folder / "two").replace(folder / "one")
    with pytest.raises(CacheTroubleError, match="is damaged"):
        read_entry(folder, "one")


@others_matter
def test_what_others_may_write_is_refused(folder):
    (folder / "one").chmod(0o620)
    with pytest.raises(CacheTroubleError, match="others may write"):
        read_entry(folder, "one")


@others_matter
def test_what_others_own_is_refused(folder, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    with pytest.raises(CacheTroubleError, match="belongs to another user"):
        read_entry(folder, "one")


@others_matter
@pytest.mark.parametrize("kind", ["link", "folder", "fifo"])
def test_what_is_no_file_is_refused(folder, kind):
    path = folder / "one"
    path.unlink()
    match kind:
        case "link":
            path.symlink_to("two")
        case "folder":
            path.mkdir()
        case "fifo":
            os.mkfifo(path)
    with pytest.raises(CacheTroubleError, match=r"symbolic link|not a file"):
        read_entry(folder, "one")


@others_matter
def test_nobody_else_may_read_or_write_it(folder):
    assert (folder / "one").stat().st_mode & 0o077 == 0


def test_a_full_disk_leaves_what_was_there(folder, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "replace", full)
    monkeypatch.setattr("pathlib.Path.replace", full)
    with pytest.raises(CacheTroubleError, match=os.strerror(errno.ENOSPC)):
        write_entry(folder, "one", b"new")
    assert read_entry(folder, "one") == CONTENT
    assert sorted(path.name for path in folder.iterdir()) == ["one", "two"]


def test_a_folder_that_was_removed_is_told(tmp_path):
    with pytest.raises(CacheTroubleError, match=os.strerror(errno.ENOENT)):
        write_entry(tmp_path / "removed", "one", b"")
