"""PaletteDialog: everything the user can do, found by some letters of its name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.fuzzy import FuzzySearch
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from snn_tui.dashboard import themes
from snn_tui.dashboard.dialogs.dialog import Dialog
from snn_tui.dashboard.user_action import UserAction
from snn_tui.dashboard.widgets.choice_list import ChoiceList
from snn_tui.dashboard.widgets.line_input import LineInput

KEYS, TITLE = 9, 31
"""Columns."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to do: its keys, name and explanation, and the app's action that does it."""

    keys: str
    title: str
    explanation: str
    action: str


def entries(actions: Iterable[UserAction]) -> list[Entry]:
    """These actions, and all themes."""
    use = "Take this theme, and remember it"
    return [
        *(Entry(a.shown, a.title, a.tooltip, f"do({a.id!r})") for a in actions),
        *(Entry("", f"Theme {t.name}", use, f"use_theme({t.name!r})") for t in themes.THEMES),
    ]


class PaletteDialog(Dialog[str | None]):
    """The action that was chosen, or Escape."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Cancel"),
        Binding("up", "list('cursor_up')", "Entry above", show=False),
        Binding("down", "list('cursor_down')", "Entry below", show=False),
        Binding("pageup", "list('page_up')", "Page up", show=False),
        Binding("pagedown", "list('page_down')", "Page down", show=False),
    ]

    def __init__(self, choices: Sequence[Entry]) -> None:
        super().__init__()
        self._all = choices
        self._found: list[Entry] = []
        self._searched: str | None = None
        self._search = FuzzySearch()
        self._input = LineInput(self._enter, placeholder="Search what can be done")
        self._list = ChoiceList()
        self._list.can_focus = False

    def compose(self) -> ComposeResult:
        """The letters, and what they find."""
        with Vertical(classes="dialog", id="palette") as box:
            box.border_title = "Everything that can be done"
            box.border_subtitle = "Enter does it · Esc cancels"
            yield self._input
            yield self._list

    def on_mount(self) -> None:
        """Begin with all there is."""
        self._find("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look for what is typed."""
        self._find(event.value)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Choose what was clicked."""
        if event.option_id is not None:
            self.dismiss(event.option_id)

    def action_list(self, action: str) -> None:
        """Move in the list while the focus is where the letters go."""
        getattr(self._list, f"action_{action}")()

    def _enter(self, text: str) -> None:
        self._find(text)
        if self._found and self._list.highlighted is not None:
            self.dismiss(self._found[self._list.highlighted].action)

    def _find(self, text: str) -> None:
        if text == self._searched:
            return
        self._searched = text
        matches = [(entry, *self._matched(entry)) for entry in self._all]
        matches = sorted((m for m in matches if m[1] > 0), key=lambda m: m[1], reverse=True)
        self._found = [entry for entry, _, _ in matches]
        options = [Option(_line(entry, at), id=entry.action) for entry, _, at in matches]
        self._list.clear_options()
        self._list.add_options(options or [Option("Nothing is called so", disabled=True)])
        self._list.highlighted = 0 if options else None

    def _matched(self, entry: Entry) -> tuple[float, Sequence[int]]:
        """How well the entry fits what is searched, and which letters of its title do."""
        return self._search.match(self._searched, entry.title) if self._searched else (1.0, ())


def _line(entry: Entry, matched: Sequence[int]) -> Text:
    title = Text(f"{entry.title:<{TITLE}}")
    for position in matched:
        title.stylize("bold underline", position, position + 1)
    return Text.assemble((f"{entry.keys:>{KEYS}}  ", "bold"), title, (entry.explanation, "dim"))
