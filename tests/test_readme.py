"""The README says what is so: its example runs, its commands and options are there."""

import re
from pathlib import Path

from engine import ClassicNetwork, Simulation
from screenshots.make import FOLDER, PICTURES
from snn_tui.headless.modes import MODES
from tests.snn_tui.program import run

README = (Path(__file__).parents[1] / "README.md").read_text()


def test_the_library_example_runs_and_is_short():
    example, _ = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert len(example.strip().splitlines()) <= 10
    names = {}
    exec(example, names)
    reference = Simulation(ClassicNetwork(size=100, seed=7))
    reference.advance(1000)
    assert (names["again"].step == reference.advance(500).step).all()


def test_the_example_of_dataclasses_runs(tmp_path, monkeypatch):
    from engine import Checkpoint, Simulation, network_text, parse_network

    monkeypatch.chdir(tmp_path)
    _, example = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    names = {}
    exec(example, names)
    assert names["rates"].shape == names["potentials"].shape == (500,)
    assert 5 < names["rates"].mean() < 50
    assert 0.0 < names["variation"] < 1.0
    assert 0.02 < names["together"] < 1.0
    assert (names["synapses"].delay_steps == 15).all()
    assert parse_network(network_text(names["network"]), "text") == names["network"]
    again = Simulation.restore(Checkpoint.load("moment.npz")).advance(300)
    assert (again.step == names["simulation"].advance(300).step).all()


def test_the_network_example_runs():
    from engine import Simulation, parse_network

    (example,) = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    simulation = Simulation(parse_network(example, "README"))
    assert simulation.advance(1000).step.size > 0


def test_every_network_and_model_is_named():
    from engine.gallery import names
    from engine.models.catalogue import MODELS

    for name in [*MODELS, *names()]:
        stem, _, regime = name.partition("-2000-" if "-2000-" in name else "-abbott-")
        assert f"`{name}`" in README or f"`-{regime}`" in README, name
        assert stem in README


def test_every_option_of_the_headless_modes_is_in_its_table():
    for mode in MODES:
        for option in re.findall(r"--[a-z-]+", run("--headless", mode, "--help").stdout):
            assert option in README or option in ("--headless", "--help")


def test_every_picture_is_shown():
    shown = re.findall(r"!\[[^]]+\]\(screenshots/(.*?)\.svg\)", README)
    assert sorted(shown) == sorted(picture.name for picture in PICTURES)
    assert sorted(shown) == sorted(path.stem for path in FOLDER.glob("*.svg"))
