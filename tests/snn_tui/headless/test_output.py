"""What the headless modes print."""

from pathlib import Path

import pytest

from engine import ClassicNetwork, Simulation
from snn_tui.headless.text import spike_lines
from tests.snn_tui.program import run

GOLDEN = Path(__file__).parents[2] / "golden" / "readme_trace.csv"


def test_the_classic_trace_byte_for_byte():
    """Started from the first golden row, the steps print the other eight, a step earlier."""
    rows = [line.split(", ", 1) for line in GOLDEN.read_text().splitlines()]
    x, y, z, _ = rows[0][1].split(", ")
    done = run("--headless", "trace", f"--initial={x},{y},{z}", "--duration=0.08")
    assert done.returncode == 0
    assert done.stderr == ""
    expected = [f"{int(time_ms) - 10}, {values}" for time_ms, values in rows[1:]]
    assert done.stdout.splitlines() == expected


def test_a_trace_is_1000_lines_with_times_in_steps_of_10_ms():
    lines = run("--headless", "trace", "--seed=3").stdout.splitlines()
    assert [line.split(", ")[0] for line in lines] == [str(10 * k) for k in range(1000)]
    assert all(line.endswith(", 5") for line in lines)


@pytest.mark.parametrize("form", [["--size=12", "--seed=4"], ["--size", "12", "--seed", "4"]])
def test_spikes_are_those_of_the_library(form):
    done = run("--headless", "spikes", *form, "--duration=30")
    expected = Simulation(ClassicNetwork(size=12, seed=4)).advance(3000)
    assert done.stdout == spike_lines(expected, 10)
    assert done.stderr == ""


def test_threads_are_no_part_of_the_result():
    arguments = ("--headless", "spikes", "--size=3000", "--seed=4", "--duration=3")
    one, two = (run(*arguments, f"--threads={threads}").stdout for threads in (1, 2))
    assert one == two
    assert len(one) > 10_000


def test_a_fresh_seed_is_named_so_that_the_run_can_be_repeated():
    first = run("--headless", "spikes", "--duration=5")
    assert first.stderr.startswith("seed ")
    option = first.stderr.split("with ")[1].rstrip(")\n")
    assert run("--headless", "spikes", "--duration=5", option).stdout == first.stdout
    assert run("--headless", "spikes", "--duration=5").stderr != first.stderr


def test_the_mode_may_be_joined_by_an_equals_sign():
    assert run("--headless=trace", "--duration=0.03", "--seed=1").stdout.count("\n") == 3


def test_coupling_matters_above_ten_neurons():
    arguments = ("--headless", "spikes", "--size=40", "--seed=2", "--duration=5")
    assert run(*arguments).stdout != run(*arguments, "--coupling=raw").stdout


def test_real_time_takes_its_time_and_changes_nothing():
    arguments = ("--headless", "trace", "--duration=0.3", "--seed=1")
    assert run(*arguments, "--real-time").stdout == run(*arguments).stdout
