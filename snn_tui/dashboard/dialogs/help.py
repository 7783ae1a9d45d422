"""HelpDialog: every key, made from the table that the bindings are made from, and some words."""

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
from snn_tui.dashboard.words import WORDS

Groups = Mapping[str, Sequence[UserAction]]
WORDS_TITLE = "Words on the screen"
ROOM_FOR_COLUMNS = 118
"""Columns of the terminal."""
ROOM_FOR_EXPLANATIONS = 80
KEYS_AND_FRAME = 18
"""Columns of the narrow table and the dialog that have no words."""


class HelpDialog(Dialog[None]):
    """Keys and what they do, by group, and what words mean."""

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
            box.border_title = "Keys and words"
            box.border_subtitle = "Esc closes · ↑ ↓ scroll"
            yield self._table

    def on_resize(self, event: Resize) -> None:
        """Say all in one line each, where there is room."""
        width = event.size.width
        is_wide = width >= ROOM_FOR_COLUMNS
        self._table.update(_wide_table(self._groups) if is_wide else _narrow(self._groups, width))


def _wide_table(groups: Groups) -> Table:
    """Key, name and explanation in columns, under the groups' names."""
    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(no_wrap=True, justify="right")
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for number, (name, actions) in enumerate(groups.items()):
        _begin(table, name, is_first=not number)
        for action in actions:
            table.add_row(_key(action), action.title, Text(action.tooltip, style="dim"))
    _begin(table, WORDS_TITLE, is_first=False)
    for word, meaning in WORDS:
        table.add_row("", word, Text(meaning, style="dim"))
    return table


def _narrow(groups: Groups, width: int) -> Table:
    """Key and words in columns; an explanation stands below a name that leaves it no room."""
    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(no_wrap=True, justify="right")
    table.add_column(ratio=1)
    for number, (name, actions) in enumerate(groups.items()):
        _begin(table, name, is_first=not number)
        for action in actions:
            words = Text(action.title)
            if width >= ROOM_FOR_EXPLANATIONS:
                taken = len(action.title) + 2 + len(action.tooltip)
                gap = "  " if taken <= width - KEYS_AND_FRAME else "\n"
                words.append(f"{gap}{action.tooltip}", "dim")
            table.add_row(_key(action), words)
    _begin(table, WORDS_TITLE, is_first=False)
    for word, meaning in WORDS:
        table.add_row("", Text.assemble(word, (f"  {meaning}", "dim")))
    return table


def _begin(table: Table, name: str, *, is_first: bool) -> None:
    if not is_first:
        table.add_row()
    table.add_row("", Text(name, style="bold underline"))


def _key(action: UserAction) -> Text:
    return Text(action.shown, style="bold")
