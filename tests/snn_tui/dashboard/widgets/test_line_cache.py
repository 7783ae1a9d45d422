"""Lines that are made once for each change are those that the toolkit would make."""

import pytest
from rich.segment import Segment
from textual._styles_cache import StylesCache
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.strip import Strip

from snn_tui.dashboard.widgets.styled_widget import StyledWidget

WIDTH, HEIGHT = 20, 7


class Letters(StyledWidget, can_focus=True):
    """A letter in each line, but for the last, some too short and some too long."""

    STYLE_PREFIX = "letters"
    letter = "a"

    def render_line(self, y: int) -> Strip:
        return Strip([Segment((self.letter if y else "-") * 7 * (y + 1))])


class Page(App[None]):
    CSS = f"Letters {{ width: {WIDTH}; height: {HEIGHT}; }} Letters:focus {{ background: red; }}"

    def __init__(self, border: str) -> None:
        super().__init__()
        self.letters = Letters()
        self.letters.styles.border = (border, "blue")
        self.letters.styles.padding = (1, 2)

    def compose(self) -> ComposeResult:
        yield self.letters


def drawn(letters: Letters) -> list[Strip]:
    return letters.render_lines(Region(0, 0, *letters.outer_size))


def by_toolkit(letters: Letters) -> list[Strip]:
    whole = Region(0, 0, *letters.outer_size)
    return [strip.simplify() for strip in StylesCache().render_widget(letters, whole)]


@pytest.mark.parametrize("border", ["round", "none"])
async def test_lines_are_as_the_toolkit_draws_them(border: str) -> None:
    page = Page(border)
    async with page.run_test() as pilot:
        letters = page.letters
        changes = [
            lambda: letters.caption("[b]title", "subtitle"),
            letters.focus,
            lambda: setattr(page, "theme", "textual-light"),
            lambda: letters.caption("another", ""),
            lambda: setattr(letters.styles, "width", WIDTH + 3),
            lambda: setattr(letters.styles, "height", HEIGHT - 1),
        ]
        for change in changes:
            change()
            await pilot.pause()
            assert [strip.simplify() for strip in drawn(letters)] == by_toolkit(letters)


async def test_a_line_that_did_not_change_is_the_same_object() -> None:
    page = Page("round")
    async with page.run_test():
        letters = page.letters
        before = drawn(letters)
        letters.letter = "b"
        letters.refresh()
        is_same = [new is old for new, old in zip(drawn(letters), before, strict=True)]
        assert is_same == [True, True, True, False, False, True, True]


async def test_of_a_part_that_changed_that_is_drawn() -> None:
    page = Page("round")
    async with page.run_test():
        letters = page.letters
        before = drawn(letters)
        letters.letter = "b"
        letters.refresh(Region(0, 1, 4, 1))
        is_same = [new is old for new, old in zip(drawn(letters), before, strict=True)]
        assert is_same == [True, True, True, False, True, True, True]
