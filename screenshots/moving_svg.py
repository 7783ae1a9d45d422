"""An SVG that moves: screens one after another, what stays the same drawn once.

By a style alone, as browsers play it in a page's image: no script, no font and nothing else from
elsewhere. Whoever plays nothing shows the first screen.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from typing import NamedTuple

from rich.style import Style
from textual.strip import Strip

CELL = (10, 19)
"""Pixels. Lines of frames meet where a font's characters are as high, as DejaVu Sans Mono's."""
BASELINE = 15
FONT_SIZE = 16.6
FONTS = "'DejaVu Sans Mono',Menlo,'Cascadia Mono','Lucida Console',monospace"
MARGIN = 10
_PIECE = re.compile(
    r"[\u2500-\u257f]+|[\u2580-\u259f]+|[\u2800-\u28ff]+|[^\s\u2500-\u259f\u2800-\u28ff]{1,8}"
)
"""Characters of one font, as wide as each other, or few enough to be put where they belong."""

Screen = Sequence[Strip]


class Mark(NamedTuple):
    """Something drawn: the class of its look, and where and what it is."""

    look: str
    drawing: str


class Looks:
    """Colours and weights that occur, each under a short name."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def name(self, rules: str) -> str:
        """The class of these rules."""
        return self._names.setdefault(rules, f"c{len(self._names)}")

    def style(self) -> str:
        """All of them as a style sheet."""
        return "".join(f".{name}{{{rules}}}" for rules, name in self._names.items())


def moving_svg(screens: Sequence[Screen], seconds: float, title: str) -> str:
    """The screens, each for so many seconds, again and again."""
    looks = Looks()
    ground = _ground(screens[0])
    drawn = [list(_marks(screen, looks, ground)) for screen in screens]
    always = set(drawn[0]).intersection(*drawn)
    still = _grouped([mark for mark in drawn[0] if mark in always])
    moving = "".join(
        f'<g class="{"f" if number else "f first"}" style="animation-delay:{number * seconds:g}s">'
        f"{_grouped([mark for mark in marks if mark not in always])}</g>\n"
        for number, marks in enumerate(drawn)
    )
    columns = sum(segment.cell_length for segment in screens[0][0])
    width, height = columns * CELL[0] + 2 * MARGIN, len(screens[0]) * CELL[1] + 2 * MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f"<title>{escape(title)}</title>\n"
        f"<style>svg{{font:{FONT_SIZE}px {FONTS}}}{looks.style()}{_timing(len(drawn), seconds)}"
        f'</style>\n<rect width="{width}" height="{height}" rx="8" fill="{ground}"/>\n'
        f'<g transform="translate({MARGIN},{MARGIN})">\n{still}\n{moving}</g></svg>\n'
    )


def _timing(count: int, seconds: float) -> str:
    """Each screen in its turn; the first one where nothing is played."""
    return (
        ".f{visibility:hidden}.first{visibility:visible}"
        "@media(prefers-reduced-motion:no-preference){.f{visibility:hidden;"
        f"animation:f {count * seconds:g}s step-end infinite}}}}"
        f"@keyframes f{{0%{{visibility:visible}}{100 / count:.4f}%{{visibility:hidden}}}}"
    )


def _ground(screen: Screen) -> str:
    """The colour behind most cells."""
    areas: defaultdict[str, int] = defaultdict(int)
    for strip in screen:
        for segment in strip:
            areas[_colours(segment.style)[1]] += segment.cell_length
    return max(areas, key=areas.__getitem__)


def _marks(screen: Screen, looks: Looks, ground: str) -> Iterator[Mark]:
    """What is drawn of a screen, colours behind the text first."""
    for line, strip in enumerate(screen):
        yield from _backgrounds(strip, line, looks, ground)
    for line, strip in enumerate(screen):
        yield from _texts(strip, line, looks)


def _backgrounds(strip: Strip, line: int, looks: Looks, ground: str) -> Iterator[Mark]:
    x = 0
    for colour, segments in groupby(strip, lambda segment: _colours(segment.style)[1]):
        width = sum(segment.cell_length for segment in segments) * CELL[0]
        if colour != ground:
            place = f'd="M{x} {line * CELL[1]}h{width}v{CELL[1]}h-{width}z"'
            yield Mark(looks.name(f"fill:{colour}"), f"<path {place}/>")
        x += width


def _texts(strip: Strip, line: int, looks: Looks) -> Iterator[Mark]:
    x, y = 0, line * CELL[1] + BASELINE
    for segment in strip:
        weight = ";font-weight:bold" if segment.style and segment.style.bold else ""
        look = looks.name(f"fill:{_colours(segment.style)[0]}{weight}")
        for piece in _PIECE.finditer(segment.text):
            place = f'x="{x + piece.start() * CELL[0]}" y="{y}"'
            width = len(piece[0]) * CELL[0]
            yield Mark(look, f'<text {place} textLength="{width}">{escape(piece[0])}</text>')
        x += segment.cell_length * CELL[0]


def _grouped(marks: Sequence[Mark]) -> str:
    """The marks of each look under it, in the order in which looks come."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for look, drawing in marks:
        groups[look].append(drawing)
    return "".join(f'<g class="{look}">{"".join(each)}</g>' for look, each in groups.items())


def _colours(style: Style | None) -> tuple[str, str]:
    """Of the text, and behind it."""
    assert style is not None
    assert style.color is not None
    assert style.bgcolor is not None
    front, back = (color.get_truecolor().hex for color in (style.color, style.bgcolor))
    return (back, front) if style.reverse else (front, back)
