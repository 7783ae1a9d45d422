"""GoToTimeDialog: asks for a time within a recording."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from engine.numerics.time_stamps import time_ms
from engine.quoting import echoed
from snn_tui.dashboard.dialogs.dialog import Dialog
from snn_tui.dashboard.quantities import BadValueError
from snn_tui.dashboard.widgets.line_input import LineInput
from snn_tui.plain_numbers import decimal_number

UNITS = {"ms": 1.0, "s": 1000.0}


class GoToTimeDialog(Dialog[int | None]):
    """The step at a time between the recording's ends, or Escape."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "Cancel")]

    def __init__(self, first_step: int, end_step: int, dt_ms: float) -> None:
        super().__init__()
        self._first_step, self._end_step, self._dt_ms = first_step, end_step, dt_ms
        first_s, end_s = (time_ms(step, dt_ms) / 1000 for step in (first_step, end_step))
        self._legal = f"{first_s:.10g}…{end_s:.10g} s"
        self._refused: str | None = None
        self._input = LineInput(self._enter, placeholder="s, or ms if you write so: 1250 ms")
        self._complaint = Static(id="complaint")

    def compose(self) -> ComposeResult:
        """The time and its range."""
        with Vertical(classes="dialog", id="go-to") as box:
            box.border_title = f"Go to time {self._legal}"
            box.border_subtitle = "Enter goes · Esc cancels"
            yield self._input
            yield self._complaint

    def on_input_changed(self, event: Input.Changed) -> None:
        """What is typed anew is not wrong yet."""
        if event.value != self._refused:
            self._complaint.update()

    def _enter(self, text: str) -> None:
        try:
            self.dismiss(self._step(text))
        except BadValueError as error:
            self._refused = text
            self._complaint.update(Content(str(error)))

    def _step(self, text: str) -> int:
        """The step that starts nearest to what was typed."""
        words = text.strip()
        unit = next((unit for unit in UNITS if words.lower().endswith(unit)), "")
        number = decimal_number(words[: len(words) - len(unit)].strip())
        if number is not None:
            step = float(number) * UNITS[unit or "s"] / self._dt_ms
            if self._first_step - 0.5 <= step <= self._end_step + 0.5:
                return min(max(round(step), self._first_step), self._end_step)
        given = echoed(words) or "nothing"
        raise BadValueError(f"Time must be within {self._legal}, as 1.25 or 1250 ms, not {given}")
