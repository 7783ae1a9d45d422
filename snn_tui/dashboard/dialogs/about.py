"""AboutDialog: what the running network is, and what to look for in it."""

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from engine.quoting import plain
from snn_tui.dashboard.dialogs.dialog import Dialog

MOST_OF_PART = 2000
"""Characters of a description, of which a network's file may have any number."""
NOTHING_SAID = "Its description does not say."


class AboutDialog(Dialog[None]):
    """A network's own words."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,i,enter", "dismiss", "Close")]

    def __init__(self, title: str, description: str, look_for: str, source: str) -> None:
        super().__init__()
        self._title = title
        self._words = about_text(description, look_for or NOTHING_SAID, source)

    def compose(self) -> ComposeResult:
        """The words, which scroll."""
        with VerticalScroll(classes="dialog", id="about-network") as box:
            box.border_title = Content(self._title)
            box.border_subtitle = "Esc closes · ↑ ↓ scroll"
            yield Static(self._words)


def about_text(description: str, look_for: str, source: str) -> Text:
    """What a network is, what to look for, and where it comes from, as far as it is said."""
    paragraphs = [
        Text(plain(description, MOST_OF_PART)),
        Text.assemble(("Look for: ", "bold"), plain(look_for, MOST_OF_PART)),
        Text(plain(source, MOST_OF_PART), style="dim"),
    ]
    return Text("\n\n").join(paragraph for paragraph in paragraphs if paragraph.plain)
