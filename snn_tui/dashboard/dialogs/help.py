"""HelpDialog: every key, made from the table that the bindings are made from."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.events import Resize
from textual.widgets import Static

from snn_tui.dashboard.dialogs.dialog import Dialog
from snn_tui.dashboard.user_action import UserAction

Groups = Mapping[str, Sequence[UserAction]]
ROOM_FOR_COLUMNS = 118
"""Columns of the terminal."""


class HelpDialog(Dialog[None]):
    """Keys and what they do, by group."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,h,f1,enter", "dismiss", "Close help")
    ]

    def __init__(self, groups: Groups) -> None:
        super().__init__()
        self._groups = groups
        self._table = Static()

    def compose(self) -> ComposeResult:
        """One table that scrolls."""
        with VerticalScroll(classes="dialog") as box:
            box.border_title = "Keys"
            box.border_subtitle = "Esc closes · ↑ ↓ scroll"
            yield self._table

    def on_resize(self, event: Resize) -> None:
        """Say all in one line each, where there is room."""
        made = _wide_table if event.size.width >= ROOM_FOR_COLUMNS else _narrow_table
        self._table.update(made(self._groups))


def _wide_table(groups: Groups) -> Table:
    """Group, key, name and explanation in columns of their own."""
    table = Table.grid(padding=(0, 2), expand=True)
    for justify in ("left", "right", "left", "left"):
        table.add_column(no_wrap=True, justify=justify)
    for name, actions in groups.items():
        for number, action in enumerate(actions):
            heading = Text("" if number else name, style="bold underline")
            key, explanation = (
                Text(action.shown, style="bold"),
                Text(action.tooltip, style="dim"),
            )
            table.add_row(heading, key, action.title, explanation)
    return table


def _narrow_table(groups: Groups) -> Table:
    """Key and words in columns, under the groups' names."""
    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(no_wrap=True, justify="right")
    table.add_column(ratio=1)
    for number, (name, actions) in enumerate(groups.items()):
        if number:
            table.add_row()
        table.add_row("", Text(name, style="bold underline"))
        for action in actions:
            words = Text.assemble(action.title, (f"  {action.tooltip}", "dim"))
            table.add_row(Text(action.shown, style="bold"), words)
    return table
