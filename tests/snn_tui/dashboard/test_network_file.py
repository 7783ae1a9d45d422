"""A network's file that is looked at: what editors do to it, and what comes of it."""

import os
from pathlib import Path

import pytest

from engine import load_network
from snn_tui.dashboard.network_file import NetworkFile, Reading

TEXT = """
name = "mine"
dt_ms = 0.1
[populations.cells]
size = 2
model = "leaky-integrate-and-fire"
"""
WRONG = TEXT.replace("size = 2", "sise = 2")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "mine.toml"
    path.write_text(TEXT)
    return path


@pytest.fixture
def file(path: Path) -> NetworkFile:
    return NetworkFile(str(path), load_network(path))


def write(path: Path, text: str) -> None:
    """As an editor that writes into the file, a moment later, however coarse the clock is."""
    later = path.stat().st_mtime_ns + 10**9 if path.exists() else 10**18
    path.write_text(text)
    os.utime(path, ns=(later, later))


def seen(file: NetworkFile) -> Reading | None:
    """After two looks, as a thread has them in a second."""
    file.look()
    file.look()
    return file.take()


def sizes(reading: Reading | None) -> int:
    assert reading is not None
    assert reading.network is not None
    return reading.network.size


def test_nothing_is_read_while_nothing_changes(file: NetworkFile) -> None:
    assert seen(file) is None
    assert seen(file) is None


def test_what_is_written_is_read_once(file: NetworkFile, path: Path) -> None:
    write(path, TEXT.replace("size = 2", "size = 3"))
    file.look()
    assert file.take() is None, "it may still be being written"
    file.look()
    assert sizes(file.take()) == 3
    assert seen(file) is None


def test_a_file_that_grows_is_read_when_it_is_whole(file: NetworkFile, path: Path) -> None:
    text = TEXT.replace("size = 2", "size = 4")
    for end in range(10, len(text), 20):
        write(path, text[:end])
        file.look()
        assert file.take() is None
    write(path, text)
    assert sizes(seen(file)) == 4


def test_editors_that_save_by_renaming(file: NetworkFile, path: Path) -> None:
    beside = path.with_suffix(".new")
    beside.write_text(TEXT.replace("size = 2", "size = 5"))
    status = path.stat()
    os.utime(beside, ns=(status.st_atime_ns, status.st_mtime_ns))
    beside.replace(path)
    assert sizes(seen(file)) == 5


def test_a_file_that_is_gone_for_a_while(file: NetworkFile, path: Path) -> None:
    path.unlink()
    assert seen(file) is None
    write(path, TEXT.replace("size = 2", "size = 6"))
    assert sizes(seen(file)) == 6
    file.look(is_asked=True)
    path.unlink()
    file.look(is_asked=True)
    reading = file.take()
    assert reading is not None
    assert reading.complaint == f"cannot read {path}: No such file or directory"


def test_a_typo_and_back(file: NetworkFile, path: Path) -> None:
    write(path, WRONG)
    reading = seen(file)
    assert reading is not None
    assert reading.network is None
    told = "line 5: populations.cells: key 'size' is missing (there is 'sise')"
    assert reading.complaint == f"{path}, {told}"
    write(path, TEXT)
    assert seen(file) == Reading(is_asked=False, network=load_network(path), is_same=True)


def test_a_key_reads_it_though_nothing_changed(file: NetworkFile, path: Path) -> None:
    file.look(is_asked=True)
    assert file.take() == Reading(is_asked=True, network=load_network(path), is_same=True)


def test_a_key_reads_the_files_that_it_names(path: Path) -> None:
    spikes = path.with_name("spikes.csv")
    spikes.write_text("0,1.0\n")
    path.write_text(
        TEXT.replace("leaky-integrate-and-fire", "spike-source") + 'spikes = {file = "spikes.csv"}'
    )
    file = NetworkFile(str(path), load_network(path))
    write(spikes, "0,2.0\n")
    assert seen(file) is None
    file.look(is_asked=True)
    reading = file.take()
    assert reading is not None
    assert not reading.is_same


def test_its_thread_answers_a_key(file: NetworkFile) -> None:
    file.start()
    file.ask()
    while (reading := file.take()) is None:
        pass
    assert reading.is_asked


def test_names_folders_and_pipes_are_no_such_files(path: Path) -> None:
    network = load_network(path)
    os.mkfifo(path.with_name("pipe"))
    for name in ("brunel-2000-ai", str(path.parent), str(path.with_name("pipe")), "\0"):
        assert NetworkFile.of(name, network) is None
    assert NetworkFile.of(str(path), network) is not None
