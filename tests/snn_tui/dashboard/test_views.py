"""A view is a class of its own and a line in the table; here with one that shows two numbers."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from engine.live.commands import (
    Pause,
    Rebuild,
    SetCurrent,
    Watch,
    WatchRaster,
    WatchSelected,
    WatchStatistics,
    WatchWeights,
)
from engine.live.frame import Frame
from snn_tui.dashboard.actions import ActionTable
from snn_tui.dashboard.app import Dashboard
from snn_tui.dashboard.user_action import UserAction
from snn_tui.dashboard.views.table import VIEWS
from snn_tui.dashboard.views.view import View
from snn_tui.dashboard.widgets.controls import Controls
from tests.snn_tui.dashboard.scripted_runner import ScriptedRunner, first_status
from tests.snn_tui.dashboard.stage import NEVER, Stage, TickingClock, dashboard


class Numbers(View):
    """The time and the rate in words, and a key to count."""

    NAME = "numbers"
    KEY = "9"
    TITLE = "Numbers"
    EXPLANATION = "Time and rate in words"
    ACTIONS = (
        UserAction("count", "count", "j", "j", "Count", "One more", "Counting", "count", "j"),
    )
    counted = 0

    def compose(self) -> ComposeResult:
        self.words = Static()
        yield self.words

    def show(self, frame: Frame, now: float) -> None:
        self.words.update(f"at {frame.status.time_ms} ms, counted {self.counted}")

    def action_count(self) -> None:
        self.counted += 1


class WithNumbers(Dashboard):
    action_table = ActionTable((*VIEWS, Numbers))
    BINDINGS: ClassVar[list[BindingType]] = action_table.bindings()


async def test_a_view_has_its_place_keys_help_and_palette() -> None:
    runner = ScriptedRunner(first_status())
    with TemporaryDirectory() as folder:
        app = WithNumbers(
            runner,
            runner.status,
            fps=NEVER,
            settings_path=Path(folder) / "settings.toml",
            clock=TickingClock(1 / 30),
        )
        async with app.run_test(size=(120, 130)) as pilot:
            stage = Stage(app, runner, pilot)
            await stage.begin()
            await stage.press("j")
            assert app.view.chosen == 1

            await stage.press("9")
            await stage.frame(step=700)
            shown = "\n".join(stage.text)
            assert "at 7000 ms, counted 0" in shown
            assert "Membrane potential" not in shown
            assert "j count" in stage.text[-1]
            assert "filter" not in stage.text[-1]
            assert await stage.press("j", "f", "space", "+") == [Pause(True), SetCurrent(5.1)]
            await stage.frame(step=701)
            assert "counted 1" in "\n".join(stage.text)

            await stage.press("question_mark")
            assert all(word in "\n".join(stage.text) for word in ("Count", "One more", "Numbers"))
            await stage.press("escape", "ctrl+p", *"count", "enter")
            assert app.view.counted == 2

            await stage.press("1")
            await stage.frame(step=702)
            assert "Membrane potential" in "\n".join(stage.text)
            assert app.view.chosen == 1
            await stage.press("j")
            assert app.view.chosen == 2
            await stage.press("9")
            assert app.view.counted == 2


def test_a_single_view_needs_no_way_to_it() -> None:
    assert not any(action.group == "Views" for action in ActionTable(VIEWS[:1]).actions)


async def test_controls_are_one_key_from_every_view() -> None:
    async with dashboard((80, 24)) as stage:
        for key in "12345":
            await stage.press("escape", key, "e")
            assert stage.app.view.id == "overview"
            assert isinstance(stage.app.focused, Controls)
        assert await stage.press(*"50", "enter") == [Rebuild(size=50)]


async def test_only_what_the_view_in_sight_shows_is_asked_for() -> None:
    """Each request is on in the views that show it, and taken back when they go out of sight."""
    is_on = {
        Watch: lambda asked: asked.rows > 0,
        WatchSelected: lambda asked: asked.watched,
        WatchStatistics: lambda asked: asked.watched,
        WatchRaster: lambda asked: asked.lines > 0,
        WatchWeights: lambda asked: asked.number is not None,
    }
    shown = {
        "1": {Watch, WatchSelected},
        "2": {WatchRaster},
        "3": {WatchSelected},
        "4": {WatchStatistics},
        "5": {WatchWeights},
    }
    async with dashboard(learning=True) as stage:
        await stage.press("down")
        for key in "12345143121":
            await stage.press(key)
            await stage.tick()
            newest = {kind: sent[-1] for kind in is_on if (sent := stage.runner.sent(kind))}
            assert {kind for kind in newest if is_on[kind](newest[kind])} == shown[key]
            await stage.frame()
        await stage.pilot.resize_terminal(50, 10)
        await stage.tick()
        assert stage.runner.sent(WatchSelected)[-1] == WatchSelected(False)
        assert stage.runner.sent(Watch)[-1].rows == 0
