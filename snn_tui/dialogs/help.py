"""HelpDialog: every key, made from the table that the bindings are made from."""

from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from snn_tui.key_table import groups


class HelpDialog(ModalScreen[None]):
    """Keys and what they do, by group."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,h,f1,enter", "dismiss", "Close help")
    ]

    def compose(self) -> ComposeResult:
        """One table that scrolls."""
        with VerticalScroll(classes="dialog") as box:
            box.border_title = "Keys"
            box.border_subtitle = "Esc closes · ↑ ↓ scroll"
            yield Static(_table(), id="help-table")


def _table() -> Table:
    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(no_wrap=True, justify="right")
    table.add_column(ratio=1)
    for number, (name, deeds) in enumerate(groups()):
        if number:
            table.add_row()
        table.add_row("", Text(name, style="bold underline"))
        for deed in deeds:
            words = Text.assemble(deed.title, (f"  {deed.tooltip}", "dim"))
            table.add_row(Text(deed.shown, style="bold"), words)
    return table
