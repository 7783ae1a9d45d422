"""Controls: everything the user may set, a line each, with its range and keys, and the stimulus."""

from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widgets import Input

from snn_tui.quantities import Choice
from snn_tui.steering import Control, ControlName, Steering
from snn_tui.widgets.inked import Inked
from snn_tui.widgets.value_input import ValueInput

KEYS: dict[ControlName, str] = {
    "size": "[ ]",
    "current": "- +",
    "seed": "n",
    "coupling": "c",
    "real_time": "t",
    "speed": "< >",
    "column": "{ }",
    "amplitude": "",
    "duration": "",
}
NAMES = tuple(KEYS)
LINES = len(NAMES) + 1
"""A line for each control, and one for the pulse keys."""
TITLE, MARK, LEGAL, KEY = 10, 2, 12, 4
"""Widths of a line's parts; the value has what is left."""
ROOM_FOR_KEYS = 36
PENDING, REFUSED = "…", "!"
PARTS = ("title", "value", "cursor", "pending", "mark", "legal", "key", "refused", "text")


class Controls(Inked, can_focus=True):
    """Shows what is acknowledged, or marked, what is asked for.

    One widget draws all lines: the screen is composed anew at each frame, and each widget costs.
    """

    INKS = "controls"
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"controls--{part}" for part in PARTS}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Control above", show=False),
        Binding("down,j", "move(1)", "Control below", show=False),
        Binding("right", "nudge(1)", "Next value", show=False),
        Binding("left", "nudge(-1)", "Previous value", show=False),
        Binding("enter", "edit", "Edit", show=False),
    ]

    class Entered(Message):
        """The user entered this text for a control."""

        def __init__(self, name: ControlName, text: str) -> None:
            self.name = name
            self.text = text
            super().__init__()

    class Nudged(Message):
        """The user wants a control's next value up (1) or down (-1)."""

        def __init__(self, name: ControlName, direction: int) -> None:
            self.name = name
            self.direction = direction
            super().__init__()

    class PulseClicked(Message):
        """The user clicked the line of the pulse keys."""

        def __init__(self, everyone: bool) -> None:
            self.everyone = everyone
            super().__init__()

    def __init__(self, steering: Steering) -> None:
        super().__init__(id="controls")
        self.border_title = "Controls"
        self._controls = steering.controls
        self._cursor = 0
        self._top = 0
        """The first line in sight, where there is no room for all."""
        self._editing = False
        self._refused = False
        self._target = 0
        self._drawn: list[tuple[str, bool, str]] = []

    def compose(self) -> ComposeResult:
        """The input, out of sight until a value is edited."""
        yield ValueInput()

    @property
    def current(self) -> ControlName:
        """The control that the cursor is on."""
        return NAMES[self._cursor]

    @property
    def input(self) -> ValueInput:
        """Where a value is typed."""
        return self.query_one(ValueInput)

    def update(self) -> None:
        """Show every control as it is now."""
        drawn = [(c.text, c.pending, c.kind.legal) for c in map(self._controls.__getitem__, NAMES)]
        if drawn != self._drawn:
            self._drawn = drawn
            self.refresh()

    def target(self, neuron: int) -> None:
        """Say which neuron a pulse goes to."""
        self._target = neuron
        self.refresh()

    def refuse(self) -> None:
        """Mark what the user typed as bad, and let it be mended."""
        self._refused = True
        self.refresh()

    def end_editing(self) -> None:
        """Take the input away."""
        if self._editing:
            self._editing = self._refused = False
            self.focus()
            self.input.display = False
            self.refresh()

    def action_move(self, lines: int) -> None:
        """Move the cursor, and what is in sight with it."""
        self._cursor = max(0, min(self._cursor + lines, len(NAMES) - 1))
        self._bring_in_sight()

    def on_resize(self) -> None:
        """Keep the cursor in sight, and the input over its value."""
        self._bring_in_sight()
        self._place_input()

    def action_nudge(self, direction: int) -> None:
        """Ask for the neighbouring value."""
        self.post_message(self.Nudged(self.current, direction))

    def action_edit(self) -> None:
        """Type a number, or take the next choice."""
        control = self._controls[self.current]
        if isinstance(control.kind, Choice):
            self.action_nudge(1)
            return
        self.input.value = control.text
        self._place_input()
        self.input.display = True
        self.input.focus()
        self._editing = True

    def on_input_changed(self, event: Input.Changed) -> None:
        """What is typed anew is not refused yet."""
        event.stop()
        self._refused = False
        self.refresh()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Hand the text on."""
        event.stop()
        self.post_message(self.Entered(self.current, event.value))

    def on_value_input_given_up(self) -> None:
        """What was not entered does not stay."""
        self.end_editing()

    def on_value_input_nudged(self, event: ValueInput.Nudged) -> None:
        """Ask for the neighbour of what is acknowledged."""
        self.post_message(self.Nudged(self.current, event.direction))

    def on_descendant_blur(self) -> None:
        """What was not entered does not stay, unless the whole terminal was left."""
        if self._editing and self.app.app_focus:
            self._editing = self._refused = False
            self.input.display = False

    def on_focus(self) -> None:
        """Show the cursor."""
        self.refresh()

    def on_blur(self) -> None:
        """Hide the cursor."""
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Edit what is under the mouse, or inject."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        line = offset.y + self._top
        if line < len(NAMES):
            self.end_editing()
            self._cursor = line
            self.action_edit()
        else:
            self.post_message(self.PulseClicked(offset.x >= len(self._pulse_one)))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A line for each control, and one for the pulse keys."""
        return LINES

    def render_line(self, y: int) -> Strip:
        """One control, or the pulse keys."""
        width = self.content_size.width
        base = self.ink("title")
        line = y + self._top
        if line == len(NAMES):
            segments = self._pulse_keys()
        elif line < len(NAMES):
            segments = self._line(line, self._controls[NAMES[line]])
        else:
            segments = []
        return Strip(segments).adjust_cell_length(width, base)

    def _place_input(self) -> None:
        self.input.styles.offset = (TITLE, self._cursor - self._top)
        self.input.styles.width = self._value_width

    def _bring_in_sight(self) -> None:
        """The cursor's line, and the pulse keys with the last control."""
        height = max(1, self.content_size.height)
        bottom = LINES if self._cursor == len(NAMES) - 1 else self._cursor + 1
        top = min(max(self._top, bottom - height), self._cursor)
        self._top = max(0, min(top, LINES - height))
        below = LINES - self._top - height
        self.border_subtitle = f"↓ {below} more" if below > 0 else "↑ more" if self._top else ""
        self.refresh()

    @property
    def _has_keys(self) -> bool:
        return self.content_size.width >= ROOM_FOR_KEYS

    @property
    def _value_width(self) -> int:
        keys = KEY if self._has_keys else 0
        return max(1, self.content_size.width - TITLE - MARK - self._legal_width - keys)

    @property
    def _legal_width(self) -> int:
        return LEGAL if self._has_keys else LEGAL - 1

    @property
    def _pulse_one(self) -> str:
        return f"p into neuron {self._target}   "

    def _line(self, line: int, control: Control) -> list[Segment]:
        on_cursor = line == self._cursor and self.has_focus
        mark = PENDING if control.pending else ""
        if self._refused and line == self._cursor:
            mark = REFUSED
        value = "pending" if control.pending else "cursor" if on_cursor else "value"
        width = self._value_width
        segments = [
            Segment(f"{control.kind.title:<{TITLE}}", self.ink("title")),
            Segment(_fitted(control.text, width), self.ink(value)),
            Segment(f"{mark:<{MARK}}", self.ink("refused" if mark == REFUSED else "mark")),
            Segment(f"{control.kind.legal:<{self._legal_width}}", self.ink("legal")),
        ]
        if self._has_keys:
            segments.append(Segment(f"{KEYS[NAMES[line]]:>{KEY}}", self.ink("key")))
        return segments

    def _pulse_keys(self) -> list[Segment]:
        key, text = self.ink("key"), self.ink("text")
        one = self._pulse_one
        return [
            Segment(one[0], key),
            Segment(one[1:], text),
            Segment("P", key),
            Segment(" all", text),
        ]


def _fitted(text: str, width: int) -> str:
    """Exactly so wide; what does not fit ends in an ellipsis."""
    if len(text) > width:
        return text[: width - 1] + "…"
    return f"{text:<{width}}"
