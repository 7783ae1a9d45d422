"""Measuring, with a machine whose speed the test knows; and the command itself."""

import json
import signal
from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from engine import NetworkTooLargeError, from_gallery, network_text, run_configuration
from snn_tui.headless import bench
from snn_tui.headless.measuring import (
    LEAST_SIZE,
    PRECISION,
    Measurement,
    largest_in_real_time,
    measure,
)
from tests.snn_tui.program import PATIENCE_S, run, start


def machine(limit):
    """A machine that keeps pace up to this size."""
    return lambda size: Measurement(size, 1, limit / size, 1.0, 1.0)


@given(st.integers(LEAST_SIZE * 2, 10**7))
def test_bisection_finds_the_limit(limit):
    found = largest_in_real_time(machine(limit))
    assert (limit - 1) / PRECISION <= found.size <= limit


def test_a_machine_that_is_too_slow():
    assert largest_in_real_time(machine(LEAST_SIZE / 2)) is None


def test_memory_is_a_limit_too():
    def measured(size):
        if size > 50_000:
            raise NetworkTooLargeError("too large")
        return Measurement(size, 1, 2.0, 1.0, 1.0)

    assert 50_000 / PRECISION <= largest_in_real_time(measured).size <= 50_000


def test_a_measurement_is_one_of_the_engine():
    told = []
    measurement = measure(run_configuration(None, size=10), lambda *progress: told.append(progress))
    assert told[-1][0] == told[-1][1]
    assert (measurement.size, measurement.threads) == (10, 1)
    assert measurement.times_real_time > 1
    expected_ns = 0.01 / measurement.times_real_time / 10 * 1e9
    assert measurement.ns_per_neuron_step == pytest.approx(expected_ns)


def test_the_command_prints_a_table_and_json(monkeypatch, capsys):
    monkeypatch.setattr(
        bench, "measure", lambda configuration, told: machine(7000)(configuration.size)
    )
    assert bench.bench(None, (10, 100), None, False) == 0
    table = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in table[:3]] == ["neurons", "10", "100"]
    assert table[-1].startswith("largest in real time: ")
    assert bench.bench(None, (10,), None, True) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["sizes"][0]["times_real_time"] == 700
    assert result["largest_in_real_time"]["size"] <= 7000


def test_a_size_that_does_not_fit():
    done = run("--headless", "bench", "--size=1000000000")
    assert done.returncode == 2
    assert "GB" in done.stderr


def test_interrupted():
    process = start("--headless", "bench", "--size=20000")
    with pytest.raises(Exception, match="timed out"):
        process.wait(1.5)
    process.send_signal(signal.SIGINT)
    assert process.wait(PATIENCE_S) == 130
    assert process.communicate() == (b"", b"")


def test_every_network_that_comes_in_other_sizes_is_searched(monkeypatch, capsys):
    monkeypatch.setattr(
        bench, "measure", lambda configuration, told: machine(7000)(configuration.size)
    )
    assert bench.bench(from_gallery("izhikevich-2003"), (), None, True) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["network"] == "izhikevich-2003"
    assert [row["size"] for row in result["sizes"]] == [10, 100, 1000, 10_000]
    assert 7000 / PRECISION <= result["largest_in_real_time"]["size"] <= 7000


def test_a_network_is_measured_in_the_size_of_its_description_too(monkeypatch, capsys):
    sizes = []

    def measured(configuration, told):
        told(1, 3)
        sizes.append(configuration.size)
        return machine(7000)(configuration.size)

    monkeypatch.setattr(bench, "measure", measured)
    assert bench.bench(from_gallery("potjans-diesmann-2014"), (), None, False) == 0
    assert sizes[:5] == [10, 100, 1000, 10_000, 77_169]
    table = capsys.readouterr().out.splitlines()
    assert table[5].split()[0] == "77169"


def test_a_network_of_fixed_size_is_measured_as_it_is(tmp_path):
    file = tmp_path / "mine.toml"
    network = from_gallery("izhikevich-2003").resized(100)
    file.write_text(network_text(replace(network, resizing=None)))
    done = run("--headless", "bench", f"--network={file}")
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["neurons", "100"]
