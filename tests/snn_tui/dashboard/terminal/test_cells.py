"""What is written for changed cells shows what Textual's own, complete pictures show."""

from dataclasses import dataclass
from types import SimpleNamespace

import pyte
from hypothesis import given, settings, strategies as st
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from snn_tui.dashboard.terminal.cells import UNPRINTABLE, Cells
from snn_tui.dashboard.terminal.pens import PLAIN, change, pen

WIDTH, HEIGHT = 12, 4
STYLES = [
    None,
    Style.parse("red on #102030"),
    Style.parse("red on #112030"),
    Style.parse("bold #ff0000"),
    Style.parse("bold italic bright_blue on color(17)"),
    Style.parse("reverse"),
]
CONSOLE = SimpleNamespace(_color_system=ColorSystem.TRUECOLOR)


class Shown:
    """A screen without wrapping, as the dashboard sets it up."""

    def __init__(self, width=WIDTH, height=HEIGHT):
        self._screen = pyte.Screen(width, height)
        self._stream = pyte.Stream(self._screen)
        self.feed("\x1b[?7l")

    def feed(self, text):
        self._stream.feed(text)

    @property
    def cells(self):
        screen = self._screen
        return [[screen.buffer[y][x] for x in range(screen.columns)] for y in range(screen.lines)]


@st.composite
def strips(draw, width=WIDTH):
    """A strip of this width, some of its characters wide or combined, in several styles."""
    left, segments = width, []
    while left:
        text = draw(st.text("ab ▁┃é", min_size=1, max_size=left))
        if left >= 2 and draw(st.booleans()):
            text = text[: left - 2] + draw(st.sampled_from(["漢", "a\u0301"]))
        segments.append(Segment(text, draw(st.sampled_from(STYLES))))
        left -= Segment(text).cell_length
    return Strip(segments, width)


@dataclass
class Frame:
    """Lines, the column at which widgets meet, and which parts of lines are drawn anew."""

    lines: list
    cut: int
    spans: list | None


@st.composite
def frames(draw):
    cut = draw(st.integers(1, WIDTH - 1))
    lines = [[draw(strips(cut)), draw(strips(WIDTH - cut))] for _ in range(HEIGHT)]
    part = st.sampled_from([(0, cut), (cut, WIDTH), (0, WIDTH)])
    spans = [(y, *draw(part)) for y in sorted(draw(st.sets(st.integers(0, HEIGHT - 1))))]
    return Frame(lines, cut, spans if spans and draw(st.booleans()) else None)


def update(frame):
    if frame.spans is None:
        return LayoutUpdate(frame.lines, Region(0, 0, WIDTH, HEIGHT))
    chops = [dict(zip((0, frame.cut), line, strict=True)) for line in frame.lines]
    return ChopsUpdate(chops, frame.spans, [[frame.cut, WIDTH]] * HEIGHT)


@given(st.lists(frames(), min_size=1, max_size=6), st.sets(st.integers(0, 5)))
@settings(max_examples=150, deadline=None)
def test_any_sequence_of_pictures_shows_the_same_as_complete_ones(sequence, forgotten):
    cells, complete, changed = Cells(ColorSystem.TRUECOLOR), Shown(), Shown()
    for number, frame in enumerate(sequence):
        if number in forgotten:
            cells.forget()
        complete.feed(update(frame).render_segments(CONSOLE))
        changed.feed(cells.change(update(frame)))
        assert changed.cells == complete.cells


def layout(*lines, style=None, width=WIDTH):
    return LayoutUpdate(
        [[Strip([Segment(line.ljust(width), style)])] for line in lines],
        Region(0, 0, width, len(lines)),
    )


def test_what_is_shown_already_is_not_written():
    cells = Cells(ColorSystem.TRUECOLOR)
    assert "abc" in cells.change(layout("abc", "def"))
    assert cells.change(layout("abc", "def")) == ""
    assert cells.change(layout("abX", "def")) == "\x1b[1;3HX"
    assert cells.change(layout("aXX", "deX")) == "\x1b[1;2HX\x1b[2;3HX"


def test_after_a_change_of_size_or_damage_everything_is_written():
    cells = Cells(ColorSystem.TRUECOLOR)
    cells.change(layout("abc"))
    assert "abc" in cells.change(layout("abc", "d"))
    assert cells.change(layout("abc", "d")) == ""
    cells.forget()
    assert "abc" in cells.change(layout("abc", "d"))


def test_few_equal_cells_between_changes_are_written_rather_than_passed_over():
    cells = Cells(ColorSystem.TRUECOLOR)
    cells.change(layout("a  b       "))
    assert cells.change(layout("X  Y       ")) == "\x1b[1;1HX  Y"
    assert cells.change(layout("X  Y      Z")) == "\x1b[1;11HZ"
    assert cells.change(layout("a  Y      a")) == "\x1b[1;1Ha\x1b[9Ca"


def test_half_a_wide_character_is_never_taken_for_known():
    cells = Cells(ColorSystem.TRUECOLOR)
    cells.change(LayoutUpdate([[Strip([Segment("漢漢ab")])]], Region(0, 0, 6, 1)))
    chops = [{0: Strip([Segment("漢")]), 2: Strip([Segment("漢")]), 4: Strip([Segment("ab")])}]
    cells.change(ChopsUpdate([{**chops[0], 1: Strip([Segment("x")])}], [(0, 1, 2)], [[1, 2, 6, 6]]))
    assert "漢" in cells.change(LayoutUpdate([[Strip([Segment("漢漢ab")])]], Region(0, 0, 6, 1)))


def test_what_cannot_be_printed_never_reaches_the_terminal():
    text = "a\x1b[2Jb\x9b\u202ec\r\n"
    written = Cells(ColorSystem.TRUECOLOR).change(layout(text))
    assert not set("\x9b\u202e\r\n") & set(written)
    assert "\x1b[2J" not in written
    assert UNPRINTABLE not in written or len(UNPRINTABLE) == 1


def test_a_strip_beyond_the_edge_is_cut():
    cells, shown = Cells(ColorSystem.TRUECOLOR), Shown(4, 1)
    strip = Strip([Segment("ab"), Segment("c漢d")])
    shown.feed(cells.change(LayoutUpdate([[strip]], Region(0, 0, 4, 1))))
    assert "".join(cell.data for cell in shown.cells[0]) == "abc "


def test_pens_change_by_what_differs():
    red, blue = pen("31;48;2;1;2;3"), pen("38;5;4;48;2;1;2;3")
    assert change(PLAIN, red) == "\x1b[31;48;2;1;2;3m"
    assert change(red, blue) == "\x1b[38;5;4m"
    assert change(red, PLAIN) == "\x1b[39;49m"
    assert change(red, pen("1;31;48;2;1;2;3")) == "\x1b[1m"
    assert change(pen("1;3;31"), pen("3;31")) == "\x1b[0;3;31m"
    assert change(pen("1;91;107"), PLAIN) == "\x1b[0m"
    assert change(red, red) == ""
