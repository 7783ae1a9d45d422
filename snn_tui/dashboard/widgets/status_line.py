"""StatusLine: one row of what the engine is doing."""

from typing import ClassVar

from rich.segment import Segment
from textual.strip import Strip

from engine.live.frame import Status
from snn_tui.dashboard.status_text import GAP, fit
from snn_tui.dashboard.widgets.styled_widget import StyledWidget

TONES = ("plain", "strong", "quiet", "warning", "error", "good")


class StatusLine(StyledWidget):
    """Phase, model, size, time, speed, rate and screen rate, in a line of fixed width."""

    STYLE_PREFIX = "status-line"
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"status-line--{tone}" for tone in TONES}

    def __init__(self, status: Status) -> None:
        super().__init__(id="status")
        self._status = status
        self._screen_fps = 0.0
        self._is_held = False

    def show(self, status: Status, screen_fps: float, is_held: bool) -> None:
        """Show this status. is_held: whether the terminal takes no more pictures than that."""
        self._status, self._screen_fps, self._is_held = status, screen_fps, is_held
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The row; there is but one."""
        plain = self.style_of("plain")
        segments = [Segment(GAP[1:], plain)]
        shown = fit(self._status, self._screen_fps, self.size.width, is_held=self._is_held)
        for text, tone in shown:
            style = self.style_of(tone)
            segments += [Segment(text, style), Segment(GAP, plain)]
        return Strip(segments).adjust_cell_length(self.size.width, plain)
