"""GoToDialog: asks for a neuron's number."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from snn_tui.dashboard.dialogs.dialog import Dialog
from snn_tui.dashboard.quantities import BadValueError, Quantity
from snn_tui.dashboard.widgets.line_input import LineInput


class GoToDialog(Dialog[int | None]):
    """A number within the network, or Escape."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "Cancel")]

    def __init__(self, neurons: int) -> None:
        super().__init__()
        last = neurons - 1
        self._number = Quantity(title="Neuron", low=0, high=last, legal=f"0…{last}")
        self._refused: str | None = None
        self._input = LineInput(self._enter)
        self._complaint = Static(id="complaint")

    def compose(self) -> ComposeResult:
        """The number and its range."""
        with Vertical(classes="dialog", id="go-to") as box:
            box.border_title = f"Go to neuron {self._number.legal}"
            box.border_subtitle = "Enter goes · Esc cancels"
            yield self._input
            yield self._complaint

    def on_input_changed(self, event: Input.Changed) -> None:
        """What is typed anew is not wrong yet."""
        if event.value != self._refused:
            self._complaint.update()

    def _enter(self, text: str) -> None:
        try:
            self.dismiss(int(self._number.parse(text)))
        except BadValueError as error:
            self._refused = text
            self._complaint.update(Content(str(error)))
