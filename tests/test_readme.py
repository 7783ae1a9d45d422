"""The README says what is so: its example runs, its commands and options are there."""

import re
from pathlib import Path

from engine import ClassicNetwork, Simulation
from screenshots.make import FOLDER, PICTURES
from tests.snn_tui.program import run

README = (Path(__file__).parents[1] / "README.md").read_text()


def test_the_library_example_runs_and_is_short():
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert len(example.strip().splitlines()) <= 10
    names = {}
    exec(example, names)
    reference = Simulation(ClassicNetwork(size=100, seed=7))
    reference.advance(1000)
    assert (names["again"].step == reference.advance(500).step).all()


def test_every_option_of_the_headless_modes_is_in_its_table():
    for mode in ("trace", "spikes", "bench"):
        for option in re.findall(r"--[a-z-]+", run("--headless", mode, "--help").stdout):
            assert option in README or option in ("--headless", "--help")


def test_every_picture_is_shown():
    shown = re.findall(r"!\[[^]]+\]\(screenshots/(.*?)\.svg\)", README)
    assert sorted(shown) == sorted(picture.name for picture in PICTURES)
    assert sorted(shown) == sorted(path.stem for path in FOLDER.glob("*.svg"))
