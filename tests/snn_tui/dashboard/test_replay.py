"""A recording on the screen: shown as it was, whichever way one comes to a moment of it."""

import re
from pathlib import Path

import pytest

from engine.live.commands import GoTo, Pause, PlayBackwards, Rebuild, Step
from engine.recordings.plan import RecordingPlan
from engine.recordings.recording import Recording
from snn_tui.dashboard.actions import ACTIONS
from snn_tui.dashboard.dialogs.go_to_time import GoToTimeDialog
from snn_tui.dashboard.widgets.time_bar import TimeBar
from tests.engine.replaying.runs import record
from tests.snn_tui.dashboard.replay_stage import replay

STEPS = 4500


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("runs")


@pytest.fixture(scope="module")
def recording(folder):
    record(folder / "run.h5", RecordingPlan(neurons=(0, 1, 3)), STEPS)
    with Recording(folder / "run.h5") as opened:
        yield opened


@pytest.fixture(scope="module")
def spikes_alone(folder):
    record(folder / "spikes.h5", RecordingPlan(), 600)
    with Recording(folder / "spikes.h5") as opened:
        yield opened


async def test_it_says_what_it_is_and_where(recording) -> None:
    async with replay(recording) as stage:
        assert "‖ at the start  REPLAY run.h5  " in stage.text[0]
        assert " t 0.00 of 4.50 s " in stage.text[0]
        await stage.press("space")
        await stage.run(1.5, times=3)
        assert "▶ running  REPLAY run.h5  " in stage.text[0]
        assert " t 1.50 of 4.50 s " in stage.text[0]
        assert "speed 1.00" in stage.text[0]
        bar = stage.text[-2]
        assert bar.startswith(" 0 s ━")
        assert bar.endswith(" 4.5 s")
        assert bar.count("┼") == 2
        assert bar.index("●") == pytest.approx(1.5 / 4.5 * 120, abs=6)
        assert "v backwards" in stage.text[-1]
        assert not any(word in stage.text[-1] for word in ("size", "pulse", "current", "open"))
        await stage.run(9.0, times=19)
        assert "‖ at the end  REPLAY" in stage.text[0]
        await stage.press("space")
        await stage.tick()
        assert " t 0.00 of 4.50 s " in stage.text[0]


def unscaled(lines: list[str]) -> list[str]:
    """Without the heights of bars, whose scale holds what was in sight before as well."""
    return [re.sub(r"─* v -\d+…-?\d+ mV ", "", re.sub("[▂-█]", "▁", line)) for line in lines]


@pytest.mark.parametrize("view", ["1", "2", "3", "4"])
async def test_a_moment_looks_the_same_whichever_way_one_came(recording, view: str) -> None:
    pictures = []
    async with replay(recording) as stage:
        await stage.press(view, "G", *"2.6", "enter")
        await stage.run(1.0)
        await stage.tick()
        pictures.append(stage.text)
        await stage.press("r", "space")
        await stage.run(2.0, times=4)
        await stage.press("space", "G", *"2599 ms", "enter", ".")
        await stage.run(1.0)
        await stage.tick()
        pictures.append(stage.text)
        await stage.press("ctrl+end", "v", "space")
        await stage.run(1.899, times=4)
        await stage.press("space", ",", "v")
        await stage.run(1.0)
        await stage.tick()
        pictures.append(stage.text)
        for elsewhere in sorted({"1", "2", "3", "4"} - {view}):
            await stage.press("ctrl+home", elsewhere)
            await stage.tick()
            await stage.press("G", *"2.6", "enter")
            await stage.run(1.0)
            await stage.tick()
            await stage.press(view)
            await stage.run(1.0)
            await stage.tick()
            pictures.append(stage.text)
    assert "t 2.60 of 4.50 s" in pictures[0][0]
    for other in pictures[1:]:
        assert unscaled(other) == unscaled(pictures[0])


KEYS = {
    ".": [Step(1)],
    ",": [Step(-1)],
    "v": [PlayBackwards(True)],
    "r": [Rebuild()],
    "ctrl+home": [Rebuild()],
    "ctrl+end": [GoTo(STEPS)],
    "space": [Pause(False)],
}


async def test_keys_move_it(recording) -> None:
    async with replay(recording) as stage:
        for key, commands in KEYS.items():
            assert await stage.press(key) == commands


async def test_go_to_a_time(recording) -> None:
    async with replay(recording) as stage:
        typed = {"1.5": 1500, "700 ms": 700, "4.5004s": STEPS}
        for text, step in typed.items():
            assert await stage.press("G", *text, "enter") == [GoTo(step)]
            assert len(stage.app.screen_stack) == 1


async def test_no_such_time(recording) -> None:
    async with replay(recording) as stage:
        for text in ("soon", "4501 ms", "-1", ""):
            assert await stage.press("G", *text, "enter") == []
            assert isinstance(stage.app.screen, GoToTimeDialog)
            assert "Time must be within 0…4.5 s, as 1.25 or 1250 ms, not" in "\n".join(stage.text)
            await stage.press("escape")
            assert len(stage.app.screen_stack) == 1


async def test_the_time_bar_is_clicked(recording) -> None:
    async with replay(recording, (80, 24)) as stage:
        bar = stage.app.query_one(TimeBar)
        first, end = stage.text[-2].index("●"), len(stage.text[-2]) - len(" 4.5 s ")
        for column, step in ((first, 0), (end, STEPS), ((first + end) // 2, STEPS // 2)):
            await stage.pilot.click(bar, offset=(column, 0))
            await stage.settle()
            sent = stage.runner.commands[-1]
            assert isinstance(sent, GoTo)
            assert sent.step == pytest.approx(step, abs=STEPS / (end - first) + 1)
            await stage.tick()
            assert stage.text[-2].index("●") == pytest.approx(column, abs=1)


NEVER = [action for action in ACTIONS.actions if action.in_replay == "never"]
PULSES = {action.id for action in ACTIONS.actions if "pulse" in action.id}


async def test_what_would_change_the_run_says_why_not(recording) -> None:
    assert {action.id for action in NEVER} >= PULSES | {"record", "open", "reward", "learning"}
    async with replay(recording) as stage:
        for action in NEVER:
            view = {"phase_pulse": "3", "raster_pulse": "2", "raster_pulse_all": "2"}
            await stage.press(view.get(action.id, "1"))
            assert await stage.press(action.keys.split(",")[0]) == []
            assert stage.told == [f"{action.title}: not in a replay, which shows a run as it was"]


async def test_controls_are_as_they_were(recording) -> None:
    async with replay(recording) as stage:
        assert not any("Pulse  " in line or "P all" in line for line in stage.text)
        assert await stage.press("e", "right") == []
        assert stage.told == ["Size: a replay shows a run as it was"]
        assert await stage.press("down", "5") == []
        assert stage.told == ["Current: a replay shows a run as it was"]
        for step, current in ((3999, "0"), (4000, "2")):
            stage.app.steering.go_to(step)
            await stage.tick()
            assert any(f"Current   {current}  " in line for line in stage.text)


async def test_what_hands_did_stands_among_the_spikes(recording) -> None:
    async with replay(recording) as stage:
        stage.app.steering.go_to(2005)
        await stage.run(1.0)
        log = [line[70:] for line in stage.text]
        at = next(n for n, line in enumerate(log) if "» t=2000: neuron 3: I+10 for 300 ms" in line)
        assert all("t=200" not in line for line in log[:at])
        stage.app.steering.go_to(4010)
        await stage.run(1.0)
        log = "\n".join(stage.text)
        assert "» t=4000: current 2" in log
        assert "» t=4000: all neurons: I-5 for 100 ms" in log
        assert "t=2000" not in log


async def test_what_was_not_recorded(spikes_alone) -> None:
    async with replay(spikes_alone) as stage:
        stage.app.steering.go_to(500)
        await stage.tick()
        words = "\n".join(stage.text)
        assert "Spikes · 0…" in words
        assert "no potentials were recorded · " in words
        assert "No variables of neurons were recorded, only spikes: a" in words
        assert "┃" in words
        await stage.press("3")
        await stage.tick()
        assert "No variables of neurons were recorded, only spikes: a" in "\n".join(stage.text)
        await stage.press("5")
        await stage.tick()
        assert "A recording has no weights" in "\n".join(stage.text)


@pytest.mark.parametrize(
    ("variables", "shown", "plane"),
    [
        (("v",), "v -", "One quantity of this neuron alone was recorded"),
        (("I",), "I ", "One quantity of this neuron alone was recorded"),
        (("u", "I"), "u -", "Phase plane u, I · neuron 3"),
        ((), "v -", "Phase plane v, u · neuron 3"),
    ],
)
async def test_some_variables_now_and_then(folder, variables, shown: str, plane: str) -> None:
    path = folder / f"{'-'.join(variables)}.h5"
    record(path, RecordingPlan(neurons=(3,), variables=variables, every_steps=4), 700)
    with Recording(path) as recording:
        async with replay(recording) as stage:
            await stage.press("down", "down", "down", "ctrl+end")
            await stage.tick()
            detail = "\n".join(line[:78] for line in stage.text[20:-2])
            assert shown in detail
            assert "nan" not in detail
            assert any("⠀" < dot <= "⣿" for dot in detail)
            await stage.press("3")
            await stage.tick()
            assert plane in "\n".join(stage.text)
            assert "nan" not in "\n".join(stage.text)


async def test_outside_of_a_replay_its_keys_say_so() -> None:
    from tests.snn_tui.dashboard.stage import dashboard

    async with dashboard() as stage:
        assert await stage.press(",") == []
        words = "Single step back: only in a replay of a recording, snn-tui --replay FILE"
        assert stage.told == [words]
        assert "v backwards" not in stage.text[-1]
