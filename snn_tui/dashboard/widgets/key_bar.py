"""KeyBar: the footer, the most useful keys that fit, each a button for the mouse."""

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from snn_tui.dashboard.widgets.hint import Hint, Hinting
from snn_tui.dashboard.widgets.styled_widget import StyledWidget

QUIT_FROM_TYPING = Hint("Ctrl+C", "quit", "ctrl+c", 0)


class KeyBar(StyledWidget):
    """What the keys do where the focus is, and at last how to quit."""

    STYLE_PREFIX = "key-bar"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-bar--key", "key-bar--name"}

    def __init__(self, hints: tuple[Hint, ...]) -> None:
        """hints: of the keys that work where the focus has none of its own, the way out last."""
        super().__init__(id="keys")
        self._hints = hints

    def offer(self, hints: tuple[Hint, ...]) -> None:
        """Tell of these keys instead."""
        self._hints = hints
        self.refresh()

    def on_mount(self) -> None:
        """Follow the focus."""
        self.watch(self.screen, "focused", self._follow)

    def render_line(self, y: int) -> Strip:
        """The row; there is but one."""
        key, name = (self.style_of(part) for part in ("key", "name"))
        segments = []
        for hint in self._shown():
            segments += [Segment(f" {hint.keys}", key), Segment(f" {hint.name} ", name)]
        return Strip(segments).adjust_cell_length(self.size.width, name)

    def on_click(self, event: events.Click) -> None:
        """Press what is under the mouse."""
        right = 0
        for hint in self._shown():
            right += hint.width
            if event.x < right:
                self.app.simulate_key(hint.key)
                return

    def _follow(self, focused: Widget | None) -> None:
        self.refresh()

    def _shown(self) -> list[Hint]:
        focused = self.screen.focused
        for node in () if focused is None else focused.ancestors_with_self:
            if isinstance(node, Hinting):
                last = self._hints[-1] if isinstance(focused, Hinting) else QUIT_FROM_TYPING
                return fitting((*node.hints, last), self.size.width)
        return fitting(self._hints, self.size.width)


def fitting(hints: Sequence[Hint], width: int) -> list[Hint]:
    """As many as there is room for, in their order, the last always there."""
    chosen = _chosen(hints, width)
    if all(hint in chosen for hint in hints if hint.brief is not None):
        return chosen
    return _chosen(list(dict.fromkeys(hint.brief or hint for hint in hints)), width)


def _chosen(hints: Sequence[Hint], width: int) -> list[Hint]:
    """Those of the lowest ranks."""
    *others, last = hints
    used = last.width
    chosen = [last]
    for hint in sorted(others, key=lambda hint: hint.rank):
        if used + hint.width <= width:
            used += hint.width
            chosen.append(hint)
    return sorted(chosen, key=hints.index)
