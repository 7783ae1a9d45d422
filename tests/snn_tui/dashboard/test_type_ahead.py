"""Keys, clicks and pastes that come faster than a screen opens or goes."""

from collections.abc import Iterable

import pytest
from textual import events

from engine.live.commands import Command, Inject, Load, Pause, Rebuild, Select, SetCurrent
from snn_tui.dashboard.dialogs.dialog import Dialog
from snn_tui.dashboard.dialogs.failure import FailureDialog
from snn_tui.dashboard.dialogs.gallery import GalleryDialog
from snn_tui.dashboard.dialogs.palette import PaletteDialog
from tests.snn_tui.dashboard.stage import Stage, dashboard, key_event


async def at_once(stage: Stage, *keys: str) -> list[Command]:
    """Keys of one read of the terminal; the commands that came of them."""
    before = len(stage.runner.commands)
    for key in keys:
        stage.app.post_message(key_event(key))
    await stage.settle()
    return stage.runner.commands[before:]


def seen(stage: Stage) -> str:
    return "\n".join(stage.text)


@pytest.mark.parametrize(
    ("keys", "commands"),
    [
        (["e", "down", *"5.5", "enter"], [SetCurrent(5.5)]),
        (["e", "down", *"-3", "enter", "space"], [SetCurrent(-3.0), Pause(True)]),
        (["e", "tab", ".", "5", "enter", "shift+tab", *"20", "enter"], None),
        (["g", *"42", "enter", "p"], [Select(42), Inject(10.0, 200.0, 42)]),
        (["ctrl+p", *"pulse into all", "enter", "r"], [Inject(10.0, 200.0, None), Rebuild()]),
        (["e", "9", "escape", "escape", "n"], [Rebuild(seed=8)]),
        (["2", "e", *"20", "enter"], [Select(0), Rebuild(size=20)]),
        (["question_mark", "q", "o", "q", "g", "escape", "n"], [Rebuild(seed=8)]),
    ],
)
async def test_keys_of_one_read_act_in_their_order(
    keys: list[str], commands: list[Command] | None
) -> None:
    async with dashboard() as stage:
        expected = commands or [SetCurrent(0.5), Rebuild(size=20)]
        assert await at_once(stage, *keys) == expected
        assert len(stage.app.screen_stack) == 1


@pytest.mark.parametrize("opening", ["o", "ctrl+p"])
@pytest.mark.parametrize("leaving", [["enter"] * 4, ["escape"] * 4, ["enter", "escape", "enter"]])
async def test_a_dialog_is_left_once(opening: str, leaving: Iterable[str]) -> None:
    async with dashboard() as stage:
        await at_once(stage, opening, *leaving)
        assert len(stage.app.screen_stack) == 1
        assert len(stage.runner.sent(Load)) <= 1
        await at_once(stage, "q")
        assert stage.app._exit
        assert stage.app.return_code == 0


@pytest.mark.parametrize("opening", ["o", "ctrl+p"])
async def test_pages_are_turned_before_they_are_drawn(opening: str) -> None:
    async with dashboard() as stage:
        await at_once(stage, opening, "pageup", "pagedown", "end", "home", "up", "down")
        await stage.press("pagedown", "escape")
        assert len(stage.app.screen_stack) == 1


@pytest.mark.parametrize(("opening", "dialog"), [("o", GalleryDialog), ("ctrl+p", PaletteDialog)])
async def test_a_double_click_chooses_once(opening: str, dialog: type[Dialog[object]]) -> None:
    async with dashboard() as stage:
        await stage.press(opening)
        assert isinstance(stage.app.screen, dialog)
        before = len(stage.runner.commands)
        await stage.pilot.click("OptionList", offset=(3, 1), times=3)
        await stage.settle()
        assert len(stage.app.screen_stack) == 1
        assert len(stage.runner.commands[before:]) <= 2


async def test_a_dialog_opens_once_however_often_its_button_is_clicked() -> None:
    async with dashboard((160, 40)) as stage:
        column = stage.text[-1].index("open")
        await stage.pilot.click("#keys", offset=(column, 0), times=2)
        await stage.settle()
        assert len(stage.app.screen_stack) <= 2


async def test_what_was_chosen_under_a_failure_does_not_take_the_failure_away() -> None:
    async with dashboard() as stage:
        await stage.press("o")
        gallery = stage.app.screen
        assert isinstance(gallery, GalleryDialog)
        await stage.frame(1, phase="failed", error="it broke")
        gallery.action_open()
        await stage.settle()
        assert isinstance(stage.app.screen, FailureDialog)
        assert stage.runner.sent(Load) == []


async def test_a_dialog_that_is_gone_can_still_be_told_things() -> None:
    async with dashboard() as stage:
        for key in ("o", "ctrl+p", "g", "question_mark"):
            await stage.press(key)
            dialog = stage.app.screen
            await stage.press("escape")
            for action in ("move(1)", "list('cursor_down')", "open", "dismiss"):
                await stage.app.run_action(action, dialog)
            assert len(stage.app.screen_stack) == 1


@pytest.mark.parametrize("keys", [[], ["e"], ["e", "enter"], ["g"], ["o"], ["ctrl+p"], ["tab"]])
async def test_a_paste_is_harmless_anywhere(keys: list[str]) -> None:
    async with dashboard() as stage:
        await stage.press(*keys)
        before = len(stage.runner.commands)
        for text in ("q\nr\nq\n", "\x07\x9b2J", "1" * 100_000, "", "\n\n", "[/b]"):
            stage.app.post_message(events.Paste(text))
            await stage.settle()
            assert not any(control in seen(stage) for control in "\x07\x9b")
        await stage.press("enter")
        assert stage.runner.sent(Rebuild) == []
        assert len(stage.runner.commands[before:]) <= 1
        assert not stage.app._exit


async def test_a_number_pasted_onto_a_control_is_its_value() -> None:
    async with dashboard() as stage:
        await stage.press("e", "down")
        stage.app.post_message(events.Paste(" 6.5\n"))
        await stage.settle()
        assert await stage.press("enter") == [SetCurrent(6.5)]


@pytest.mark.parametrize("asked", ["key", "program"])
async def test_nothing_opens_once_an_end_was_asked_for(asked: str) -> None:
    async with dashboard() as stage:
        view = stage.app.view
        if asked == "key":
            assert await at_once(stage, "q", *"5432", "n", "o", "question_mark") == []
        else:
            stage.app.exit()
            stage.app.call_later(stage.app.action_view, "raster")
            await stage.settle()
        assert stage.app.return_code == 0
        assert stage.app.view is view
