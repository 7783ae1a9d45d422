"""Cells: what the terminal shows, and the least that makes it show something else."""

from collections.abc import Iterator

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Size
from textual.strip import Strip

from snn_tui.dashboard.terminal import pens
from snn_tui.dashboard.terminal.pens import PLAIN, Pen

Update = LayoutUpdate | ChopsUpdate
"""A whole screen, or parts of its lines."""
REST = ""
"""Stands in the cells that a wide character takes beside its first."""
UNPRINTABLE = "\ufffd"


class Cells:
    """Remembers what was written to each cell, so that only what changed is written again.

    A cell whose content is not known for sure is written again in any case.
    """

    def __init__(self, color_system: ColorSystem) -> None:
        self._color_system = color_system
        self._size = Size(0, 0)
        self._glyphs: list[list[str | None]] = []
        self._pens: list[list[Pen | None]] = []
        self._pen_of_style: dict[Style | None, Pen] = {}
        self._narrow: set[str] = set()
        self._out: list[str] = []
        self._pen: Pen = PLAIN
        self._at: tuple[int, int] | None = None

    def forget(self) -> None:
        """The terminal may show anything."""
        self._size = Size(0, 0)

    def change(self, update: Update) -> str:
        """What to write, with no colours left on, and the cursor anywhere."""
        size = _screen_size(update)
        if size != self._size:
            self._size = size
            self._glyphs = [[None] * size.width for _ in range(size.height)]
            self._pens = [[None] * size.width for _ in range(size.height)]
        self._out, self._pen, self._at = [], PLAIN, None
        for y, x, strip in _placed(update):
            if 0 <= y < size.height:
                self._draw(y, x, strip)
        if self._pen is not PLAIN:
            self._out.append("\x1b[m")
        return "".join(self._out)

    def _draw(self, y: int, x: int, strip: Strip) -> None:
        for text, style, _ in strip:
            pen = self._pen_of(style)
            glyphs = self._split(text)
            room = self._size.width - x
            self._draw_run(y, x, glyphs if len(glyphs) <= room else _cut(glyphs, room), pen)
            x += len(glyphs)

    def _draw_run(self, y: int, x: int, glyphs: list[str], pen: Pen) -> None:
        """Glyphs of one pen, a cell each."""
        end = x + len(glyphs)
        shown, shown_pens = self._glyphs[y], self._pens[y]
        new_pens = [pen] * len(glyphs)
        if not glyphs or (shown[x:end] == glyphs and shown_pens[x:end] == new_pens):
            return
        self._split_wide(shown, x, end)
        begun = None
        for place, glyph in enumerate(glyphs, x):
            if shown[place] == glyph and shown_pens[place] is pen:
                if begun is not None:
                    self._write(y, begun, place, glyphs[begun - x : place - x], pen)
                    begun = None
            elif begun is None:
                begun = place
        if begun is not None:
            self._write(y, begun, end, glyphs[begun - x :], pen)
        shown[x:end] = glyphs
        shown_pens[x:end] = new_pens

    def _split_wide(self, shown: list[str | None], x: int, end: int) -> None:
        """A wide character that is overwritten in part leaves cells that nobody knows."""
        first, last = x, end
        while first > 0 and shown[first] == REST:
            first -= 1
        while last < len(shown) and shown[last] == REST:
            last += 1
        shown[first:x] = [None] * (x - first)
        shown[end:last] = [None] * (last - end)

    def _write(self, y: int, x: int, end: int, glyphs: list[str], pen: Pen) -> None:
        self._go(y, x)
        if pen is not self._pen:
            self._out.append(pens.change(self._pen, pen))
            self._pen = pen
        self._out.append("".join(glyphs))
        # Beside the edge, and after what terminals do not agree about, the cursor may be anywhere.
        is_sure = end < self._size.width and self._narrow.issuperset(glyphs)
        self._at = (y, end) if is_sure else None

    def _go(self, y: int, x: int) -> None:
        if self._at == (y, x):
            return
        if self._at is not None and self._at[0] == y and self._at[1] < x:
            cells = x - self._at[1]
            move = f"\x1b[{cells if cells > 1 else ''}C"
            between = self._glyphs[y][self._at[1] : x]
            if len(between) <= len(move) and self._are_plain(y, self._at[1], x):
                move = "".join(filter(None, between))
            self._out.append(move)
        else:
            self._out.append(f"\x1b[{y + 1};{x + 1}H")

    def _are_plain(self, y: int, x: int, end: int) -> bool:
        """Whether these cells are known, of the present pen, and a byte each."""
        cells = zip(self._glyphs[y][x:end], self._pens[y][x:end], strict=True)
        return all(glyph and glyph.isascii() and pen is self._pen for glyph, pen in cells)

    def _pen_of(self, style: Style | None) -> Pen:
        known = self._pen_of_style.get(style)
        if known is None:
            ansi = "" if style is None else Strip.render_ansi(style, self._color_system)
            known = self._pen_of_style[style] = pens.pen(ansi)
        return known

    def _split(self, text: str) -> list[str]:
        """The text's glyphs, one for each of its cells."""
        if self._narrow.issuperset(text):
            return list(text)
        return self._split_slowly(text)

    def _split_slowly(self, text: str) -> list[str]:
        glyphs: list[str] = []
        for character in text:
            width = cell_len(character)
            if width == 1 and character.isprintable():
                self._narrow.add(character)
            if not character.isprintable():
                glyphs += [UNPRINTABLE] * width
            elif width:
                glyphs += [character, *[REST] * (width - 1)]
            elif glyphs:
                last = max(i for i, glyph in enumerate(glyphs) if glyph)
                glyphs[last] += character
        if len(glyphs) != cell_len(text):
            # Characters that make one glyph together: drawn as one, over all its cells.
            visible = "".join(filter(str.isprintable, text))
            glyphs = [visible, *[REST] * (cell_len(text) - 1)] if cell_len(text) else []
        return glyphs


def _screen_size(update: Update) -> Size:
    if isinstance(update, LayoutUpdate):
        return update.region.size
    return Size(update.chop_ends[0][-1], len(update.chops))


def _cut(glyphs: list[str], room: int) -> list[str]:
    """What fits; a wide character that does not is left out."""
    if room <= 0:
        return []
    end = room
    while end > 0 and glyphs[end] == REST:
        end -= 1
    return glyphs[:end] + [" "] * (room - end if end < room else 0)


def _placed(update: Update) -> Iterator[tuple[int, int, Strip]]:
    """The update's strips, each with its line and first column, in the order they are drawn."""
    if isinstance(update, LayoutUpdate):
        for y, line in enumerate(update.strips, update.region.y):
            x = update.region.x
            for strip in line:
                yield y, x, strip
                x += strip.cell_length
        return
    for y, first, last in update.spans:
        for end, (x, part) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if part is None or x > last or end <= first:
                continue
            is_whole = first <= x < last and end <= last
            yield y, x, part if is_whole else part.crop(0, min(end, last) - x)
