"""The record key: what it asks, what it sends, and what is shown once the engine records."""

from dataclasses import replace
from pathlib import Path

import pytest

from engine.gallery import from_gallery
from engine.live.commands import EndRecording, Record
from engine.live.recorded import Recorded
from engine.live.run_configuration import run_configuration
from engine.recordings.plan import RecordingPlan
from tests.snn_tui.dashboard.stage import Stage, dashboard

MINE = run_configuration(from_gallery("classic"), size=100, seed=7)
ON = Recorded(1, Path("run.h5"), is_on=True, first_step=3, spikes=12, bytes=216_000)


@pytest.fixture(autouse=True)
def _somewhere(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)


def shown(stage: Stage) -> str:
    return "\n".join(stage.text)


async def test_enter_records_what_is_proposed() -> None:
    async with dashboard(configuration=MINE) as stage:
        await stage.press("j", "j")
        assert await stage.press("R") == []
        # Spikes at 1.04 Hz, and four numbers of one neuron each 10 ms.
        assert "About 4.45 kB a simulated second" in shown(stage)
        (command,) = await stage.press("enter")
        assert isinstance(command, Record)
        assert command.plan == RecordingPlan(neurons=(2,))
        assert command.path.name.startswith("classic-2")
        assert command.path.suffix == ".h5"
        await stage.frame(recorded=replace(ON, path=command.path))
        assert "● 216 kB" in stage.text[0]
        assert stage.told == [f"Recording from t=30 ms on into {command.path}; R ends it"]
        assert await stage.press("R") == [EndRecording()]
        ended = replace(ON, is_on=False, message="12 spikes up to t=90 ms: run.h5 (216 kB)")
        await stage.frame(recorded=ended)
        assert "●" not in stage.text[0]
        assert stage.told == ["Recorded: 12 spikes up to t=90 ms: run.h5 (216 kB)"]


@pytest.mark.parametrize("phase", ["starting", "compiling", "building"])
async def test_what_is_being_built_can_be_recorded(phase: str) -> None:
    async with dashboard(configuration=MINE) as stage:
        await stage.frame(0, phase=phase)
        await stage.press("R")
        assert "Begins as soon as the network is built" in shown(stage)
        (command,) = await stage.press("enter")
        assert isinstance(command, Record)


async def fill(stage: Stage, *texts: str) -> None:
    """Put these into the fields, from the first on."""
    for text in texts:
        await stage.press("home", "shift+end", "backspace", *text, "tab")


async def test_what_is_chosen_is_sent() -> None:
    async with dashboard(configuration=MINE) as stage:
        await stage.press("R")
        await fill(stage, "mine.h5", "neurons", "0,5,10-12", "x, I", "10")
        assert "About 2.05 kB a simulated second" in shown(stage)
        (command,) = await stage.press("enter")
        plan = RecordingPlan(
            populations=("neurons",),
            neurons=(0, 5, 10, 11, 12),
            variables=("x", "I"),
            every_steps=10,
        )
        assert command == Record(Path("mine.h5"), plan)


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (["there.h5"], "there.h5 exists; choose another name"),
        ([""], "name a file to record into"),
        (["a.h5", "neuron"], "unknown population 'neuron'; did you mean 'neurons'?"),
        (["a.h5", "all", "100"], "neuron must be from 0 to 99, not 100"),
        (["a.h5", "all", "9-3"], "9-3 is no range: ranges go up"),
        (["a.h5", "all", "0-99999"], "10,000 neurons are the most"),
        (["a.h5", "all", "1,1"], "'1,1' names a neuron twice"),
        (["a.h5", "all", "1", "v"], "unknown variable 'v'"),
        (["a.h5", "all", "1", "all", "0"], "every_steps must be from 1"),
        (["a.h5", "all", "1", "all", "x"], "every must be a whole number of steps"),
    ],
)
async def test_what_cannot_be_is_said(tmp_path, texts: list[str], words: str) -> None:
    (tmp_path / "there.h5").write_text("mine")
    async with dashboard(configuration=MINE) as stage:
        await stage.press("R")
        await fill(stage, *texts)
        assert await stage.press("enter") == []
        assert words in shown(stage)
        assert await stage.press("escape", "R") == []


async def test_a_failure_is_a_warning_and_another_can_begin() -> None:
    async with dashboard(configuration=MINE) as stage:
        message = "cannot write run.h5: No space left on device; recording ended; 12 spikes ..."
        await stage.frame(recorded=replace(ON, is_on=False, message=message, is_failure=True))
        assert stage.told == [f"Recording: {message}"]
        await stage.frame(recorded=replace(ON, is_on=False, message=message, is_failure=True))
        assert len(stage.told) == 1
        await stage.press("R")
        assert "Record from now on" in shown(stage)


async def test_without_a_network_words_say_so() -> None:
    async with dashboard(configuration=MINE) as stage:
        stage.runner.publish_nothing(phase="failed", error="It diverged.")
        await stage.tick()
        await stage.press("escape")
        assert await stage.press("R") == []
        assert stage.told == ["Nothing is recorded: no network runs"]
