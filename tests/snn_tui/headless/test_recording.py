"""`--record` and `--headless rerun`, as the program that a user starts."""

import sys

import numpy as np
import pytest

from engine.recordings.recording import Recording
from tests.snn_tui.program import run, started_anew

SPIKES = ["--headless", "spikes", "--seed=3"]


def test_recorded_run_again_and_gone_on_with(tmp_path) -> None:
    path = tmp_path / "run.h5"
    record = [f"--record={path}", "--record-neurons=2,5-6", "--record-variables=y"]
    recorded = run(*SPIKES, "--duration=20", *record)
    count = len(recorded.stdout.splitlines())
    expected, kept = recorded.stderr.splitlines()
    assert expected == (f"recording into {path}: 12 bytes a spike and 2.4 kB a simulated second")
    assert kept.startswith(f"{count} spikes up to t=20000 ms: {path} (")
    with Recording(path) as recording:
        assert [each.neurons for each in recording.sampled.values()] == [(2, 5, 6)]
        assert len(recording.samples("y", 6)[1]) == 2000
        assert [hand.value for hand in recording.hands] == [5.0]

    again = run("--headless", "rerun", path)
    assert again.stdout == recorded.stdout
    assert again.stderr == f"{count} spikes, the same as recorded\n"

    further = run("--headless", "rerun", path, "--extend=30")
    longer = run(*SPIKES, "--duration=30")
    assert further.stdout == longer.stdout
    assert further.returncode == 0
    with Recording(path) as recording:
        assert recording.end_step == 3000
        assert recording.spike_count == len(longer.stdout.splitlines())
        assert np.array_equal(recording.samples("y", 6)[0], np.arange(3000))


@pytest.mark.skipif(sys.platform == "win32", reason="files have no limits there")
def test_what_cannot_be_appended_is_a_failure(tmp_path) -> None:
    path = tmp_path / "run.h5"
    assert run(*SPIKES, "--duration=2", f"--record={path}").returncode == 0
    limit = path.stat().st_size

    def no_longer() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    further = started_anew("--headless", "rerun", path, "--extend=500", preexec_fn=no_longer)
    assert "recording ended; " in further.stderr
    assert " up to t=2000 ms: " in further.stderr
    assert further.returncode == 1


def test_a_trace_is_recorded_with_its_neuron(tmp_path) -> None:
    path = tmp_path / "run.h5"
    traced = run("--headless", "trace", "--seed=3", "--duration=1", f"--record={path}")
    assert traced.returncode == 0
    values = np.array([line.split(", ") for line in traced.stdout.splitlines()], float)
    with Recording(path) as recording:
        for column, name in enumerate("xyz", start=1):
            assert np.array_equal(recording.samples(name, 0)[1], values[:, column])


def test_what_cannot_be_is_one_line(tmp_path) -> None:
    there = tmp_path / "run.h5"
    there.write_text("mine")
    for options, code, words in [
        ([f"--record={there}", "--duration=1"], 1, f"snn-tui: {there} exists\n"),
        (["--record-every=2"], 2, "--record-... options need --record FILE."),
        ([f"--record={tmp_path}/a.h5", "--record-neurons=5-"], 2, "is not a list of neurons"),
        ([f"--record={tmp_path}/a.h5", "--record-neurons=10"], 2, "neuron must be from 0 to 9"),
        ([f"--record={tmp_path}/no/a.h5"], 1, "No such file or directory"),
    ]:
        refused = run(*SPIKES, *options)
        assert (refused.returncode, refused.stdout) == (code, "")
        assert words in refused.stderr
        assert "Traceback" not in refused.stderr
    assert there.read_text() == "mine"
    refused = run("--headless", "rerun", there)
    assert (refused.returncode, refused.stderr) == (1, f"snn-tui: {there} is not a recording\n")
    assert [path.name for path in tmp_path.iterdir()] == ["run.h5"]


def test_output_replaces_nothing_that_the_command_reads(tmp_path) -> None:
    path = tmp_path / "run.h5"
    assert run(*SPIKES, "--duration=1", f"--record={path}").returncode == 0
    before = path.read_bytes()
    named = tmp_path / "named.toml"
    named.write_text(run("--headless", "networks", "classic").stdout)
    (tmp_path / "link.h5").symlink_to(path)
    for words in (
        ["rerun", path, f"--output={path}"],
        ["rerun", path, f"--output={tmp_path / 'link.h5'}"],
        ["spikes", "--duration=1", f"--record={tmp_path / 'a'}", f"--output={tmp_path / 'a'}"],
        ["spikes", "--duration=1", f"--network={named}", f"--output={named}"],
    ):
        refused = run("--headless", *words, "--force")
        assert refused.returncode == 2
        assert refused.stderr.rstrip().endswith(" itself.")
    assert path.read_bytes() == before
    assert named.read_text().startswith("name")
