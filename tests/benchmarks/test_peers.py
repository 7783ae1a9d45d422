"""The comparison's own arithmetic and text; no other simulator is needed."""

import argparse
import json
import sys
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest

from tests.benchmarks.peers import __main__ as command, runner
from tests.benchmarks.peers.firing import Firing, agreement_ms, firing, firing_of_each
from tests.benchmarks.peers.networks import CLASSIC, INSTALL, NETWORKS, Script
from tests.benchmarks.peers.protocol import Answer, Task, command_line, parse, repeated, task
from tests.benchmarks.peers.runner import Measurement
from tests.benchmarks.peers.table import populations_table, table, times_real_time

ASKED = Task(
    case="100",
    seconds=2.5,
    settle_s=0.5,
    repeats=3,
    threads=2,
    precision="float32",
    inputs=None,
    folder=Path("somewhere"),
    started_s=12.25,
)
ANSWER = Answer(
    version="1.0",
    neurons=100,
    seconds_build=1.5,
    seconds_run=0.01,
    simulated_seconds=20.0,
    firing=Firing(spikes=12345, rate_Hz=6.17, isi_mean_ms=160.0, isi_cv=None),
    agrees_until_ms=2910.0,
    lost=1,
)
ROW = Measurement(Script("Some simulator", "classic.ours"), "100", ANSWER, 138.4)


def test_rate_and_intervals_of_two_neurons():
    time_ms = [30.0, 10.0, 20.0, 60.0, 5.0, 105.0]
    found = firing(time_ms, [1, 1, 1, 1, 0, 0], neurons=3, from_s=0.0, to_s=0.5)
    assert found.spikes == 6
    assert found.rate_Hz == pytest.approx(6 / 3 / 0.5)
    assert found.isi_mean_ms == pytest.approx((10 + 10 + 30 + 100) / 4)
    assert found.isi_cv == pytest.approx(np.std([10, 10, 30]) / np.mean([10, 10, 30]))


def test_spikes_while_it_settles_do_not_count():
    found = firing([99.0, 100.0, 150.0], [0, 0, 0], neurons=1, from_s=0.1, to_s=0.3)
    assert (found.spikes, found.rate_Hz, found.isi_mean_ms) == (2, pytest.approx(10.0), 50.0)


def test_silence_has_no_intervals():
    assert firing([], [], neurons=5, from_s=0.0, to_s=1.0) == Firing(0, 0.0, None, None)


@pytest.mark.parametrize(
    ("time_ms", "neuron", "expected"),
    [
        ([30.0, 10.0, 20.0], [0, 2, 1], 100.0),
        ([10.0, 20.0, 40.0], [2, 1, 0], 30.0),
        ([10.0, 20.0], [2, 0], 20.0),
        ([9.9999999, 20.0, 30.0000001], [2, 1, 0], 100.0),
    ],
)
def test_agreement_ends_with_the_first_spike_that_only_one_has(tmp_path, time_ms, neuron, expected):
    np.savez(tmp_path / "ours.npz", spike_ms=[10, 20, 30], spike_neuron=[2, 1, 0])
    assert agreement_ms(tmp_path / "ours.npz", time_ms, neuron, 100.0) == expected


def test_a_task_survives_the_command_line(monkeypatch):
    for asked in (ASKED, replace(ASKED, inputs=Path("inputs.npz"))):
        monkeypatch.setattr(sys, "argv", ["script", *command_line(asked)])
        assert task() == asked


def test_the_answer_is_the_last_line_whatever_a_simulator_prints_before():
    assert parse(f"-- N E S T --\n{{}}\n{json.dumps(asdict(ANSWER))}\n") == ANSWER


def test_runs_that_are_slow_are_not_repeated():
    assert repeated(lambda: 0.1, 3) == [0.1] * 3
    assert repeated(lambda: 15.0, 3) == [15.0] * 2


def test_the_table_is_aligned_and_names_every_figure():
    head, *rows = table([ROW, replace(ROW, case="10")]).splitlines()
    assert len({len(line) for line in (head, *rows)}) == 1
    figures = "Some simulator 1 2,000 1.50 13.2 138 12,345 6.17 160.0 - 2.91 1"
    assert rows[0].split() == ["100", *figures.split()]


def test_a_network_without_common_inputs_is_not_compared_spike_by_spike():
    row = replace(ROW, answer=replace(ANSWER, agrees_until_ms=None))
    assert "agrees" in table([ROW])
    assert "agrees" not in table([row])


@pytest.mark.parametrize(("wall_s", "text"), [(0.001, "20,000"), (3.0, "6.67"), (80.0, "0.25")])
def test_times_real_time(wall_s, text):
    assert times_real_time(20.0, wall_s) == text


def test_what_is_missing_is_listed_once_with_what_installs_it():
    missing = [script for script in CLASSIC.scripts if script.package == "brainpy"]
    listed = [
        line for line in command.notes([CLASSIC], missing, []).splitlines() if "not found" in line
    ]
    assert len(listed) == 1
    assert INSTALL["brainpy"] in listed[0]
    assert all(script.label in listed[0] for script in missing)


def test_the_versions_measured_are_named():
    assert "Versions: Some simulator 1.0." in command.notes([CLASSIC], [], [ROW, ROW])


@pytest.mark.parametrize("text", ["brian3=/bin/sh", "brian2", "brian2=/there/is/none"])
def test_a_wrong_peer_python_is_refused(text):
    with pytest.raises(argparse.ArgumentTypeError):
        command.peer_python(text)


@pytest.mark.parametrize("network", NETWORKS.values(), ids=lambda network: network.name)
def test_every_script_is_there_and_its_package_can_be_installed(network):
    folder = Path(runner.__file__).parent
    for script in network.scripts:
        assert (folder / f"{script.module.replace('.', '/')}.py").is_file()
        assert script.package is None or script.package in INSTALL


def test_a_script_that_fails_says_why():
    script = Script("none", "classic.none_such")
    with pytest.raises(runner.ScriptError, match="none_such"):
        runner.measure(CLASSIC, script, "10", sys.executable, None, 1)


def test_every_network_has_a_line_for_how_long_its_runs_are() -> None:
    told = command.notes(list(NETWORKS.values()), [], [])
    for network in NETWORKS:
        assert told.count(f"A run of {network} lasts") == 1


def test_populations_are_told_apart_where_there_are_any():
    spike_ms, neuron = [10.0, 10.5, 48.0, 49.0, 30.0, 70.0], [0, 1, 0, 1, 2, 2]
    found = firing_of_each(spike_ms, neuron, {"two": 2, "one": 1}, 0.0, 0.1)
    assert [each.spikes for each in found.values()] == [4, 2]
    assert found["two"].rate_Hz == pytest.approx(20.0)
    assert found["two"].synchrony == pytest.approx(1.0)
    row = replace(ROW, answer=replace(ANSWER, populations=found))
    assert parse(json.dumps(asdict(row.answer))) == row.answer
    lines = [line.split() for line in populations_table([row]).split("\n")]
    assert lines[2] == ["100", "Some", "simulator", "1", "two", "20.000", "-", "1.000"]
    assert populations_table([ROW]) == ""
