"""SWEEP.toml: what a file says, and where it is wrong."""

import pytest

from engine.errors import EngineError
from engine.sweeps.sweep_file import SweepFile, load_sweep

WHOLE = """\
network = "brunel-2000-ai"
size = 1250
duration_s = 0.5
from_ms = 100
seeds = 5
sample = 200
method = "halton"

[vary]
inputs.0.rate_Hz = "10:40"
"projections.1.weight_mV" = [-0.3, -0.5]
populations.excitatory.cell_type = "brunel"
"""


@pytest.fixture
def load(tmp_path):
    def load(text: str) -> SweepFile:
        path = tmp_path / "sweep.toml"
        path.write_text(text, encoding="utf-8")
        return load_sweep(path)

    return load


def test_all_can_be_said(load):
    assert load(WHOLE) == SweepFile(
        network="brunel-2000-ai",
        size=1250,
        duration_s=0.5,
        from_ms=100.0,
        seeds=5,
        sample=200,
        method="halton",
        vary={
            "inputs.0.rate_Hz": "10:40",
            "projections.1.weight_mV": [-0.3, -0.5],
            "populations.excitatory.cell_type": "brunel",
        },
    )
    assert load("seeds = [3, 4]").seeds == [3, 4]
    assert load("") == SweepFile()


def test_a_network_may_stand_beside_it(load, tmp_path):
    (tmp_path / "mine.toml").write_text("", encoding="utf-8")
    assert load('network = "mine.toml"').network == str(tmp_path / "mine.toml")
    assert load('network = "other.toml"').network == "other.toml"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("size = 10\nsede = 5", "line 2: sede: unknown key; did you mean 'seeds'?"),
        ("\nsample = 1.5", "line 2: sample: must be a whole number, not 1.5"),
        ('seeds = "5"', "line 1: seeds: must be how many, or a list of them, not '5'"),
        ("vary = 5", "line 1: vary: must be a table"),
        ("size = ", "is not TOML: Invalid value"),
        ("a" + ".a" * 100 + " = 1", "nested too deeply"),
        (f"size = {'9' * 5000}", "sweep.toml: "),
    ],
)
def test_what_is_wrong_is_told_with_its_line(load, text, words):
    with pytest.raises(EngineError) as caught:
        load(text)
    assert words in str(caught.value)
    assert len(str(caught.value)) < 600


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(EngineError, match=r"cannot read .*: No such file"):
        load_sweep(tmp_path / "no.toml")
