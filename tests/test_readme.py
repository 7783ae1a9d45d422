"""The README says what is so, and the pages that go on from it: examples run, options are there."""

import re
from pathlib import Path
from types import FunctionType

from engine import ClassicNetwork, Simulation
from screenshots import in_browser
from screenshots.live import LIVE
from screenshots.make import FOLDER, PICTURES
from snn_tui.headless.modes import MODES
from snn_tui.headless.plot import pictures
from tests.snn_tui.program import run

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
LIBRARY, COMMAND_LINE, DASHBOARD = (
    (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    for page in ("library", "command-line", "dashboard")
)


def test_the_library_example_runs_and_is_short():
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert len(example.strip().splitlines()) <= 10
    names = {}
    exec(example, names)
    reference = Simulation(ClassicNetwork(size=100, seed=7))
    reference.advance(1000)
    assert (names["again"].step == reference.advance(500).step).all()


def test_the_example_of_dataclasses_runs(tmp_path, monkeypatch):
    from engine import Checkpoint, Simulation, network_text, parse_network

    monkeypatch.chdir(tmp_path)
    _, example = re.findall(r"```python\n(.*?)```", LIBRARY, re.DOTALL)
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
    for mode in [*MODES, *(f"plot {name}" for name in pictures.PICTURES)]:
        told = run("--headless", *mode.split(), "--help").stdout
        for option in re.findall(r"--[a-z-]+", told):
            assert option in COMMAND_LINE or option in ("--headless", "--help")


def test_every_picture_is_shown_once():
    pages = README, DASHBOARD
    shown = [
        name
        for page in pages
        for name in re.findall(r"!\[[^]]+\]\((?:\.\./)?screenshots/(.*?)\)", page)
    ]
    others = [LIVE.name, in_browser.PICTURE.name]
    assert sorted(shown) == sorted([*(f"{picture.name}.svg" for picture in PICTURES), *others])
    assert sorted(shown) == sorted(path.name for path in FOLDER.glob("*.[sp][vn]g"))


def test_the_keys_of_the_readme_are_those_of_the_dashboard():
    table = README.partition("| key | does |")[2].partition("\n\n")[0]
    keys = {key for row in table.splitlines() for key in re.findall(r"`([^`]+)`", row)}
    assert len(keys) > 15
    assert keys <= set(re.findall(r"`([^`]+)`", DASHBOARD))


def test_the_command_for_tests_is_where_the_checks_look_for_it():
    found = re.findall(r"^Pass the tests:\n\n```sh\n(.*?)\n```$", README, re.MULTILINE | re.DOTALL)
    assert len(found) == 1
    assert found[0].endswith("python -m pytest")


def test_it_is_short():
    assert len(README.splitlines()) < 180


def test_what_the_library_page_names_is_all_there_is():
    from engine import Simulation, statistics

    told = set(re.findall(r"`(\w+)", LIBRARY))
    public = {name for name in dir(Simulation) if not name.startswith("_")}
    functions = {name for name, each in vars(statistics).items() if name[0] != "_" and is_own(each)}
    assert public | functions <= told
    table = LIBRARY.partition("| `Simulation` |")[2].partition("\n\n")[0]
    listed = {
        name
        for row in table.splitlines()[2:]
        for name in re.findall(r"`(\w+)", row[:200].split(" | ")[0])
    }
    assert listed - {"checkpoint"} <= public


def is_own(function):
    """Whether the library's statistics define it."""
    return isinstance(function, FunctionType) and function.__module__ == "engine.statistics"
