"""DrawnPanel: a framed picture that a function draws, or words while there is nothing to draw."""

from collections.abc import Callable
from typing import Generic, TypeVar

from rich.segment import Segment
from textual.strip import Strip

from snn_tui.dashboard.drawing.waiting_lines import waiting_lines
from snn_tui.dashboard.widgets.styled_widget import StyledWidget

Line = list[tuple[str, str]]
"""Texts, and the styles they are drawn in."""
Drawing = tuple[str, str, list[Line]]
"""Title, subtitle and lines."""
Seen = TypeVar("Seen")


class DrawnPanel(StyledWidget, Generic[Seen]):
    """What it shows is drawn on so many columns and lines; its words are of the style `label`."""

    def __init__(self, name: str, draw: Callable[[Seen, int, int], Drawing], id: str) -> None:
        """name: what it is called while there is nothing to draw."""
        super().__init__(id=id)
        self._title, self._draw = name, draw
        self._seen: Seen | None = None
        self._words = ""
        self._lines: list[Line] = []

    def show(self, seen: Seen | None, words: str) -> None:
        """Draw this; without any, say these words."""
        self._seen, self._words = seen, words
        self._redraw()

    def on_resize(self) -> None:
        """Fit the picture to the new size."""
        self._redraw()

    def render_line(self, y: int) -> Strip:
        """One line of the picture."""
        width, base = self.content_size.width, self.style_of("label")
        line = self._lines[y] if y < len(self._lines) else []
        strip = Strip([Segment(text, self.style_of(style)) for text, style in line])
        return strip.adjust_cell_length(width, base)

    def _redraw(self) -> None:
        width, height = self.content_size
        if self._seen is None or width < 1 or height < 1:
            lines = waiting_lines(self._words, width - 2)
            title, subtitle, self._lines = (
                self._title,
                "",
                [plain_line(f" {line}") for line in lines],
            )
        else:
            title, subtitle, self._lines = self._draw(self._seen, width, height)
        self.caption(cut(title, self.size.width - 4), cut(subtitle, self.size.width - 4))
        self.refresh()


def plain_line(text: str) -> Line:
    """A line of words."""
    return [(text, "label")]


def cut(words: str, width: int) -> str:
    """As many of the parts as fit."""
    parts = words.split(" · ")
    while len(parts) > 1 and len(" · ".join(parts)) > width:
        parts.pop()
    return " · ".join(parts)
