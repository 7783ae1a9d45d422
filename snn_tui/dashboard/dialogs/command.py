"""CommandDialog: the command that repeats what runs."""

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from snn_tui.dashboard.dialogs.dialog import Dialog
from snn_tui.dashboard.repeating import Repeat

COPIED = "Copied to the clipboard, if the terminal allows that (OSC 52)."


class CommandDialog(Dialog[None]):
    """A command, and what it leaves out."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,y,enter", "dismiss", "Close")]

    def __init__(self, repeat: Repeat) -> None:
        super().__init__()
        words = [Text(repeat.command, style="bold")] if repeat.command else []
        words += [Text(remark) for remark in repeat.remarks]
        if repeat.command:
            words.append(Text(COPIED, style="dim"))
        self._words = Text("\n\n").join(words)

    def compose(self) -> ComposeResult:
        """The words, which scroll."""
        with VerticalScroll(classes="dialog", id="command") as box:
            box.border_title = "The command that repeats this"
            box.border_subtitle = "Esc closes"
            yield Static(self._words)
