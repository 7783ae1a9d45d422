"""FailureDialog: the engine stopped; start again, or leave."""

from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Static

from snn_tui.dashboard.dialogs.dialog import Dialog

WayOut = Literal["reset", "quit"]


class FailureDialog(Dialog[WayOut]):
    """What went wrong, in the engine's words, and two ways out."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r,escape", "leave('reset')", "Reset"),
        Binding("q", "leave('quit')", "Quit"),
        Binding("left,right", "app.focus_next", "Other button"),
    ]

    def __init__(self, error: str, what: str = "simulation") -> None:
        """what: stopped."""
        super().__init__()
        self._error, self._what = error, what

    def compose(self) -> ComposeResult:
        """The text and the buttons."""
        with Vertical(classes="dialog") as box:
            box.border_title = f"The {self._what} stopped"
            yield Static(self._error, id="error", markup=False)
            with Horizontal(id="ways-out"):
                yield Button("Reset (r)", id="reset", variant="primary", compact=True)
                yield Button("Quit (q)", id="quit", compact=True)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Take the way out that was pressed."""
        self.dismiss("reset" if event.button.id == "reset" else "quit")

    def action_leave(self, way_out: WayOut) -> None:
        """Take this way out."""
        self.dismiss(way_out)
