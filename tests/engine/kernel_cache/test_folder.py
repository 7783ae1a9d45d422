"""The folder of kernels is this user's alone, and those of earlier versions go."""

import errno
import os
import subprocess
import sys
import time

import pytest

from engine.numerics.kernel_cache.folder import UNUSED_S, cache_root, folder_name, open_folder, tidy
from engine.numerics.kernel_cache.trust import CacheTroubleError

pytestmark = pytest.mark.skipif(os.name != "posix", reason="no owners, modes and locks")
NAME = "0123abcd-0123456789abcdef"
EARLIER = "0123abcd-00000000000000aa"
ANOTHER = "fedcba98-00000000000000aa"
OF_OLD = "00000000000000aa"


def test_it_is_made_for_this_user_alone(tmp_path):
    path = open_folder(tmp_path / "not there" / "yet", NAME)
    assert path == tmp_path / "not there" / "yet" / "snn-tui" / NAME
    for each in (path, path.parent):
        assert each.stat().st_mode & 0o777 == 0o700
    assert open_folder(tmp_path / "not there" / "yet", NAME) == path


def test_others_are_kept_out_of_what_is_there(tmp_path):
    path = open_folder(tmp_path, NAME)
    path.chmod(0o777)
    path.parent.chmod(0o775)
    open_folder(tmp_path, NAME)
    assert path.stat().st_mode & 0o777 == 0o700
    assert path.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("kind", ["file", "link", "dangling link"])
def test_what_is_no_folder_is_put_aside(tmp_path, kind):
    (tmp_path / "snn-tui").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "precious").touch()
    path = tmp_path / "snn-tui" / NAME
    match kind:
        case "file":
            path.touch()
        case "link":
            path.symlink_to(tmp_path / "elsewhere")
        case "dangling link":
            path.symlink_to(tmp_path / "nowhere")
    assert open_folder(tmp_path, NAME).is_dir()
    assert not path.is_symlink()
    assert [each.name for each in path.parent.iterdir()] == [NAME]
    assert (tmp_path / "elsewhere" / "precious").exists()


@pytest.mark.parametrize("kind", ["file", "link"])
def test_what_is_not_ours_to_move_is_refused(tmp_path, kind):
    if kind == "file":
        (tmp_path / "snn-tui").touch()
    else:
        (tmp_path / "snn-tui").symlink_to(tmp_path)
    with pytest.raises(CacheTroubleError, match="snn-tui is not a folder"):
        open_folder(tmp_path, NAME)


def test_another_users_folder_is_refused(tmp_path, monkeypatch):
    open_folder(tmp_path, NAME)
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    with pytest.raises(CacheTroubleError, match="belongs to another user"):
        open_folder(tmp_path, NAME)


def test_a_root_that_is_a_file_is_told(tmp_path):
    (tmp_path / "root").touch()
    with pytest.raises(CacheTroubleError, match="root"):
        open_folder(tmp_path / "root", NAME)


@pytest.mark.parametrize("reason", [errno.EROFS, errno.EACCES, errno.ENOSPC])
def test_what_can_not_be_made_is_told(tmp_path, monkeypatch, reason):
    def refused(*_, **__):
        raise OSError(reason, os.strerror(reason))

    monkeypatch.setattr("pathlib.Path.mkdir", refused)
    with pytest.raises(CacheTroubleError, match=os.strerror(reason)):
        open_folder(tmp_path / "root", NAME)


def test_earlier_versions_of_the_same_installation_go(tmp_path):
    path = open_folder(tmp_path, NAME)
    for name in (EARLIER, ANOTHER, OF_OLD, "photographs"):
        (path.parent / name).mkdir()
        (path.parent / name / "content").write_text("kept")
    (path / "mine").touch()
    tidy(path)
    left = {each.name for each in path.parent.iterdir()}
    assert left == {NAME, ANOTHER, OF_OLD, "photographs"}
    long_ago = time.time() - UNUSED_S - 60
    for name in left:
        os.utime(path.parent / name, (long_ago, long_ago))
    tidy(path)
    assert {each.name for each in path.parent.iterdir()} == {NAME, "photographs"}
    assert (path / "mine").exists()


def test_what_was_never_finished_goes(tmp_path):
    path = open_folder(tmp_path, NAME)
    old, new, aside = path / "a.part", path / "b.part", path.parent / "c.aside"
    for each in (old, new, aside):
        each.touch()
    long_ago = time.time() - UNUSED_S
    os.utime(old, (long_ago, long_ago))
    os.utime(aside, (long_ago, long_ago))
    tidy(path)
    assert not old.exists()
    assert not aside.exists()
    assert new.exists()


def test_a_folder_that_a_process_uses_stays_until_it_ends(tmp_path):
    path = open_folder(tmp_path, NAME)
    code = (
        "import sys; from pathlib import Path\n"
        "from engine.numerics.kernel_cache.folder import open_folder\n"
        "open_folder(Path(sys.argv[1]), sys.argv[2]); print('open', flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, tmp_path, EARLIER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout.readline() == "open\n"
        tidy(path)
        assert (path.parent / EARLIER).is_dir()
        other.communicate("\n")
    tidy(path)
    assert not (path.parent / EARLIER).exists()


def test_the_name_tells_installations_and_versions_apart(tmp_path):
    names = {}
    for place in ("one", "two"):
        (tmp_path / place).mkdir()
        for source in ("x = 1", "x = 2"):
            (tmp_path / place / "module.py").write_text(source)
            names[place, source] = folder_name(tmp_path / place, ("1",))
    assert len(set(names.values())) == 4
    assert names["one", "x = 1"][:8] == names["one", "x = 2"][:8] != names["two", "x = 1"][:8]
    assert folder_name(tmp_path / "one", ("2",)) != names["one", "x = 2"]


def test_where_it_is(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "platform", "linux")
    for variable in ("NUMBA_CACHE_DIR", "XDG_CACHE_HOME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache_root() == tmp_path / ".cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert cache_root() == tmp_path / "xdg"
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "numba"))
    assert cache_root() == tmp_path / "numba"


def test_without_a_home_nothing_is_kept_in_the_working_folder(monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    for variable in ("NUMBA_CACHE_DIR", "XDG_CACHE_HOME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("HOME", "relative")
    with pytest.raises(CacheTroubleError, match="no home folder"):
        cache_root()
