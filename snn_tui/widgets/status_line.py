"""StatusLine: one row of what the engine is doing."""

from typing import ClassVar

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from engine.frame import Status
from snn_tui.readout import GAP, fit

TONES = ("plain", "strong", "quiet", "warning", "error", "good")


class StatusLine(Widget):
    """Phase, model, size, time, speed, rate and screen rate, in a line of fixed width."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"status-line--{tone}" for tone in TONES}

    def __init__(self, status: Status) -> None:
        super().__init__(id="status")
        self._status = status
        self._screen_fps = 0.0

    def show(self, status: Status, screen_fps: float) -> None:
        """Show this status."""
        self._status, self._screen_fps = status, screen_fps
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The row; there is but one."""
        plain = self.get_component_rich_style("status-line--plain")
        segments = [Segment(GAP[1:], plain)]
        for text, tone in fit(self._status, self._screen_fps, self.size.width):
            style = self.get_component_rich_style(f"status-line--{tone}")
            segments += [Segment(text, style), Segment(GAP, plain)]
        return Strip(segments).adjust_cell_length(self.size.width, plain)
