"""What changed is taken from whatever is foremost there, and from nothing else."""

from typing import ClassVar

import pytest
from rich.segment import Segment
from textual._compositor import ChopsUpdate
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from snn_tui.dashboard.terminal.cells import _placed
from snn_tui.dashboard.terminal.composition import PartlyDrawnScreen

SIZE = (12, 6)


class Letters(Widget):
    """The same letter everywhere."""

    letter = "a"
    asked = 0

    def render_line(self, y: int) -> Strip:
        return Strip([Segment(self.letter * self.size.width)])

    def render_lines(self, crop: Region) -> list[Strip]:
        self.asked += 1
        return super().render_lines(crop)


class Page(App[None]):
    """Two beside each other, and one that covers parts of both."""

    CSS = """
    Screen { layers: base above; layout: horizontal; }
    Letters { width: 1fr; height: 5; }
    #cover { layer: above; position: absolute; offset: 4 1; width: 5; height: 2; }
    """
    KINDS: ClassVar = {"left": "a", "right": "b", "cover": "c"}

    def get_default_screen(self) -> Screen[None]:
        return PartlyDrawnScreen()

    def compose(self) -> ComposeResult:
        for name, letter in self.KINDS.items():
            letters = Letters(id=name)
            letters.letter = letter
            yield letters


def text(page: Page) -> list[str]:
    return [strip.text for strip in page.screen._compositor.render_strips()]


def patched(before: list[str], update: ChopsUpdate) -> list[str]:
    """The lines after such an update."""
    lines = list(before)
    for y, x, strip in _placed(update):
        lines[y] = lines[y][:x] + strip.text + lines[y][x + strip.cell_length :]
    return lines


@pytest.mark.parametrize("changed", [{"left"}, {"right"}, {"cover"}, {"left", "right", "cover"}])
async def test_the_parts_make_the_whole(changed: set[str]) -> None:
    page = Page()
    async with page.run_test(size=SIZE):
        before = text(page)
        assert before[1] == "aaaacccccbbb"
        for name in changed:
            letters = page.query_one(f"#{name}", Letters)
            letters.letter = letters.letter.upper()
            letters.refresh()
        compositor = page.screen._compositor
        compositor.update_widgets(set(page.query(Letters)))
        update = compositor.render_update()
        assert isinstance(update, ChopsUpdate)
        assert patched(before, update) == text(page) != before


async def test_nobody_else_is_asked_and_nothing_else_sent() -> None:
    page = Page()
    async with page.run_test(size=SIZE):
        right, left = page.query_one("#right", Letters), page.query_one("#left", Letters)
        compositor = page.screen._compositor
        compositor.update_widgets({left, right})
        compositor.render_update()
        asked = left.asked
        right.refresh(Region(1, 0, 2, 4))
        compositor.update_widgets({right})
        update = compositor.render_update()
        assert isinstance(update, ChopsUpdate)
        placed = [(y, x, strip.text) for y, x, strip in _placed(update)]
        assert placed == [(0, 7, "bb"), (1, 7, "cc"), (2, 7, "cc"), (3, 7, "bb")]
        assert left.asked == asked
        assert compositor.render_update() is None
