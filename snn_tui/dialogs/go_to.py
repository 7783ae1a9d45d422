"""GoToDialog: asks for a neuron's number."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from snn_tui.quantities import BadValueError, Quantity


class GoToDialog(ModalScreen[int | None]):
    """A number within the network, or Escape."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "Cancel")]

    def __init__(self, neurons: int) -> None:
        super().__init__()
        last = neurons - 1
        self._number = Quantity(title="Neuron", low=0, high=last, legal=f"0…{last}")

    def compose(self) -> ComposeResult:
        """The number and its range."""
        with Vertical(classes="dialog", id="go-to") as box:
            box.border_title = f"Go to neuron {self._number.legal}"
            box.border_subtitle = "Enter goes · Esc cancels"
            yield Input(compact=True)
            yield Static("", id="complaint")

    def on_input_changed(self) -> None:
        """What is typed anew is not wrong yet."""
        self.query_one("#complaint", Static).update()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go there, or say why not."""
        try:
            self.dismiss(int(self._number.parse(event.value)))
        except BadValueError as error:
            self.query_one("#complaint", Static).update(str(error))
