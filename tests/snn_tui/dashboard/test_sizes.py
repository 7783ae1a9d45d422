"""The screen at any size, resized at any moment."""

import pytest

from snn_tui.dashboard.app import SMALLEST
from tests.snn_tui.dashboard.stage import Stage, dashboard

SIZES = [(60, 16), (59, 16), (60, 15), (1, 1), (80, 24), (300, 90), (99, 21), (100, 22), (120, 40)]
WAY = [*SIZES, (60, 16), (300, 90), (1, 1), (120, 40)]
"""To each of them, and through all limits upwards and downwards."""


async def resize(stage: Stage, screen: tuple[int, int]) -> None:
    await stage.pilot.resize_terminal(*screen)
    await stage.frame(3)


@pytest.mark.parametrize(
    "opened",
    [
        ["1"],
        ["2"],
        ["3"],
        ["4"],
        ["5"],
        ["1", "enter"],
        ["1", "e", "enter"],
        ["1", "?"],
        ["2", "g"],
    ],
    ids=" ".join,
)
async def test_resizing_never_raises_and_says_what_is_too_small(opened: list[str]) -> None:
    async with dashboard(size=1000, learning=True) as stage:
        await stage.press(opened[0], "end", *opened[1:])
        for screen in WAY:
            await resize(stage, screen)
            assert stage.app.size == screen
            if opened[-1] not in "?g" and "e" not in opened:
                too_small = screen[0] < SMALLEST[0] or screen[1] < SMALLEST[1]
                word = f"{screen[0]}x{screen[1]} is too small"[: screen[0]]
                assert stage.text[0].startswith(word) == too_small


@pytest.mark.parametrize("opened", [[], ["question_mark"]])
async def test_a_resize_that_textual_loses_is_passed_on(
    opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with dashboard() as stage:
        await stage.press(*opened)
        await resize(stage, (100, 30))
        set_timer = stage.app.set_timer
        monkeypatch.setattr(stage.app, "set_timer", lambda _, call: set_timer(3600.0, call))
        for screen in ((50, 10), (80, 24)):
            await stage.pilot.resize_terminal(*screen)
            assert stage.app.screen._compositor.size != screen
            await stage.frame(3)
            assert stage.app.screen._compositor.size == screen


@pytest.mark.parametrize("screen", [SMALLEST, (80, 24), (120, 40), (300, 90)])
async def test_status_keys_rows_controls_and_log_are_all_there(screen: tuple[int, int]) -> None:
    async with dashboard(screen) as stage:
        shown = "\n".join(stage.text)
        assert stage.text[0].startswith(" ▶ running")
        assert stage.text[-1].endswith(" quit")
        for word in (" of 100 ", "Controls", "Size", "Spikes", "▶      0"):
            assert word in shown
        assert max(map(len, stage.text)) <= screen[0]
        assert len(stage.text) == screen[1]


async def test_curves_that_have_no_line_for_a_moment_are_not_drawn() -> None:
    async with dashboard() as stage:
        detail = stage.app.view.detail
        detail.styles.height = 2  # its border
        await stage.pilot.pause()
        assert detail.content_size.height == 0
        await stage.frame(3)
        detail.styles.height = 8
        await stage.frame(3)
        assert detail.content_size.height == 6
