"""What `--output` writes, and what it leaves alone."""

import os
import resource
import signal
import subprocess
import time
from dataclasses import replace
from pathlib import Path

import click
import numpy as np
import pytest

from engine import CurrentPulses, DivergenceError, from_gallery, network_text
from engine.recording.spikes import spikes_at
from snn_tui.headless.files import BusyError, claim, put_in_place
from snn_tui.headless.spikes import write_spikes
from snn_tui.headless.writing import Request
from snn_tui.streams import tell_at_once
from tests.snn_tui.program import COMMAND, PATIENCE_S, obey_permissions, run, start, started_anew

BOUNDED = ("--headless", "trace", "--seed=1", "--duration=0.05")
LONG = ("--headless", "trace", "--seed=1", "--duration=1000000")


def until_something_is_written(process, folder):
    """Wait for it."""
    while not any(file.stat().st_size for file in folder.iterdir()):
        assert process.poll() is None


def until_it_waits_in_open(process):
    """Wait for it, where the system tells what a process waits for."""
    deadline = time.monotonic() + 10
    channel = Path(f"/proc/{process.pid}/wchan")
    while time.monotonic() < deadline and "partner" not in channel.read_text():
        assert process.poll() is None


def test_a_claim_is_exclusive_and_passes_over_what_others_left(tmp_path):
    path = tmp_path / "out.csv"
    (tmp_path / "out.csv.partial").write_text("of a run that was killed")
    partial, descriptor = claim(path, 0o666)
    assert partial.name == "out.csv.2.partial"
    with pytest.raises(BusyError):
        claim(path, 0o666)
    os.close(descriptor)
    again, descriptor = claim(path, 0o666)
    assert again == partial
    os.close(descriptor)


@pytest.mark.parametrize("stranger", ["link", "folder", "fifo"])
def test_a_claim_follows_no_link_and_opens_nothing_but_files(tmp_path, stranger):
    beside = tmp_path / "out.csv.partial"
    if stranger == "link":
        beside.symlink_to(tmp_path / "elsewhere")
    elif stranger == "folder":
        beside.mkdir()
    else:
        os.mkfifo(beside)
    partial, descriptor = claim(tmp_path / "out.csv", 0o666)
    os.close(descriptor)
    assert partial.name == "out.csv.2.partial"
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("length", [240, 251, 255])
def test_a_name_as_long_as_names_may_be(tmp_path, length):
    path = tmp_path / ("n" * length)
    partial, descriptor = claim(path, 0o666)
    os.close(descriptor)
    other, descriptor = claim(tmp_path / ("n" * (length - 1) + "m"), 0o666)
    os.close(descriptor)
    assert partial != other
    put_in_place(partial, path)
    assert path.exists()


@pytest.mark.parametrize("has_links", [True, False])
def test_nothing_is_put_in_place_of_another(tmp_path, monkeypatch, has_links):
    if not has_links:

        def refuse(*_):
            raise PermissionError(1, "Operation not permitted")

        monkeypatch.setattr(os, "link", refuse)
    partial, path = tmp_path / "new", tmp_path / "out.csv"
    partial.write_text("new")
    path.write_text("precious")
    with pytest.raises(FileExistsError):
        put_in_place(partial, path)
    assert (path.read_text(), partial.read_text()) == ("precious", "new")
    path.unlink()
    put_in_place(partial, path)
    assert os.listdir(tmp_path) == ["out.csv"]
    assert path.read_text() == "new"


def test_a_second_run_to_the_same_file_is_refused_at_the_start(tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    path = folder / "out.csv"
    (tmp_path / "link.csv").symlink_to(path)
    first = start(*LONG, "-o", str(path))
    until_something_is_written(first, folder)
    second = run(*LONG, "-o", str(tmp_path / "link.csv"))
    assert second.returncode == 1
    assert "another run is writing" in second.stderr
    assert second.stderr.count("\n") == 1
    first.send_signal(signal.SIGTERM)
    first.communicate(timeout=PATIENCE_S)
    assert os.listdir(folder) == ["out.csv.partial"]


def test_a_file_that_appears_during_the_run_is_left_alone(tmp_path):
    path = tmp_path / "out.csv"
    process = start("--headless", "spikes", "--seed=1", "-o", str(path))
    until_something_is_written(process, tmp_path)
    path.write_text("precious")
    process.send_signal(signal.SIGINT)
    _, talk = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 1
    assert b"exists; use --force" in talk
    assert b"out.csv.partial" in talk
    assert path.read_text() == "precious"
    assert (tmp_path / "out.csv.partial").read_text().endswith("spiking\n")


def test_links_are_written_through(tmp_path):
    real, link, dangling = (tmp_path / name for name in ("real.csv", "link.csv", "dangling.csv"))
    real.write_text("precious")
    real.chmod(0o600)
    link.symlink_to("real.csv")
    dangling.symlink_to("new.csv")
    assert run(*BOUNDED, "-o", str(link)).returncode == 1
    assert real.read_text() == "precious"
    assert run(*BOUNDED, "-o", str(link), "--force").returncode == 0
    assert run(*BOUNDED, "-o", str(dangling)).returncode == 0
    assert link.is_symlink()
    assert dangling.is_symlink()
    assert real.read_text() == (tmp_path / "new.csv").read_text()
    assert real.stat().st_mode & 0o777 == 0o600
    assert len(os.listdir(tmp_path)) == 4


@pytest.mark.parametrize("name", ["n" * 300, "/".join(["d" * 100] * 50), "file/out.csv"])
def test_a_path_that_cannot_be_is_one_line(tmp_path, name):
    (tmp_path / "file").write_text("")
    done = run(*BOUNDED, "-o", str(tmp_path / name))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "cannot write" in done.stderr


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("/proc/out.csv", 1, "cannot write /proc/out.csv: no file can be made in /proc"),
        ("nowhere/out.csv", 1, "no such folder: "),
        ("out.csv/", 2, "out.csv/ is a folder's name; name a file in it."),
        (".", 2, ". is a folder's name; name a file in it."),
        ("", 2, "an empty name is not a file's."),
    ],
)
def test_it_is_told_what_is_wrong_with_a_name(tmp_path, name, code, words):
    done = run(*BOUNDED, "-o", name, cwd=tmp_path)
    assert done.returncode == code
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert os.listdir(tmp_path) == []


def test_a_folder_without_permission_is_one_line(tmp_path):
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o555)
    done = started_anew(*BOUNDED, "-o", str(locked / "out.csv"), preexec_fn=obey_permissions)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "Permission denied" in done.stderr


def test_the_folder_goes_away_during_the_run(tmp_path):
    folder = tmp_path / "brief"
    folder.mkdir()
    process = start("--headless", "spikes", "--seed=1", "-o", str(folder / "out.csv"))
    until_something_is_written(process, folder)
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    process.send_signal(signal.SIGINT)
    _, talk = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 1
    assert talk.count(b"\n") == 1
    assert b"gone with its folder" in talk


@pytest.mark.parametrize("option", [["-o", "out.csv"], []])
def test_a_limit_of_file_size_leaves_whole_lines_and_is_told(tmp_path, option):
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))

    # What is compiled beneath such a limit could not be kept, which would be told as well.
    assert run(*BOUNDED, "--duration=0.01").returncode == 0
    with (tmp_path / "stdout").open("wb") as stdout:
        done = subprocess.run(
            [*COMMAND, *BOUNDED, "--duration=1", *option],
            stdout=stdout,
            stderr=subprocess.PIPE,
            cwd=tmp_path,
            preexec_fn=limit,
            timeout=PATIENCE_S,
            check=False,
        )
    assert done.returncode == 1
    assert b"File too large" in done.stderr
    assert done.stderr.count(b"\n") == 1
    written = tmp_path / ("out.csv.partial" if option else "stdout")
    assert written.read_text().endswith(", 5\n")
    if option:
        assert str(written).encode() in done.stderr


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_fifo_without_a_reader_hears_signals(tmp_path, number, code):
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    process = start(*BOUNDED, "-o", str(fifo))
    until_it_waits_in_open(process)
    process.send_signal(number)
    assert process.communicate(timeout=PATIENCE_S) == (b"", b"")
    assert process.returncode == code


def test_the_trace_before_a_divergence_is_written_then_the_error(tmp_path):
    blow = CurrentPulses(target="neurons", amplitude=1e25, times_ms=[1790.0], duration_ms=10.0)
    network = replace(from_gallery("classic").resized(1), inputs=[blow])
    file = tmp_path / "blown.toml"
    file.write_text(network_text(network))
    done = run("--headless", "trace", f"--network={file}", "--seed=1")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "left every bound at t=1790 ms" in done.stderr
    assert [line.split(",")[0] for line in done.stdout.splitlines()] == [
        str(10 * step) for step in range(179)
    ]


class Diverging:
    """A simulation, and its configuration, that is lost in its second call."""

    name, size, dt_ms, seed = "lost", 500_000, 10.0, 1
    spikes = spikes_at(np.array([0, 1]), np.array([7, 8]))

    current = 0.0

    def build(self, told, processes):
        return self

    def advance(self, steps):
        if self.spikes is not Diverging.spikes:
            raise DivergenceError("neuron 3 is lost", Diverging.spikes, np.empty((0, 4)))
        self.spikes = spikes_at(np.array([0]), np.array([6]))
        return self.spikes


def test_the_spikes_before_a_divergence_are_written_then_the_error(tmp_path):
    path = tmp_path / "spikes.txt"
    with pytest.raises(click.ClickException) as caught:
        write_spikes(Diverging(), Request(None, False, path, False, 1, False))
    partial = tmp_path / "spikes.txt.partial"
    assert caught.value.message == f"neuron 3 is lost; what was written so far is in {partial}"
    assert [line.split()[2] for line in partial.read_text().splitlines()] == ["6", "7", "8"]


HOSTILE = "a\x1b]0;PWN\x07\x9b2J\nb\udcff"
WRITTEN_OUT = b"a\\x1b]0;PWN\\x07\\x9b2J\\nb\\udcff"


def test_the_last_words_of_a_run_that_several_signals_end_are_fit_for_a_terminal(tmp_path):
    process = start("--headless", "spikes", "--size=2000", "--seed=1", "-o", HOSTILE, cwd=tmp_path)
    until_something_is_written(process, tmp_path)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        process.send_signal(number)
    _, talk = process.communicate(timeout=PATIENCE_S)
    assert process.returncode >= 128
    # Nothing is left to tell of if the first was the only one before the end.
    if any(name.endswith(".partial") for name in os.listdir(tmp_path)):
        assert WRITTEN_OUT + b".partial" in talk
        assert talk.count(b"\n") == 1
        assert talk[:-1].decode().isprintable()


@pytest.mark.parametrize("where", [HOSTILE, f"{HOSTILE}/out.csv"])
def test_whatever_is_said_of_a_hostile_name_is_fit_for_a_terminal(tmp_path, where):
    (tmp_path / HOSTILE).symlink_to("/proc/1/nowhere")
    done = run(*BOUNDED, "-o", where, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr[:-1].isprintable()


def test_last_words_are_one_line_that_no_terminal_obeys(capfd):
    tell_at_once(f"what was written so far is in {HOSTILE}")
    written = "what was written so far is in a\\x1b]0;PWN\\x07\\x9b2J b\\udcff\n"
    assert capfd.readouterr().err == written
