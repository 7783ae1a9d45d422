"""StatusLine: one row of what the engine is doing."""

from typing import ClassVar

from rich.segment import Segment
from textual.strip import Strip

from engine.live.frame import Status
from snn_tui.dashboard.readout import GAP, fit
from snn_tui.dashboard.widgets.inked import Inked

TONES = ("plain", "strong", "quiet", "warning", "error", "good")


class StatusLine(Inked):
    """Phase, model, size, time, speed, rate and screen rate, in a line of fixed width."""

    INKS = "status-line"
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
        plain = self.ink("plain")
        segments = [Segment(GAP[1:], plain)]
        shown = fit(self._status, self._screen_fps, self.size.width, is_held=self._is_held)
        for text, tone in shown:
            style = self.ink(tone)
            segments += [Segment(text, style), Segment(GAP, plain)]
        return Strip(segments).adjust_cell_length(self.size.width, plain)
