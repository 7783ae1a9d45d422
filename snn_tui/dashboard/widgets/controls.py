"""Controls: everything the user may set, a line each, with its range and keys, and the stimulus."""

from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widgets import Input

from snn_tui.dashboard.forecast import how_slow
from snn_tui.dashboard.quantities import BadValueError, Choice
from snn_tui.dashboard.steering import OF_A_RUN, Control, ControlName, Steering
from snn_tui.dashboard.widgets.hint import Hint
from snn_tui.dashboard.widgets.line_input import LineInput, pasted
from snn_tui.dashboard.widgets.styled_widget import StyledWidget

KEYS: dict[ControlName, str] = {
    "size": "[ ]",
    "current": "- +",
    "seed": "n",
    "coupling": "c",
    "speed": "t < >",
    "column": "{ }",
    "amplitude": "",
    "duration": "",
}
NAMES = tuple(KEYS)
IN_REPLAY: tuple[ControlName, ...] = ("size", "current", "seed", "speed", "column")
"""Those that there are where nothing runs."""
TITLE, MARK, LEGAL, KEY = 10, 2, 12, 5
"""Widths of a line's parts; the value has what is left."""
ROOM_FOR_KEYS = 36
PENDING, REFUSED = "…", "!"
TYPED = {
    **{digit: digit for digit in "0123456789"},
    "minus": "-",
    "plus": "+",
    "full_stop": ".",
    "comma": ",",
    "m": "m",
}
"""Keys that a value begins with, that of `max` included."""
HINTS = (
    Hint("0-9", "type", "enter", 0),
    Hint("Enter", "edit", "enter", 1),
    Hint("← →", "change", "right", 4),
    Hint("Tab", "next", "tab", 3),
    Hint("Esc", "leave", "escape", 2),
)
HINTS_EDITING = (
    Hint("Enter", "apply", "enter", 0),
    Hint("↑ ↓", "change", "up", 3),
    Hint("Tab", "next", "tab", 2),
    Hint("Esc", "give up", "escape", 1),
)
PARTS = ("title", "value", "cursor", "pending", "mark", "legal", "key", "refused", "text")


class Controls(StyledWidget, can_focus=True):
    """Shows what is acknowledged, or marked, what is asked for.

    One widget draws all lines: the screen is composed anew at each frame, and each widget costs.
    """

    STYLE_PREFIX = "controls"
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"controls--{part}" for part in PARTS}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "step(-1)", "Control above", show=False),
        Binding("down,j", "step(1)", "Control below", show=False),
        Binding("tab", "tab(1)", "Next control", show=False),
        Binding("shift+tab", "tab(-1)", "Control before", show=False),
        Binding("right", "nudge(1)", "Next value", show=False),
        Binding("left", "nudge(-1)", "Previous value", show=False),
        Binding("enter", "edit", "Edit", show=False),
        Binding("escape", "leave", "Leave", show=False),
        *(Binding(key, f"type({text!r})", "Type", show=False) for key, text in TYPED.items()),
    ]

    class Complained(Message):
        """What the user wants can't be, or will not be as wished; empty: now it will."""

        def __init__(self, complaint: str) -> None:
            self.complaint = complaint
            super().__init__()

    class PulseClicked(Message):
        """The user clicked the line of the pulse keys."""

        def __init__(self, everyone: bool) -> None:
            self.everyone = everyone
            super().__init__()

    def __init__(self, steering: Steering) -> None:
        super().__init__(id="controls")
        self.border_title = "Controls"
        self.input = LineInput(self._enter)
        """Where a value is typed, over the line that shows it; out of sight until then."""
        self._steering = steering
        self._controls = steering.controls
        is_live = steering.replayed is None
        self._names = NAMES if is_live else IN_REPLAY
        self._lines = len(self._names) + is_live
        """One for each control, and one for the pulse keys."""
        self._cursor = 0
        self._top = 0
        """The first line in sight, where there is no room for all."""
        self._editing = False
        self._refused: str | None = None
        """What was typed and is no value."""
        self._target = 0
        self._drawn: list[tuple[str, bool, str]] = []

    def compose(self) -> ComposeResult:
        """The input alone; lines are drawn."""
        yield self.input

    @property
    def current(self) -> ControlName:
        """The control that the cursor is on."""
        return self._names[self._cursor]

    @property
    def hints(self) -> tuple[Hint, ...]:
        """The keys that work now."""
        return HINTS_EDITING if self._editing else HINTS

    def update(self) -> None:
        """Show every control as it is now."""
        drawn = [
            (c.text, c.pending, c.kind.legal) for c in map(self._controls.__getitem__, self._names)
        ]
        if drawn != self._drawn:
            self._drawn = drawn
            self.refresh()

    def target(self, neuron: int) -> None:
        """Say which neuron a pulse goes to."""
        self._target = neuron
        self.refresh()

    def action_step(self, lines: int) -> None:
        """Move the cursor, or from within a value ask for its neighbour."""
        if self._editing:
            self.action_nudge(-lines)
        else:
            self._move_to(max(0, min(self._cursor + lines, len(self._names) - 1)))

    def action_tab(self, lines: int) -> None:
        """Go to the next control, beyond the last to what comes next on the screen."""
        self._end_editing()
        if 0 <= self._cursor + lines < len(self._names):
            self._move_to(self._cursor + lines)
            return
        self._move_to(0 if lines > 0 else len(self._names) - 1)
        if lines > 0:
            self.screen.focus_next()
        else:
            self.screen.focus_previous()

    def action_nudge(self, direction: int) -> None:
        """Ask for the neighbouring value."""
        self._end_editing()
        complaint = self._steering.nudge(self.current, direction)
        self.update()
        self.post_message(self.Complained(complaint))

    def action_edit(self) -> None:
        """Change the value that is there, or take the next choice."""
        control = self._controls[self.current]
        if isinstance(control.kind, Choice):
            self.action_nudge(1)
        else:
            self._edit(control.text, selected=True)

    def action_type(self, text: str) -> None:
        """Write another value over the one that is there."""
        self._edit(text, selected=False)

    def action_leave(self) -> None:
        """Leave the value as it was; from outside of it, the controls."""
        if not self._editing:
            raise SkipAction
        self._end_editing()

    def on_resize(self) -> None:
        """Keep the cursor in sight, and the input over its value."""
        self._move_to(self._cursor)
        self._place_input()

    def on_paste(self, event: events.Paste) -> None:
        """Write what was pasted over the value that is there."""
        event.stop()
        self._edit(pasted(event), selected=False)

    def on_input_changed(self, event: Input.Changed) -> None:
        """What is typed anew is not refused yet."""
        event.stop()
        if event.value != self._refused:
            self._take_back()

    def on_descendant_blur(self) -> None:
        """What was not entered does not stay, unless the whole terminal was left."""
        if self.app.app_focus and self.screen.focused is not self.input:
            self._hide_input()

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
        if line < len(self._names):
            self._end_editing()
            self._cursor = line
            self.action_edit()
        elif line < self._lines:
            self.post_message(self.PulseClicked(offset.x >= len(self._pulse_one)))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A line for each control, and one for the pulse keys."""
        return self._lines

    def render_line(self, y: int) -> Strip:
        """One control, or the pulse keys."""
        width = self.content_size.width
        base = self.style_of("title")
        line = y + self._top
        if line < len(self._names):
            segments = self._line(line, self._controls[self._names[line]])
        else:
            segments = self._pulse_keys() if line < self._lines else []
        return Strip(segments).adjust_cell_length(width, base)

    def _edit(self, text: str, *, selected: bool) -> None:
        """Let a value be typed, where one can be, beginning with this text."""
        control = self._controls[self.current]
        complaint = self._steering.refusal(self.current)
        if isinstance(control.kind, Choice):
            complaint = complaint or f"{control.kind.title}: ← and → choose"
        if complaint:
            self.post_message(self.Complained(complaint))
            return
        self._place_input()
        self.input.display = True
        self.input.begin(text, selected=selected)
        self.screen.set_focus(self.input)
        self._editing = True

    def _enter(self, text: str) -> None:
        """Apply what was typed, or say why not and let it be mended."""
        try:
            complaint = self._steering.apply(self.current, text)
        except BadValueError as error:
            self._refused = text
            self.post_message(self.Complained(str(error)))
            self.refresh()
        else:
            self._end_editing()
            self.update()
            self.post_message(self.Complained(complaint))

    def _end_editing(self) -> None:
        if self._editing:
            self.screen.set_focus(self)
            self._hide_input()

    def _hide_input(self) -> None:
        self._editing = False
        self._take_back()
        self.input.display = False
        self.refresh()

    def _take_back(self) -> None:
        """Nothing that stands there was refused."""
        if self._refused is not None:
            self._refused = None
            self.post_message(self.Complained(""))
        self.refresh()

    def _place_input(self) -> None:
        self.input.styles.offset = (TITLE, self._cursor - self._top)
        self.input.styles.width = self._value_width

    def _move_to(self, line: int) -> None:
        """Put the cursor there, in sight, and the pulse keys with the last control."""
        self._cursor = line
        height = max(1, self.content_size.height)
        bottom = self._lines if self._cursor == len(self._names) - 1 else self._cursor + 1
        top = min(max(self._top, bottom - height), self._cursor)
        self._top = max(0, min(top, self._lines - height))
        below = self._lines - self._top - height
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
        if self._editing and line == self._cursor and self._refused is not None:
            mark = REFUSED
        value = "pending" if control.pending else "cursor" if on_cursor else "value"
        width = self._value_width
        segments = [Segment(f"{control.kind.title:<{TITLE}}", self.style_of("title"))]
        if control.kind.legal:
            segments += [
                Segment(_fitted(control.text, width), self.style_of(value)),
                Segment(f"{mark:<{MARK}}", self.style_of("refused" if mark == REFUSED else "mark")),
                self._beside(line, control),
            ]
        else:
            # There is nothing to choose: its words have the room.
            words = _fitted(control.text, width + MARK + self._legal_width)
            segments.append(Segment(words, self.style_of("cursor" if on_cursor else "legal")))
        if self._has_keys:
            keys = "" if self._is_kept(line) else KEYS[self._names[line]]
            segments.append(Segment(f"{keys:>{KEY}}", self.style_of("key")))
        return segments

    def _beside(self, line: int, control: Control) -> Segment:
        """What is legal, or of a size that is typed or asked for, what to expect of it."""
        words, part = control.kind.legal, "legal"
        if self._is_kept(line):
            words = "recorded"
        if self._names[line] == "size" and (size := self._wanted_size(line, control)):
            if self._steering.lacks_memory(size):
                words, part = "no memory", "refused"
            elif slow := self._steering.slow_range(size):
                words, part = how_slow(*slow), "mark"
        return Segment(_fitted(words, self._legal_width), self.style_of(part))

    def _is_kept(self, line: int) -> bool:
        """Whether it is as it was in the run that is replayed."""
        return self._steering.replayed is not None and self._names[line] in OF_A_RUN

    def _wanted_size(self, line: int, control: Control) -> int | None:
        """The size that stands there and is not yet built, if it is one."""
        if not (self._editing and line == self._cursor):
            return int(control.value) if control.pending else None
        try:
            return int(control.kind.parse(self.input.value))
        except BadValueError:
            return None

    def _pulse_keys(self) -> list[Segment]:
        key, text = self.style_of("key"), self.style_of("text")
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
