"""The control panel: cursor, typing, refusing, pending, mouse."""

import pytest

from engine.live.commands import Command, Inject, Rebuild, SetColumn, SetCurrent, SetSpeed
from engine.live.outlook import Outlook, Size
from snn_tui.dashboard.steering import ControlName
from snn_tui.dashboard.widgets.controls import NAMES
from tests.snn_tui.dashboard.stage import Stage, dashboard

LINE = {name: 2 + index for index, name in enumerate(NAMES)}


async def edit(stage: Stage, name: ControlName, text: str) -> list[Command]:
    """Go to the control's line, type over its value, and press Enter."""
    await stage.press("e", *["up"] * len(NAMES), *["down"] * NAMES.index(name), "enter")
    return await stage.press(*["backspace"] * (1 if text else 0), *text, "enter")


def line(stage: Stage, name: ControlName) -> str:
    return stage.text[LINE[name]][stage.app.view.controls.region.x :]


def seen(stage: Stage) -> str:
    return "\n".join(stage.text)


@pytest.mark.parametrize(
    ("name", "text", "commands"),
    [
        ("size", "250", [Rebuild(size=250)]),
        ("current", "-3.25", [SetCurrent(-3.25)]),
        ("seed", "18446744073709551615", [Rebuild(seed=2**64 - 1)]),
        ("speed", "max", [SetSpeed(None)]),
        ("speed", "0.5", [SetSpeed(0.5)]),
        ("column", "100", [SetColumn(10)]),
        ("amplitude", "-20", []),
        ("duration", "500", []),
    ],
)
async def test_what_is_entered_is_applied(
    name: ControlName, text: str, commands: list[Command]
) -> None:
    async with dashboard() as stage:
        assert await edit(stage, name, text) == commands
        await stage.frame()
        assert text[:9] in line(stage, name)
        assert stage.app.focused is stage.app.view.controls


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("size", "0"),
        ("size", "1000001"),
        ("size", "ten"),
        ("current", "100.5"),
        ("current", "nan"),
        ("seed", "-1"),
        ("speed", "0"),
        ("column", "15"),
        ("amplitude", "1000"),
        ("duration", "1"),
    ],
)
async def test_a_bad_value_is_told_marked_and_can_be_mended(name: ControlName, text: str) -> None:
    async with dashboard() as stage:
        before = stage.app.steering.controls[name].value
        assert await edit(stage, name, text) == []
        assert "must be" in stage.told[-1]
        assert text in stage.told[-1]
        assert "!" in line(stage, name)
        assert stage.app.focused is stage.app.view.controls.input
        await stage.press("escape")
        assert "!" not in line(stage, name)
        assert stage.app.steering.controls[name].value == before


async def test_an_empty_value_is_told() -> None:
    async with dashboard() as stage:
        await stage.press("e", "enter", "backspace", "enter")
        assert stage.told[-1].endswith("not nothing")


async def test_only_the_newest_complaint_stays() -> None:
    async with dashboard() as stage:
        await edit(stage, "size", "0")
        await stage.press("backspace", *"-7", "enter")
        assert len(stage.told) == 1
        assert "-7" in stage.told[0]


async def test_a_complaint_goes_when_it_is_mended_or_given_up() -> None:
    async with dashboard() as stage:
        for keys in (["5"], ["escape"], ["up"]):
            await edit(stage, "size", "0")
            assert len(stage.told) == 1
            await stage.press(*keys)
            assert stage.told == []
            await stage.press("escape")


async def test_a_nudge_that_can_be_takes_back_the_complaint_about_one_that_could_not() -> None:
    async with dashboard(current=100.0) as stage:
        await stage.press("+")
        assert stage.told == ["Current is at its highest, 100"]
        await stage.press("-")
        assert stage.told == []


OUTLOOK = Outlook(
    tuple(Size(n, 100 * n, 1e-6 * n, 0.0) for n in (1, 10, 10**6)), free_bytes=11 * 10**6, dt_s=0.01
)


@pytest.mark.parametrize("screen", [(60, 16), (80, 24), (120, 40)])
async def test_what_to_expect_of_a_size_is_said_while_it_is_typed(screen: tuple[int, int]) -> None:
    async with dashboard(screen, deaf=True, outlook=OUTLOOK) as stage:
        await stage.press("e", "enter", *"5000")
        assert "1…1000000" in seen(stage)
        await stage.press("0")
        assert "slow: 0.2x" in seen(stage)
        await stage.press("0")
        assert "no memory" in seen(stage)
        assert await stage.press("enter") == []
        assert stage.told == ["Size 500000 needs 50 MB of memory, and 11 MB are free"]
        await stage.press("backspace")
        assert stage.told == []
        assert await stage.press("enter") == [Rebuild(size=50000)]
        assert "0.1 to 0.4 times real time" in stage.told[0]
        assert "slow: 0.2x" in seen(stage)
        await stage.frame(size=50000)
        assert "slow: 0.2x" not in seen(stage)


async def test_a_size_that_a_key_asks_for_is_told_or_refused() -> None:
    async with dashboard(size=20_000, outlook=OUTLOOK) as stage:
        assert await stage.press("]") == [Rebuild(size=50_000)]
        assert "0.1 to 0.4 times real time" in stage.told[0]
        assert await stage.press("]") == [Rebuild(size=100_000)]
        assert await stage.press("]") == []
        assert stage.told == ["Size 200000 needs 20 MB of memory, and 11 MB are free"]
        await stage.press(*["["] * 3)
        assert stage.told == ["Size 10000: 0.5 to 2 times real time, as fast as it can be"]
        await stage.press("[")
        assert stage.told == []


@pytest.mark.parametrize("screen", [(80, 24), (120, 40)])
async def test_what_is_told_covers_neither_controls_nor_spikes(screen: tuple[int, int]) -> None:
    async with dashboard(screen, notifications=True) as stage:
        await edit(stage, "size", "0")
        (toast,) = stage.app.screen.query("Toast")
        assert toast.region.height == 1
        for widget in (stage.app.view.controls, stage.app.view.log_, stage.app.view.rows):
            assert not widget.region.overlaps(toast.region)


@pytest.mark.parametrize(
    ("name", "key", "command"),
    [
        ("coupling", "enter", Rebuild(coupling="raw")),
        ("coupling", "right", Rebuild(coupling="raw")),
        ("size", "right", Rebuild(size=200)),
        ("size", "left", Rebuild(size=50)),
    ],
)
async def test_arrows_and_enter_change_choices_and_numbers(
    name: ControlName, key: str, command: Command
) -> None:
    async with dashboard() as stage:
        await stage.press("e", *["down"] * NAMES.index(name))
        assert await stage.press(key) == [command]


@pytest.mark.parametrize(
    ("key", "command"), [("up", Rebuild(size=200)), ("down", Rebuild(size=50))]
)
async def test_arrows_nudge_while_typing(key: str, command: Command) -> None:
    async with dashboard() as stage:
        await stage.press("e", "enter", "9")
        assert await stage.press(key) == [command]
        await stage.frame()
        assert stage.app.focused is stage.app.view.controls


async def test_letters_typed_into_a_value_are_no_keys() -> None:
    async with dashboard() as stage:
        await stage.press("e", "enter")
        assert await stage.press("r", "t", "q") == []
        assert not stage.app._exit


async def test_leaving_an_input_gives_up_what_was_typed() -> None:
    async with dashboard() as stage:
        await stage.press("e", "enter", *"777")
        await stage.press("tab")
        assert not stage.app.view.controls.input.display
        assert "100 " in line(stage, "size")
        assert stage.runner.sent(Rebuild) == []


async def test_what_is_asked_for_is_marked_until_the_engine_has_it() -> None:
    async with dashboard(deaf=True) as stage:
        await stage.press("+")
        assert "5.1" in line(stage, "current")
        assert "…" in line(stage, "current").split("-100")[0]
        await stage.frame()
        assert "…" in line(stage, "current").split("-100")[0]
        await stage.frame(current=5.1)
        assert "5.1" in line(stage, "current")
        assert "…" not in line(stage, "current").split("-100")[0]


async def test_every_control_shows_its_range_and_keys() -> None:
    async with dashboard() as stage:
        for name in NAMES:
            control = stage.app.steering.controls[name]
            assert control.kind.title in line(stage, name)
            assert control.kind.legal in line(stage, name)
        assert line(stage, "current").rstrip("│").endswith("- +")


@pytest.mark.parametrize("screen", [(80, 24), (60, 16)])
async def test_a_small_screen_still_shows_every_range(screen: tuple[int, int]) -> None:
    async with dashboard(screen) as stage:
        shown = NAMES if screen[1] >= 22 else NAMES[:7]
        for name in shown:
            control = stage.app.steering.controls[name]
            assert control.kind.legal in line(stage, name)
            assert control.text in line(stage, name)


async def test_a_low_screen_scrolls_through_all_controls() -> None:
    async with dashboard((60, 16)) as stage:
        controls = stage.app.view.controls
        assert "Size" in seen(stage)
        assert "Lasting" not in seen(stage)
        assert "↓ 2 more" in seen(stage)
        await stage.press("e", *["down"] * 20)
        assert controls.current == "duration"
        assert "Lasting" in seen(stage)
        assert "p into neuron 0" in seen(stage)
        assert "Size" not in seen(stage)
        await stage.press("enter", *["backspace"] * 3, *"500")
        assert "Lasting   500" in seen(stage)
        await stage.press("enter")
        assert stage.app.steering.controls["duration"].value == 500
        await stage.pilot.click(controls, offset=(12, 2))
        assert controls.current == "coupling"
        await stage.press("e", *["up"] * 20)
        assert controls.current == "size"
        assert "Size" in seen(stage)


async def test_an_input_follows_its_line_when_the_screen_changes() -> None:
    async with dashboard() as stage:
        await stage.press("e", *["down"] * 8, "enter", *"70")
        await stage.pilot.resize_terminal(60, 16)
        await stage.settle()
        assert "Lasting   70" in seen(stage)
        await stage.pilot.resize_terminal(120, 40)
        await stage.settle()
        assert line(stage, "duration").startswith("│Lasting   70")


async def test_a_click_edits_chooses_or_injects() -> None:
    async with dashboard() as stage:
        controls = stage.app.view.controls
        await stage.pilot.click(controls, offset=(12, 1 + NAMES.index("current")))
        assert controls.input.display
        assert controls.input.value == "5"
        before = len(stage.runner.commands)
        await stage.pilot.click(controls, offset=(12, 1 + NAMES.index("coupling")))
        assert not controls.input.display
        await stage.pilot.click(controls, offset=(2, 1 + len(NAMES)))
        await stage.pilot.click(controls, offset=(21, 1 + len(NAMES)))
        await stage.pilot.click(controls, offset=(0, 0))
        assert stage.runner.commands[before:] == [
            Rebuild(coupling="raw"),
            Inject(10.0, 200.0, 0),
            Inject(10.0, 200.0, None),
        ]


async def test_the_input_lies_over_the_value() -> None:
    async with dashboard() as stage:
        await stage.press("e", "down", "enter", *"-42")
        assert line(stage, "current").startswith("│Current   -42")


async def test_an_edit_survives_that_the_terminal_loses_the_focus() -> None:
    from textual import events

    async with dashboard() as stage:
        await stage.press("e", "enter", *"12")
        stage.app.post_message(events.AppBlur())
        await stage.settle()
        stage.app.post_message(events.AppFocus())
        await stage.settle()
        assert stage.app.focused is stage.app.view.controls.input
        assert stage.app.view.controls.input.value == "12"


@pytest.mark.parametrize("name", [name for name in NAMES if name != "coupling"])
async def test_enter_on_an_unchanged_value_does_nothing(name: ControlName) -> None:
    async with dashboard() as stage:
        await stage.press("e", *["down"] * NAMES.index(name))
        assert await stage.press("enter", "enter") == []
        assert not stage.app.steering.controls[name].pending
        text = stage.app.steering.controls[name].text
        assert await stage.press(*text[:1], *text[1:], "enter") == []
        assert stage.app.focused is stage.app.view.controls


async def test_a_decimal_comma_is_refused_with_a_word_and_marked() -> None:
    async with dashboard() as stage:
        assert await stage.press("e", "down", *"6,5", "enter") == []
        assert "not 6,5" in stage.told[0]
        assert "6.5 with a point" in stage.told[0]
        assert "!" in line(stage, "current")
        await stage.press("0")
        assert "!" not in line(stage, "current")


async def test_numbers_typed_onto_a_choice_run_no_keys() -> None:
    async with dashboard() as stage:
        await stage.press("e", *["down"] * NAMES.index("coupling"))
        assert await stage.press(*"5.-+,") == []
        assert stage.told == ["Coupling: \u2190 and \u2192 choose"]


async def test_tab_goes_through_the_controls_and_on() -> None:
    async with dashboard() as stage:
        controls = stage.app.view.controls
        await stage.press("e", "9", "tab")
        assert (controls.current, stage.app.focused) == ("current", controls)
        await stage.press("shift+tab")
        assert controls.current == "size"
        await stage.press(*["tab"] * len(NAMES))
        assert stage.app.focused is stage.app.view.log_
        assert controls.current == "size"


async def test_the_key_bar_shows_the_keys_that_work() -> None:
    async with dashboard((80, 24)) as stage:
        assert "space pause" in stage.text[-1]
        await stage.press("e")
        assert "0-9 type  Enter edit" in stage.text[-1]
        assert "q quit" in stage.text[-1]
        await stage.press("enter")
        assert "Enter apply" in stage.text[-1]
        assert "Esc give up" in stage.text[-1]
        assert "Ctrl+C quit" in stage.text[-1]
        await stage.pilot.click("#keys", offset=(stage.text[-1].index("Esc"), 0))
        await stage.settle()
        assert "0-9 type" in stage.text[-1]
        await stage.press("escape")
        assert "space pause" in stage.text[-1]


async def test_a_size_that_is_fixed_is_not_edited() -> None:
    async with dashboard(resizable=False) as stage:
        await stage.press("e", "5")
        assert "fixed size" in stage.told[0]
        assert not stage.app.view.controls.input.display
