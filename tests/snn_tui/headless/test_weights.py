"""`--headless weights`: the synapses of a projection as CSV."""

import csv

import pytest

from engine import Simulation, load_network
from tests.snn_tui.program import run

LEARNING = """
name = "learning"
dt_ms = 0.1

[populations.inputs]
size = 20
model = "leaky-integrate-and-fire"

[populations.cell]
size = 2
model = "leaky-integrate-and-fire"

[[projections]]
source = "cell"
target = "inputs"
synapse = "voltage-jump"
weight_mV = 0.0

[[projections]]
source = "inputs"
target = "cell"
synapse = "voltage-jump"
weight_mV = { uniform = [0.0, 2.0] }
delay_ms = { uniform = [0.5, 3.0] }

[projections.plasticity]
rule = "pair-stdp"
w_max_mV = 2.0
a_plus = 0.05

[[inputs]]
kind = "poisson"
target = "inputs"
rate_Hz = 1000.0
synapse = "voltage-jump"
weight_mV = 4.0
"""


@pytest.fixture
def learning(tmp_path):
    path = tmp_path / "learning.toml"
    path.write_text(LEARNING)
    return str(path)


def rows(text):
    header, *lines = csv.reader(text.splitlines())
    assert header == ["source", "target", "weight_mV", "delay_ms"]
    return [tuple(map(float, line)) for line in lines]


@pytest.mark.parametrize("duration_s", [0, 1])
def test_they_are_those_of_the_library(learning, duration_s):
    options = [f"--duration={duration_s}"] if duration_s else []
    done = run("--headless", "weights", "--network", learning, "--seed=0", *options)
    assert done.returncode == 0, done.stderr
    simulation = Simulation(load_network(learning))
    simulation.advance(duration_s * 10_000)
    pre, post, weight, delay_steps = simulation.connections(1)
    expected = zip(pre, post, weight, delay_steps * 0.1, strict=True)
    assert rows(done.stdout) == [pytest.approx(row) for row in expected]
    assert [row[2] for row in rows(done.stdout)] == weight.tolist()


def test_a_projection_is_chosen_by_its_number(learning):
    done = run("--headless", "weights", "--network", learning, "--seed=0", "--projection=0")
    assert {row[2] for row in rows(done.stdout)} == {0.0}


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--projection=2"], "2 is not from 0 to 1"),
        (["--projection=-1"], "--projection"),
        (["--duration=0"], "--duration"),
    ],
)
def test_what_there_is_not_is_told_in_a_line(learning, options, told):
    done = run("--headless", "weights", "--network", learning, *options)
    assert done.returncode == 2
    assert done.stdout == ""
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1
