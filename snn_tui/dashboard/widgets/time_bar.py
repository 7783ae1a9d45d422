"""TimeBar: where a replay is in its recording, and a click away from any other time."""

from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.strip import Strip

from engine.live.frame import Status
from engine.live.replayed import Replayed
from engine.numerics.time_stamps import time_ms
from snn_tui.dashboard.steering import Steering
from snn_tui.dashboard.widgets.styled_widget import StyledWidget

PLAYED, HEAD, TO_COME = "━", "●", "─"
PLAYED_HAND, HAND_TO_COME = "╋", "┼"
"""Where hands did something."""
PARTS = ("label", "played", "head", "rest")


class TimeBar(StyledWidget):
    """A line from the recording's start to its end."""

    STYLE_PREFIX = "time-bar"
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"time-bar--{part}" for part in PARTS}
    DEFAULT_CSS: ClassVar[str] = """
    TimeBar {
        height: 1;
        .time-bar--label { color: $quiet; }
        .time-bar--played { color: $primary; }
        .time-bar--head { color: $spike; text-style: bold; }
        .time-bar--rest { color: $frame; }
    }
    """

    def __init__(self, steering: Steering, replayed: Replayed) -> None:
        super().__init__(id="time")
        self._steering, self._replayed = steering, replayed
        self._head: int | None = None
        self._step, self._dt_ms = replayed.first_step, steering.dt_ms

    def show(self, status: Status) -> None:
        """Show where the replay is."""
        self._step = status.step
        head = self._column_of(status.step)
        if head != self._head:
            self._head = head
            self.refresh()

    def on_resize(self) -> None:
        """Fit the line to the new width."""
        self._head = self._column_of(self._step)
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Go to the time under the mouse."""
        column = event.x - len(self._labels[0])
        width = self._width
        if width > 1 and 0 <= column < width:
            first, end = self._replayed.first_step, self._replayed.end_step
            self._steering.go_to(first + round(column / (width - 1) * (end - first)))

    def render_line(self, y: int) -> Strip:
        """The row; there is but one."""
        before, after = self._labels
        width, head = self._width, self._column_of(self._step)
        hands = {self._column_of(step) for step in self._replayed.hand_steps}
        played = "".join(PLAYED_HAND if at in hands else PLAYED for at in range(head))
        rest = "".join(HAND_TO_COME if at in hands else TO_COME for at in range(head + 1, width))
        texts = ((before, "label"), (played, "played"), (HEAD, "head"), (rest, "rest"))
        segments = [Segment(text, self.style_of(part)) for text, part in (*texts, (after, "label"))]
        return Strip(segments).adjust_cell_length(self.size.width, self.style_of("label"))

    @property
    def _labels(self) -> tuple[str, str]:
        """The times at the ends."""
        first, end = (
            time_ms(step, self._dt_ms) / 1000
            for step in (self._replayed.first_step, self._replayed.end_step)
        )
        return f" {first:.4g} s ", f" {end:.4g} s "

    @property
    def _width(self) -> int:
        return max(1, self.size.width - sum(map(len, self._labels)))

    def _column_of(self, step: int) -> int:
        first, end = self._replayed.first_step, self._replayed.end_step
        share = (min(max(step, first), end) - first) / max(1, end - first)
        return round(share * (self._width - 1))
