"""What reaches the terminal of a real dashboard is what Textual composed, whatever happened."""

import asyncio
import random

import pytest
from rich.color import ColorSystem
from textual import events
from textual._compositor import LayoutUpdate
from textual.geometry import Size

from snn_tui.dashboard.terminal.driver import TerminalDriver
from tests.snn_tui.dashboard.stage import Stage, dashboard
from tests.snn_tui.dashboard.terminal.test_cells import Shown

KEYS = [
    *"+-][pPfdTjkgoe?tcn.", "space", "escape", "escape", "enter", "down", "pagedown", "end",
    "home", "ctrl+p", "tab",
]  # fmt: skip
SIZES = [(120, 40), (80, 24), (100, 30), (60, 16), (50, 10), (121, 41)]
MOST_BYTES = 6000
MOST_TRIES = 100


@pytest.fixture(autouse=True)
def _in_all_colours(monkeypatch) -> None:
    """As the screenshots' tests draw them: a style remembers its codes, whatever terminal asks."""
    monkeypatch.setenv("COLORTERM", "truecolor")


class Recorder:
    """Stands for the driver: shows what it is sent, and is free when it is told to be."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.is_free = True
        self.sizes: list[int] = []
        self.shown = Shown(*size)

    def show(self, picture: str) -> None:
        assert self.is_free
        self.sizes.append(len(picture.encode()))
        self.shown.feed(picture)

    def end_at_the_latest(self, exit_code: int) -> None:
        """Tests end by themselves."""


def record(stage: Stage) -> Recorder:
    """Have the stage's pictures recorded from now on."""
    recorder = Recorder(stage.app.size)
    stage.app.terminal = recorder  # type: ignore[assignment]
    stage.app.show_all_again()
    return recorder


def composed(stage: Stage) -> Shown:
    """A complete picture of what is composed now."""
    complete = Shown(*stage.app.size)
    compositor = stage.app.screen._compositor
    due = set(compositor._dirty_regions)
    behind = stage.app._background_screens
    update = compositor.render_update(full=True, screen_stack=behind)
    compositor._dirty_regions.update(due)
    assert isinstance(update, LayoutUpdate)
    complete.feed(update.render_segments(stage.app.console))
    return complete


async def assert_shown(stage: Stage, recorder: Recorder) -> None:
    """What is composed is shown, soon: cursors blink and lists scroll at times of their own."""
    for _ in range(MOST_TRIES):
        await stage.settle()
        if recorder.shown.cells == composed(stage).cells:
            return
        await asyncio.sleep(0.02)
    assert recorder.shown.cells == composed(stage).cells


async def resize(stage: Stage, recorder: Recorder, size: tuple[int, int]) -> None:
    """The terminal is resized, and damages what it shows."""
    recorder.shown = Shown(*size)
    recorder.shown.feed("\x1b[31mdamaged" * 20)
    stage.app.post_message(events.Resize(Size(*size), Size(*size)))
    await stage.settle()
    await stage.tick()


async def act(stage: Stage, recorder: Recorder, chance: random.Random) -> None:
    match chance.randrange(12):
        case 0:
            await resize(stage, recorder, chance.choice(SIZES))
        case 1 | 2:
            recorder.is_free = not recorder.is_free
        case 3:
            stage.app.notify("漢字 e\u0301 toast")
        case 4 | 5 | 6:
            await stage.frame(chance.randrange(1, 30))
        case _:
            await stage.press(chance.choice(KEYS))


@pytest.mark.parametrize("seed", range(6))
async def test_every_picture_is_as_it_was_composed(seed: int) -> None:
    chance = random.Random(seed)
    async with dashboard() as stage:
        recorder = record(stage)
        for _ in range(25):
            await act(stage, recorder, chance)
            if recorder.is_free and not stage.app._has_missed:
                await assert_shown(stage, recorder)
        recorder.is_free = True
        await stage.tick()
        await assert_shown(stage, recorder)


async def test_nothing_is_sent_to_a_terminal_that_is_not_free() -> None:
    async with dashboard() as stage:
        recorder = record(stage)
        await stage.settle()
        sent = len(recorder.sizes)
        recorder.is_free = False
        await stage.press("down", "T", "question_mark")
        await stage.frame(100)
        assert len(recorder.sizes) == sent
        recorder.is_free = True
        stage.app.catch_up()
        await stage.settle()
        # All that was missed at once, and then perhaps the help's scrollbar.
        assert len(recorder.sizes) in (sent + 1, sent + 2)
        assert recorder.shown.cells == composed(stage).cells


async def test_the_status_line_says_that_the_terminal_is_slow() -> None:
    async with dashboard() as stage:
        recorder = record(stage)
        for _ in range(10):
            await stage.frame(5)
        assert "slow" not in stage.text[0]
        for _ in range(10):
            recorder.is_free = False
            await stage.tick()
            await stage.tick()
            recorder.is_free = True
            await stage.frame(5)
        assert "fps, slow" in stage.text[0]


async def test_a_picture_at_120x40_with_ten_neurons_is_short() -> None:
    async with dashboard(size=10) as stage:
        recorder = record(stage)
        await stage.frame(400)
        del recorder.sizes[:]
        for _ in range(50):
            await stage.frame(3)
        assert sum(recorder.sizes) / 50 < MOST_BYTES


async def test_what_we_lean_on_of_textual_is_there() -> None:
    """Private names: another release may rename them, and then the range of releases ends there."""
    async with dashboard() as stage:
        app = stage.app
        assert app.get_driver_class() is TerminalDriver
        assert {"_batch_count", "_running", "_closed", "_sync_available"} <= vars(app).keys()
        assert callable(app._display)
        assert app.console._color_system in {None, *ColorSystem}
        update = app.screen._compositor.render_full_update()
        assert type(update).__name__ == "LayoutUpdate"
        assert update.region.size == app.size
        app.screen._compositor._dirty_regions.add(app.screen.region.shrink((1, 1, 1, 1)))
        part = app.screen._compositor.render_partial_update()
        assert type(part).__name__ == "ChopsUpdate"
        assert len(part.chops) == app.size.height
        assert part.chop_ends[0][-1] == app.size.width
