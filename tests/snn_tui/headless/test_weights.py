"""`--headless weights`: the synapses of a projection as CSV."""

import csv

import numpy as np
import pytest

from engine import Simulation, load_network
from snn_tui.headless.weights import weight_lines
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


def test_a_network_begins_with_what_another_run_has_learned(learning, tmp_path):
    """The projection is the very same one, but for whom it connects."""
    options = ["--seed=3", "--projection=1"]
    done = run(
        *("--headless", "weights", "--network", learning, *options, "--duration=1"),
        *("--output", str(tmp_path / "learned.csv")),
    )
    assert done.returncode == 0, done.stderr
    written = (tmp_path / "learned.csv").read_text()
    second = tmp_path / "second.toml"
    second.write_text(
        LEARNING.replace(
            'target = "cell"\n', 'target = "cell"\nconnect = "list"\nfile = "learned.csv"\n'
        )
    )
    again = run("--headless", "weights", "--network", str(second), *options)
    assert (again.returncode, again.stdout) == (0, written), again.stderr
    # It goes on to learn, of other noise.
    weights = [row[2] for row in rows(written)]
    assert len(set(weights)) > 10
    third = run(
        "--headless", "weights", "--network", str(second), *options[1:], "--seed=1", "--duration=1"
    )
    assert [row[2] for row in rows(third.stdout)] != weights


@pytest.mark.parametrize(
    ("connect", "delay"),
    [
        ("all-to-all", ""),
        ("pairwise-bernoulli", "delay_ms = 1.3"),
        ("fixed-total-number", "delay_ms = { uniform = [0.1, 3.0] }"),
    ],
)
@pytest.mark.parametrize("precision", ["single", "double"])
def test_what_is_written_is_written_again(tmp_path, connect, delay, precision):
    """The largest weight is among them, which single precision rounds up."""
    keys = {"pairwise-bernoulli": "probability = 0.4", "fixed-total-number": "number = 200"}
    text = f"""
name = "n"
dt_ms = 0.1
[populations.cells]
size = 9
model = "leaky-integrate-and-fire"
[populations.inputs]
size = 20
model = "spike-source"
spikes = {{ rate_Hz = 200.0 }}
[[projections]]
source = "inputs"
target = "cells"
synapse = "voltage-jump"
weight_mV = {{ uniform = [0.0, 0.1] }}
{delay}
connect = CONNECT
[projections.plasticity]
rule = "pair-stdp"
w_max_mV = 0.1
a_plus = 0.1
a_minus = 0.1
precision = "{precision}"
[[inputs]]
kind = "constant"
target = "cells"
current_nA = 1.0
"""
    (tmp_path / "first.toml").write_text(
        text.replace("CONNECT", f'"{connect}"\n{keys.get(connect, "")}')
    )
    (tmp_path / "second.toml").write_text(text.replace("CONNECT", '"list"\nfile = "w.csv"'))
    first = Simulation(load_network(tmp_path / "first.toml"))
    first.advance(3000)
    written = "".join(weight_lines(first, 0))
    (tmp_path / "w.csv").write_text(written)
    second = Simulation(load_network(tmp_path / "second.toml"))
    assert "".join(weight_lines(second, 0)) == written
    assert second.weights(0).tobytes() == first.weights(0).tobytes()
    largest = 0.1 if precision == "double" else float(np.float32(0.1))
    assert second.weights(0).max() == largest > second.weights(0).min()
    assert len(set(second.weights(0).tolist())) > 10
