"""The docs say what is so: tables follow from the code, examples run, links lead somewhere."""

import re
from contextlib import nullcontext
from pathlib import Path

import h5py
import pytest

import engine
from docs import make
from engine import Simulation, parse_network
from engine.description.fields import given_fields
from engine.distributions.catalogue import DISTRIBUTIONS
from engine.limits import (
    LARGEST,
    LONGEST_NAME,
    MAX_DELAY_MS,
    MAX_DELAY_STEPS,
    MAX_EVENTS_PER_STEP,
    MAX_FILE_BYTES,
    MAX_POPULATION_PAIRS,
)
from engine.sweeps.plan import plan
from engine.sweeps.sweep_file import load_sweep
from tests import guides
from tests.engine.sweeps.here import client_here

ROOT = Path(__file__).parents[1]
PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in [
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        *sorted((ROOT / "docs").glob("*.md")),
    ]
}
DESCRIPTION = PAGES["docs/description.md"]
GUIDES = {"add-a-model": 2, "add-a-synapse": 2}
"""The guides that are followed here, and how many files each says to touch."""


def test_the_tables_are_those_of_the_code():
    assert make.made(DESCRIPTION) == DESCRIPTION, "run `python -m docs.make`"
    assert PAGES["docs/models.md"] == make.models_text(), "run `python -m docs.make`"


def test_every_table_is_there_once_and_says_what_each_key_means():
    assert sorted(make.tables_in(DESCRIPTION)) == sorted(make.TABLES)
    without = [line for line in DESCRIPTION.splitlines() if line.endswith("|  |")]
    assert without == []


def test_a_key_that_went_or_came_would_be_seen():
    renamed = DESCRIPTION.replace("`in_degree` | whole", "`degree` | whole")
    assert renamed != DESCRIPTION
    assert make.made(renamed) != renamed
    assert make.made(renamed).count("|  |\n") == 1


def test_every_kind_is_told_by_both_its_names_and_no_other():
    kinds = {**DISTRIBUTIONS}
    for catalogue in make.CATALOGUES.values():
        kinds |= catalogue
    for kind in kinds.values():
        assert f"`{kind.kind}`" in DESCRIPTION or f"#### {kind.kind}\n" in DESCRIPTION
        assert f"`{kind.__name__}(" in DESCRIPTION
    for kind in DISTRIBUTIONS.values():
        assert f"`{kind.form}`" in DESCRIPTION
    assert set(re.findall(r"^#### (\S+)", DESCRIPTION, re.MULTILINE)) <= set(kinds)
    assert set(re.findall(r"^\| `([a-z]+-[a-z-]+)` \|", DESCRIPTION, re.MULTILINE)) <= set(kinds)


def test_what_is_called_in_python_is_there_with_such_fields():
    calls = [
        call for page in PAGES.values() for call in re.findall(r"`([A-Z]\w+)\(([^`]*)\)`", page)
    ]
    assert len(calls) > 15
    for name, arguments in calls:
        described = getattr(engine, name)
        if not hasattr(described, "__dataclass_fields__"):
            continue
        fields = {each.name for each in given_fields(described)}
        words = re.findall(r"(\w+)(?==)|^(\w+)(?=,|$)|, (\w+)(?=,|$)", arguments)
        assert {word for found in words for word in found if word} <= fields, name


def test_limits_are_as_told():
    told = DESCRIPTION.replace(",", "")
    assert f"at most {LARGEST:g}".replace("e+", "e") in told
    assert f"at most {LONGEST_NAME} characters" in told
    assert f"at most {MAX_FILE_BYTES >> 20} MB" in told
    assert f"at most {MAX_EVENTS_PER_STEP:g} spikes may come in a step" in told
    assert f"at most {MAX_POPULATION_PAIRS} pairs" in told
    assert f"at most {MAX_DELAY_STEPS} and {MAX_DELAY_MS:g} ms" in told


EXAMPLES = [
    pytest.param(text, id=f"{name}-{number}")
    for name, page in PAGES.items()
    for number, text in enumerate(re.findall(r"```toml\n(.*?)```", page, re.DOTALL), 1)
]


@pytest.mark.parametrize("text", EXAMPLES)
def test_every_network_in_the_docs_can_be_built(text):
    network = parse_network(text, "docs")
    assert parse_network(engine.network_text(network), "again") == network
    Simulation(network)


def test_the_program_on_steps_runs(capsys):
    (program,) = re.findall(r"```python\n(.*?)```", PAGES["docs/numbers.md"], re.DOTALL)
    exec(program, {})
    rates = [float(line.partition(" ")[0]) for line in capsys.readouterr().out.splitlines()]
    assert len(rates) == 2
    assert all(1.0 < rate < 50.0 for rate in rates)


def test_the_examples_of_sweeps_run(tmp_path, monkeypatch, capsys):
    page = PAGES["docs/sweeps.md"]
    (in_file,) = re.findall(r"^```\n(network = .*?)^```", page, re.DOTALL | re.MULTILINE)
    (tmp_path / "sweep.toml").write_text(in_file, encoding="utf-8")
    file = load_sweep(tmp_path / "sweep.toml")
    network = engine.from_gallery(file.network)
    planned = plan(network, file.vary, duration_ms=1000 * file.duration_s, seeds=file.seeds)
    assert planned.count == 105
    columns = {name.replace("NAME", "excitatory") for name in re.findall(r"\| `([\w.]+)` \|", page)}
    assert columns >= {name for name in planned.measures if name.endswith("excitatory")}
    example = re.findall(r"```python\n(.*?)```", page, re.DOTALL)[1]
    with client_here() as client:
        monkeypatch.setattr("engine.sweeps.sweep.local_client", lambda *_: nullcontext(client))
        exec(example, {"__name__": "__main__"})
    assert "inputs.0.standard_deviation: [[3,3,4,4,5,5]]" in capsys.readouterr().out


def test_the_example_of_recordings_runs(tmp_path, monkeypatch, capsys):
    example, _ = re.findall(r"```python\n(.*?)```", PAGES["docs/recordings.md"], re.DOTALL)
    monkeypatch.chdir(tmp_path)
    plan = engine.RecordingPlan(neurons=(3, 7), variables=("x",), every_steps=4)
    recorder = engine.Recorder(Path("run.h5"), Simulation(engine.ClassicNetwork(seed=1)), plan)
    spikes = recorder.advance(1000)
    recorder.close()
    names = {}
    exec(example, names)
    assert names["table"].neuron.tolist() == spikes.neuron.tolist()
    assert names["table"].time_ms.tolist() == spikes.time_ms.tolist()
    rate_hz = spikes.neuron.size / 10 / 10
    assert capsys.readouterr().out == f"neurons: {rate_hz:.1f} Hz\n"
    with engine.Recording("run.h5") as recording:
        steps, values = recording.samples("x", 7)
    assert names["time_ms"].tolist() == (steps * 10).tolist()
    assert names["values"][:, 1].tolist() == values.tolist()


def test_what_is_in_a_recording_is_told(tmp_path):
    plan = engine.RecordingPlan(populations=("neurons",), neurons=(1,))
    simulation = Simulation(engine.ClassicNetwork(seed=1))
    engine.Recorder(tmp_path / "run.h5", simulation, plan, start=b"moment").close()
    told = set(re.findall(r"`([\w/]+)`", PAGES["docs/recordings.md"]))
    there = set()
    with h5py.File(tmp_path / "run.h5") as file:
        there |= set(file.attrs)
        file.visititems(
            lambda name, each: (
                there.update([name, *each.attrs, *(each.dtype.names or ())])
                if isinstance(each, h5py.Dataset)
                else None
            )
        )
    of_variables = {name for name in there if name.startswith("samples/")}
    assert len(of_variables) == 4
    assert there - of_variables <= told


def _anchors(page):
    """How GitHub calls the headings of a page."""
    titles = re.findall(r"^#+ (.+)$", re.sub(r"```.*?```", "", page, flags=re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_somewhere(name):
    for target in re.findall(r"\]\((?!https?:)([^)]+)\)", PAGES[name]):
        file, _, anchor = target.partition("#")
        path = (ROOT / name).parent / file if file else ROOT / name
        assert path.exists(), target
        if anchor:
            page = PAGES[path.resolve().relative_to(ROOT).as_posix()]
            assert anchor in _anchors(page), target


def test_every_page_is_linked_from_the_readme():
    for name in PAGES:
        assert name == "README.md" or f"]({name})" in PAGES["README.md"], name


def test_files_that_are_named_are_there():
    tests = {path.name for path in (ROOT / "tests").rglob("test_*.py")}
    for name, page in PAGES.items():
        assert set(re.findall(r"`(test_\w+\.py)`", page)) <= tests, name
        for path in re.findall(r"`((?:engine|tests|docs|examples|screenshots)/[\w/.-]+)`", page):
            assert (ROOT / path).exists(), f"{name}: {path}"


def test_every_room_of_the_engine_is_in_the_plan():
    plan = PAGES["docs/architecture.md"]
    rooms = {path.parent.name for path in (ROOT / "engine").glob("*/*") if path.is_file()}
    told = set(re.findall(r"`engine/(\w+)/`", plan))
    assert rooms - {"__pycache__"} == told


@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_works_word_by_word(guide, tmp_path):
    text = PAGES[f"docs/{guide}.md"]
    touched = guides.followed(text, tmp_path)
    assert len(touched) == GUIDES[guide], touched
    assert guides.run_in(tmp_path, "try_it.py") == guides.told_output(text)


def test_the_view_of_the_guide_is_shown(tmp_path):
    text = PAGES["docs/add-a-view.md"]
    assert len(guides.followed(text, tmp_path)) == 2
    (test,) = re.findall(r"```python\n(from tests\..*?)```", text, re.DOTALL)
    (tmp_path / "test_activity.py").write_text(test, encoding="utf-8")
    options = ("-q", "-p", "no:cacheprovider", "-o", "asyncio_mode=auto")
    told = guides.run_in(tmp_path, "-m", "pytest", *options, "test_activity.py", interpreted=False)
    assert "1 passed" in told


def test_the_model_of_the_guide_is_in_every_list(tmp_path):
    guides.followed(PAGES["docs/add-a-model.md"], tmp_path)
    told = guides.run_in(
        tmp_path, "-m", "snn_tui", "--headless", "models", "quadratic-integrate-and-fire"
    )
    assert "quadratic integrate-and-fire" in told
    assert "width_mV" in told


ABOVE = {"checkpoints", "live", "simulation"}
UNKNOWN = {
    "numerics": ABOVE | {"connections", "description", "kernels", "models", "synapses", "toml"},
    "models": ABOVE | {"connections", "description", "kernels", "synapses", "toml"},
    "description": ABOVE | {"kernels", "runtime", "toml"},
    "distributions": ABOVE | {"kernels", "runtime", "toml"},
    "inputs": ABOVE | {"runtime", "toml"},
    "synapses": ABOVE | {"runtime", "toml"},
    "toml": ABOVE | {"kernels", "runtime"},
    "connections": ABOVE | {"live", "toml"},
    "kernels": ABOVE | {"toml"},
    "runtime": ABOVE | {"toml"},
}
"""Of what a room of the engine knows nothing, by the rules of its plan."""


@pytest.mark.parametrize("room", UNKNOWN)
def test_arrows_point_one_way(room):
    known = set()
    for path in (ROOT / "engine" / room).rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "snn_tui" not in text, path
        known |= set(re.findall(r"^\s*from engine\.(\w+)[. ]", text, re.MULTILINE))
    assert room in known
    assert known & UNKNOWN[room] == set()
