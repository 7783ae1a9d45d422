"""KeyBar: the footer, the most useful keys that fit, each a button for the mouse."""

from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.strip import Strip

from snn_tui.key_table import DEEDS, Deed
from snn_tui.widgets.inked import Inked


class KeyBar(Inked):
    """The deeds that have a name in the footer, in the table's order, the last always there."""

    INKS = "key-bar"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-bar--key", "key-bar--name"}

    def __init__(self) -> None:
        super().__init__(id="keys")

    def render_line(self, y: int) -> Strip:
        """The row; there is but one."""
        key, name = (self.ink(part) for part in ("key", "name"))
        segments = []
        for deed in _fitting(self.size.width):
            segments += [Segment(f" {deed.footer_keys}", key), Segment(f" {deed.footer} ", name)]
        return Strip(segments).adjust_cell_length(self.size.width, name)

    async def on_click(self, event: events.Click) -> None:
        """Do what is under the mouse."""
        right = 0
        for deed in _fitting(self.size.width):
            right += _width(deed)
            if event.x < right:
                await self.app.run_action(f"do({deed.id!r})")
                return


def _fitting(width: int) -> list[Deed]:
    *deeds, last = [deed for deed in DEEDS if deed.footer]
    used = _width(last)
    chosen = [last]
    for deed in sorted(deeds, key=lambda deed: deed.rank):
        if used + _width(deed) <= width:
            used += _width(deed)
            chosen.append(deed)
    return sorted(chosen, key=DEEDS.index)


def _width(deed: Deed) -> int:
    return cell_len(f" {deed.footer_keys} {deed.footer} ")
