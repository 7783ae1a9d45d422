"""Every key of the table does what the table says."""

import re
from pathlib import Path

import pytest

from engine.live.commands import (
    Command,
    Inject,
    Learn,
    Pause,
    Rebuild,
    Reward,
    Select,
    SetColumn,
    SetCurrent,
    SetSpeed,
    Sort,
    Step,
)
from engine.live.frame import Dopamine
from engine.live.replayed import Replayed
from snn_tui.dashboard import words
from snn_tui.dashboard.actions import ACTIONS
from snn_tui.dashboard.dialogs.go_to import GoToDialog
from snn_tui.dashboard.dialogs.help import HelpDialog
from snn_tui.dashboard.dialogs.palette import entries
from snn_tui.dashboard.replay_actions import OF_A_REPLAY
from snn_tui.dashboard.views.phase_plane import PhasePlane
from snn_tui.dashboard.views.raster import Raster
from snn_tui.dashboard.views.statistics import Statistics
from snn_tui.dashboard.views.weights import Weights
from tests.snn_tui.dashboard.scripted_runner import first_status
from tests.snn_tui.dashboard.stage import dashboard

KEYS = Path(__file__).parents[3] / "docs" / "dashboard.md"
RUN, REPLAY = first_status(), first_status(replayed=Replayed("run.h5", 0, 100, ""))

SENDS: dict[str, list[Command]] = {
    "pause": [Pause(True)],
    "step": [Pause(True), Step(1)],
    "reset": [Rebuild()],
    "real_time": [SetSpeed(None)],
    "faster": [SetSpeed(2.0)],
    "slower": [SetSpeed(0.5)],
    "current_up": [SetCurrent(5.1)],
    "current_down": [SetCurrent(4.9)],
    "size_up": [Rebuild(size=200)],
    "size_down": [Rebuild(size=50)],
    "coupling": [Rebuild(coupling="raw")],
    "seed": [Rebuild(seed=8)],
    "learning": [Learn(False)],
    "reward": [Reward(100.0)],
    "pulse": [Inject(10.0, 200.0, 0)],
    "pulse_all": [Inject(10.0, 200.0, None)],
    "next": [Select(1)],
    "previous": [Select(0)],
    "page_down": [Select(22)],
    "page_up": [Select(0)],
    "first": [Select(0)],
    "last": [Select(99)],
    "busiest": [Sort("rate")],
    "sort": [Sort("rate")],
    "wider": [SetColumn(10)],
    "narrower": [SetColumn(2)],
}
KEYS_OF_SENDERS = [
    (key, action) for action in SENDS for key in ACTIONS.by_id[action].keys.split(",")
]


@pytest.mark.parametrize(("key", "action"), KEYS_OF_SENDERS)
async def test_a_key_sends_its_commands(key: str, action: str) -> None:
    async with dashboard(learning=True, dopamine=Dopamine(100.0)) as stage:
        assert await stage.press(key) == SENDS[action]


async def test_every_action_is_tested() -> None:
    elsewhere = {"go_to", "about", "enlarge", "filter", "follow", "controls", "leave", "theme"}
    elsewhere |= {"open", "screenshot", "palette", "help", "quit", "quit_now"}
    elsewhere |= {"fill_scales"}  # of the curves
    elsewhere |= {"rows_below", "rows_above"}  # among headings
    elsewhere |= {"suspend", "redraw"}  # in a real terminal
    elsewhere |= {"record", "save_network", "save_moment", "repeat", "read_again"}
    elsewhere |= {f"view_{view}" for view in ACTIONS.views}
    elsewhere |= {action.id for action in OF_A_REPLAY}
    elsewhere |= {action.id for view in (Raster, Weights) for action in view.ACTIONS}
    elsewhere |= {
        action.id for view in (PhasePlane, Statistics, Weights) for action in view.ACTIONS
    }
    assert {action.id for action in ACTIONS.actions} == SENDS.keys() | elsewhere


def test_no_key_is_bound_twice() -> None:
    for view in ACTIONS.views:
        for status in (RUN, REPLAY):
            actions = list(ACTIONS.possible(view, status))
            keys = [key for action in actions for key in action.keys.split(",")]
            assert len(keys) == len(set(keys))


async def test_space_goes_on_where_it_paused() -> None:
    async with dashboard() as stage:
        await stage.press("space")
        await stage.frame(0, phase="paused")
        assert "‖ paused" in stage.text[0]
        assert await stage.press("space") == [Pause(False)]


@pytest.mark.parametrize("key", ["g"])
async def test_go_to_a_neuron(key: str) -> None:
    async with dashboard() as stage:
        await stage.press(key)
        assert isinstance(stage.app.screen, GoToDialog)
        assert await stage.press(*"42", "enter") == [Select(42)]
        assert stage.app.view.chosen == 42


@pytest.mark.parametrize("text", ["100", "-1", "x", "1.5"])
async def test_going_to_a_neuron_that_there_is_not_says_what_there_is(text: str) -> None:
    async with dashboard() as stage:
        await stage.press("g")
        assert await stage.press(*text, "enter") == []
        assert any("Neuron must be a whole number from 0 to 99" in line for line in stage.text)
        await stage.press("escape")
        assert stage.app.view.chosen == 0


@pytest.mark.parametrize("key", ["enter", "d"])
async def test_the_chosen_neuron_is_enlarged_and_back(key: str) -> None:
    async with dashboard() as stage:
        detail = stage.app.view.detail
        small = detail.size.height
        await stage.press(key)
        assert detail.size.height > 2 * small - 4
        await stage.press(key)
        assert detail.size.height == small


async def test_f_filters_the_log() -> None:
    async with dashboard() as stage:
        await stage.press("f")
        assert stage.app.view.log_.filtered
        assert any("Spikes · neuron 0 · t in ms" in line for line in stage.text)
        await stage.press("f")
        assert any("Spikes · all · t in ms" in line for line in stage.text)


async def test_e_goes_to_the_controls_and_escape_back() -> None:
    async with dashboard() as stage:
        await stage.press("e")
        assert stage.app.focused is stage.app.view.controls
        await stage.press("escape")
        assert stage.app.focused is stage.app.view.rows


async def test_the_theme_changes_and_is_remembered() -> None:
    async with dashboard() as stage:
        assert stage.app.theme == "snn-dark"
        await stage.press("T")
        assert stage.app.theme == "snn-light"
        assert stage.settings_path.read_text() == 'theme = "snn-light"\n'


async def test_a_remembered_theme_is_taken_up() -> None:
    async with dashboard(settings='theme = "snn-contrast"') as stage:
        assert stage.app.theme == "snn-contrast"
        assert stage.told == []


@pytest.mark.parametrize(
    ("settings", "word"),
    [('theme = "mauve"', "no theme 'mauve'"), ("theme =", "are not TOML")],
)
async def test_settings_of_no_use_are_told(settings: str, word: str) -> None:
    async with dashboard(settings=settings) as stage:
        assert stage.app.theme == "snn-dark"
        assert word in stage.told[0]


async def test_a_theme_that_cannot_be_remembered_is_taken_and_told() -> None:
    async with dashboard() as stage:
        stage.settings_path.parent.touch()
        await stage.press("T")
        assert stage.app.theme == "snn-light"
        assert "not remembered" in stage.told[0]


async def test_a_screenshot_is_saved_where_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with dashboard() as stage:
        await stage.press("ctrl+s")
        (path,) = tmp_path.glob("*.svg")
        assert stage.told == [f"Screenshot: {path}"]
        assert "Membrane" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("dialog", ["o", "question_mark", "g", "ctrl+p"])
async def test_a_dialog_is_on_its_screenshot(
    dialog: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with dashboard() as stage:
        await stage.press(dialog, "ctrl+s")
        (path,) = tmp_path.glob("*.svg")
        title = str(stage.app.screen.query(".dialog").first().border_title)
        letters = "".join(re.sub("<[^>]*>", "", path.read_text(encoding="utf-8")).split())
        assert "".join(title.split()) in letters


async def test_a_screenshot_that_cannot_be_saved_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with dashboard() as stage:
        tmp_path.rmdir()
        await stage.press("ctrl+s")
        assert stage.told[0].startswith("No screenshot")
        tmp_path.mkdir()
        monkeypatch.undo()


@pytest.mark.parametrize("screen", [(60, 16), (80, 24), (120, 40)])
async def test_help_begins_with_what_people_need_first(screen: tuple[int, int]) -> None:
    async with dashboard(screen) as stage:
        await stage.press("question_mark")
        shown = "\n".join(stage.text)
        assert shown.index("To begin with") < shown.index("Pause or go on")
        for words in ("Open a network", "Edit the controls", "Pulse into the selected", "Quit"):
            assert words in shown


@pytest.mark.parametrize("key", ["question_mark", "f1", "h"])
async def test_help_shows_every_key(key: str) -> None:
    async with dashboard((120, 130)) as stage:
        await stage.press(key)
        assert isinstance(stage.app.screen, HelpDialog)
        shown = "\n".join(stage.text)
        assert all(action.title in shown for action in ACTIONS.actions)
        await stage.press(key)
        assert not isinstance(stage.app.screen, HelpDialog)


def test_the_palette_has_every_action_and_theme() -> None:
    for view in ACTIONS.views:
        titles = {entry.title for entry in entries(ACTIONS.possible(view, RUN))}
        assert titles >= {action.title for action in ACTIONS.possible(view, RUN)}
        assert {"Theme snn-dark", "Theme snn-light", "Theme snn-contrast"} <= titles
    found = {
        action
        for view in ACTIONS.views
        for status in (RUN, REPLAY)
        for action in ACTIONS.possible(view, status)
    }
    assert found == set(ACTIONS.actions)


async def test_where_no_shell_waits_there_is_no_way_back_to_one() -> None:
    async with dashboard((120, 130)) as stage:
        assert stage.app.check_action("do", ("suspend",))
        stage.app.action_table = ACTIONS.without_shell()
        assert not stage.app.check_action("do", ("suspend",))
        assert await stage.press("ctrl+z", "space") == [Pause(True)]
        await stage.press("question_mark")
        shown = "\n".join(stage.text)
        assert "Draw all again" in shown
        assert "Suspend" not in shown
    status = first_status()
    titles = {action.title for action in ACTIONS.without_shell().possible("overview", status)}
    assert {action.title for action in ACTIONS.possible("overview", status)} - titles == {"Suspend"}


async def test_the_palette_does_what_it_finds() -> None:
    async with dashboard() as stage:
        sent = await stage.press("ctrl+p", *"Pulse into all", "enter")
        assert sent == [Inject(10.0, 200.0, None)]
        assert len(stage.app.screen_stack) == 1


@pytest.mark.parametrize("key", ["q", "ctrl+c", "ctrl+q"])
@pytest.mark.parametrize("phase", ["starting", "compiling", "building", "running", "paused"])
async def test_quitting_stops_the_engine_at_any_phase(key: str, phase: str) -> None:
    async with dashboard() as stage:
        await stage.frame(0, phase=phase)
        await stage.press(key)
        stage.app.join_engine()
        assert stage.runner.stops == 1
        assert stage.app._exit


async def test_ctrl_c_quits_from_within_an_input_and_from_a_dialog() -> None:
    async with dashboard() as stage:
        await stage.press("g")
        await stage.press("ctrl+c")
        assert stage.app._exit


async def test_the_footer_names_keys_that_fit_and_always_the_last() -> None:
    async with dashboard((60, 16)) as stage:
        footer = stage.text[-1]
        for words in ("space pause", "o open", "e edit", "? help"):
            assert words in footer
        for key in "2345":
            await stage.press(key)
            for words in ("o open", "? help", "q quit"):
                assert words in stage.text[-1]
        assert footer.endswith("q quit")
        assert "T theme" not in footer


async def test_where_views_cannot_all_be_named_the_footer_names_them_together() -> None:
    async with dashboard((80, 24)) as stage:
        for key in "1234":
            await stage.press(key)
            for words in ("1-5 views", "o open", "? help"):
                assert words in stage.text[-1]
        for following in ("weights", "overview"):
            await stage.pilot.click("#keys", offset=(stage.text[-1].index("views"), 0))
            await stage.settle()
            assert stage.app.view.id == following


async def test_a_wide_footer_names_each_view_but_the_one_in_sight() -> None:
    async with dashboard((200, 60)) as stage:
        await stage.press("3")
        for words in ("1 overview", "2 raster", "4 statistics", "5 weights"):
            assert words in stage.text[-1]
        assert "views" not in stage.text[-1]
        assert "3 phase" not in stage.text[-1]


async def test_the_footer_can_be_clicked() -> None:
    async with dashboard() as stage:
        before = len(stage.runner.commands)
        column = stage.text[-1].index("reset")
        await stage.pilot.click("#keys", offset=(column, 0))
        await stage.pilot.click("#keys", offset=(119, 0))
        assert stage.runner.commands[before:] == [Rebuild()]


def test_the_docs_show_the_key_table() -> None:
    assert ACTIONS.markdown() in KEYS.read_text(encoding="utf-8")


def test_the_docs_explain_the_words_of_the_screen() -> None:
    assert words.markdown() in KEYS.read_text(encoding="utf-8")


@pytest.mark.parametrize("screen", [(60, 16), (80, 24), (120, 40)])
async def test_help_ends_with_the_words_of_the_screen(screen: tuple[int, int]) -> None:
    async with dashboard(screen) as stage:
        await stage.press("question_mark", "end")
        await stage.pilot.wait_for_animation()
        shown = "\n".join(stage.text)
        assert all(word in shown for word in ("coupling scaled, raw", "column", "the current into"))


def test_the_key_table_names_real_keys() -> None:
    for line in ACTIONS.markdown().splitlines()[2:]:
        assert re.match(r"\| `[^ ]+`( `[^ ]+`)* \| [^|]+ \| [^|]+ \|", line)
