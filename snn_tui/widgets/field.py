"""Field: one control's title, value, legal range and keys, on one line."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from snn_tui.quantities import Choice
from snn_tui.steering import Control, ControlName

PENDING = "…"
EDITED = "⏎"
REFUSED = "!"


class Entered(Message):
    """The user entered this text for a control."""

    def __init__(self, name: ControlName, text: str) -> None:
        self.name = name
        self.text = text
        super().__init__()


class Nudged(Message):
    """The user asked for a control's next value up (1) or down (-1)."""

    def __init__(self, name: ControlName, direction: int) -> None:
        self.name = name
        self.direction = direction
        super().__init__()


class ValueInput(Input):
    """Where a value is typed; the arrow keys go to its neighbours."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "nudge(1)", "Next value up", show=False),
        Binding("down", "nudge(-1)", "Next value down", show=False),
    ]

    def __init__(self, name: ControlName, text: str) -> None:
        super().__init__(text, id=f"{name}-value", compact=True, select_on_focus=True)
        self.control_name = name
        self.cursor_blink = False

    def action_nudge(self, direction: int) -> None:
        """Ask for the neighbouring value."""
        self.post_message(Nudged(self.control_name, direction))


class ChoiceValue(Static, can_focus=True):
    """A word that Enter, space, an arrow or a click changes to the next one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space,right,up", "nudge(1)", "Next choice", show=False),
        Binding("left,down", "nudge(-1)", "Previous choice", show=False),
    ]

    def __init__(self, name: ControlName, text: str) -> None:
        super().__init__(text, id=f"{name}-value")
        self.control_name = name

    def on_click(self) -> None:
        """Change it."""
        self.action_nudge(1)

    def action_nudge(self, direction: int) -> None:
        """Ask for the neighbouring word."""
        self.post_message(Nudged(self.control_name, direction))


class Field(Horizontal):
    """Shows what is acknowledged, or marked, what is asked for."""

    def __init__(self, name: ControlName, control: Control, keys: str, tooltip: str) -> None:
        super().__init__(id=f"{name}-field", classes="field")
        self.control_name = name
        self.tooltip = tooltip
        self._control = control
        self._keys = keys
        self._shown = control.text

    def compose(self) -> ComposeResult:
        """Title, value, mark, range, keys."""
        kind = self._control.kind
        yield Static(kind.title, classes="field-title")
        if isinstance(kind, Choice):
            yield ChoiceValue(self.control_name, self._shown)
        else:
            yield ValueInput(self.control_name, self._shown)
        yield Static("", classes="field-mark")
        yield Static(kind.legal, classes="field-legal")
        yield Static(self._keys, classes="field-keys", markup=False)

    def update(self) -> None:
        """Show the control as it is now, unless the user is editing it."""
        self._set_mark()
        text = self._control.text
        if text == self._shown or self._is_edited:
            return
        self._shown = text
        self._write(text)
        self.query_one(".field-legal", Static).update(self._control.kind.legal, layout=False)

    def restore(self) -> None:
        """Give up what the user typed."""
        self.remove_class("refused")
        self._shown = self._control.text
        self._write(self._shown)
        self._set_mark()

    def refuse(self) -> None:
        """Mark what the user typed as bad."""
        self.add_class("refused")
        self._set_mark()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say that Enter is missing."""
        event.stop()
        self.remove_class("refused")
        self._set_mark()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Hand the text on."""
        event.stop()
        self.post_message(Entered(self.control_name, event.value))

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """What was not entered does not stay."""
        self.restore()

    @property
    def _is_edited(self) -> bool:
        inputs = self.query(ValueInput)
        return bool(inputs) and inputs.first().value != self._shown

    def _write(self, text: str) -> None:
        for entry in self.query(ValueInput):
            with entry.prevent(Input.Changed):
                entry.value = text
        for choice in self.query(ChoiceValue):
            choice.update(text, layout=False)

    def _set_mark(self) -> None:
        if self.has_class("refused"):
            mark = REFUSED
        elif self._is_edited:
            mark = EDITED
        else:
            mark = PENDING if self._control.pending else ""
        self.set_class(self._control.pending, "pending")
        self.query_one(".field-mark", Static).update(mark, layout=False)
