"""How a run ends: pipes that close, signals, full disks, files that are there."""

import os
import pty
import re
import signal
import subprocess
import termios

import pytest

from tests.snn_tui.program import COMMAND, PATIENCE_S, environment, run, start, started_anew

ENDLESS = ("--headless", "spikes", "--size=5", "--seed=1")
BOUNDED = ("--headless", "trace", "--seed=1", "--duration=0.5")


def test_a_pipe_that_closes_ends_it_quietly():
    line = " ".join([*COMMAND, *ENDLESS, "|", "head", "-5"])
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line],
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert done.stdout.count("\n") == 5
    assert done.stderr == ""
    assert done.returncode == 0


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_signals_end_at_a_whole_line(number, code):
    process = start(*ENDLESS)
    begun = [process.stdout.readline() for _ in range(50)]
    process.send_signal(number)
    rest, talk = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == code
    assert talk == b""
    lines = (b"".join(begun) + rest).decode().splitlines(keepends=True)
    assert all(line.startswith("t=") and line.endswith("spiking\n") for line in lines)


def test_a_signal_ends_it_though_nobody_reads():
    process = start(*ENDLESS)
    process.stdout.readline()
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE_S) == 143
    process.communicate()


def test_a_full_disk():
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*COMMAND, *BOUNDED], stdout=full, stderr=subprocess.PIPE, timeout=60, check=False
        )
    assert done.returncode == 1
    assert done.stderr == b"snn-tui: cannot write the output: No space left on device\n"


def test_output_to_a_file_is_what_stdout_would_get(tmp_path):
    path = tmp_path / "trace.csv"
    done = run(*BOUNDED, "--output", str(path))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert path.read_text() == run(*BOUNDED).stdout
    assert os.listdir(tmp_path) == ["trace.csv"]
    assert path.stat().st_mode & 0o400


def test_an_existing_file_is_refused_without_force(tmp_path):
    path = tmp_path / "trace.csv"
    path.write_text("precious")
    done = run(*BOUNDED, "-o", str(path))
    assert done.returncode == 1
    assert "exists; use --force to replace it" in done.stderr
    assert path.read_text() == "precious"
    assert run(*BOUNDED, "-o", str(path), "--force").returncode == 0
    assert path.read_text().startswith("0, ")


@pytest.mark.parametrize("where", ["missing/trace.csv", "."])
def test_a_path_that_cannot_be_written(tmp_path, where):
    done = run(*BOUNDED, "-o", str(tmp_path / where))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert os.listdir(tmp_path) == []


def test_devices_are_written_as_they_are():
    assert run(*BOUNDED, "-o", "/dev/null").returncode == 0
    assert run(*BOUNDED, "-o", "/dev/full").returncode == 1
    assert run(*BOUNDED, "-o", "-").stdout.count("\n") == 50


def test_an_interrupted_run_leaves_no_half_file_under_the_name(tmp_path):
    path = tmp_path / "trace.csv"
    arguments = ("--headless", "trace", "--seed=1", "--duration=1000000")
    process = start(*arguments, "-o", str(path))
    while not any(file.stat().st_size for file in tmp_path.iterdir()):
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    _, talk = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 130
    (kept,) = tmp_path.iterdir()
    assert kept.name.endswith(".partial")
    assert str(kept) in talk.decode()
    assert kept.read_text().endswith("\n")


def test_an_endless_run_that_is_stopped_has_its_file(tmp_path):
    path = tmp_path / "spikes.txt"
    process = start(*ENDLESS, "-o", str(path))
    while not any(file.stat().st_size for file in tmp_path.iterdir()):
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 130
    assert os.listdir(tmp_path) == ["spikes.txt"]
    assert path.read_text().endswith("spiking\n")


def test_a_divergence_is_one_line():
    done = run("--headless", "trace", "--initial=1e6,0,0")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert re.search("neuron 0 .*left every bound at t=0 ms", done.stderr)


def test_no_cache_folder_can_be_written(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    nowhere = str(blocked / "cache")
    env = environment(XDG_CACHE_HOME=nowhere, HOME=nowhere, PYTHONDONTWRITEBYTECODE="1")
    env.pop("NUMBA_CACHE_DIR", None)
    done = started_anew(*BOUNDED, env=env)
    assert done.returncode == 0
    assert re.fullmatch(
        "snn-tui: kernel cache: .*; kernels are compiled at every start\n", done.stderr
    )
    assert done.stdout.count("\n") == 50


def test_on_a_terminal_there_is_a_bar_for_a_bounded_run_into_a_file(tmp_path):
    leader, follower = pty.openpty()
    termios.tcsetwinsize(follower, (24, 80))
    path = tmp_path / "trace.csv"
    process = subprocess.Popen(
        [*COMMAND, "--headless", "trace", "--seed=1", "--duration=3000", "-o", str(path)],
        stdout=subprocess.DEVNULL,
        stderr=follower,
    )
    os.close(follower)
    talk = b""
    try:
        while piece := os.read(leader, 4096):
            talk += piece
    except OSError:  # the other side is closed
        pass
    os.close(leader)
    assert process.wait(PATIENCE_S) == 0
    assert b"%|" in talk.replace(b" ", b"")
    assert path.read_text().count("\n") == 300_000
