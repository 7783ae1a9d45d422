"""Pictures of recordings."""

import click
import pytest

from engine import Simulation, from_gallery
from snn_tui.headless.plot.sources.recorded import RecordedSpikes, RecordedTrace
from snn_tui.headless.plot.sources.window import Window
from tests.snn_tui.program import run

NETWORK = from_gallery("two-cells")


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """A second of two cells, the second one sampled at every fifth step."""
    path = tmp_path_factory.mktemp("recorded") / "cells.h5"
    options = ("--duration=1", f"--record={path}", "--record-neurons=1", "--record-every=5")
    done = run("--headless", "spikes", "--network=two-cells", f"--seed={NETWORK.seed}", *options)
    assert done.returncode == 0, done.stderr
    return path


def test_the_spikes_are_those_of_the_run(file):
    expected = Simulation(NETWORK).advance(10_000)
    data = RecordedSpikes(file).spikes(Window())
    assert data.spikes.time_ms.tolist() == expected.time_ms.tolist()
    assert data.spikes.neuron.tolist() == expected.neuron.tolist()
    assert (data.title, data.size, data.to_ms) == (NETWORK.title, 2, 1000.0)
    within = (expected.time_ms >= 200.0) & (expected.time_ms < 300.0)
    part = RecordedSpikes(file).spikes(Window(200.0, 300.0))
    assert part.spikes.time_ms.tolist() == expected.time_ms[within].tolist()
    assert (part.from_ms, part.to_ms) == (200.0, 300.0)


def test_the_trace_is_that_of_the_run(file):
    _, trace = Simulation(NETWORK).advance_traced(10_000, 1)
    data = RecordedTrace(file, None).trace(Window(from_ms=100.0))
    assert [column.name for column in data.columns] == ["v", "I"]
    assert data.time_ms[:3].tolist() == [100.0, 100.5, 101.0]
    assert data.values.tolist() == trace[1000::5].tolist()


@pytest.mark.parametrize(
    ("load", "told"),
    [
        (lambda file: RecordedTrace(file, 0).trace(Window()), "'--neuron': 0 was not recorded"),
        (lambda file: RecordedSpikes(file).spikes(Window(1000.0)), "it goes from 0 to 1000 ms"),
        (lambda file: RecordedSpikes(file.parent / "no").spikes(Window()), "no"),
    ],
)
def test_what_is_not_there_is_told(file, load, told):
    with pytest.raises(click.ClickException, match=told):
        load(file)


def test_it_is_drawn_by_its_name_and_nothing_is_run(file):
    done = run("--headless", "plot", "raster", f"--from={file}")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{NETWORK.title}\n")
    refused = run("--headless", "plot", "raster", f"--from={file}", "--size=3")
    assert refused.returncode == 2
    assert "--from and --size exclude each other" in refused.stderr
