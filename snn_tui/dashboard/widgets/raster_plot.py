"""RasterPlot: a dot for each spike, neurons from top to bottom, the newest time at the right."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from engine.live.raster import ROWS_PER_LINE, Band, Raster
from engine.numerics.time_stamps import time_ms
from snn_tui.dashboard.drawing.bands import COLOURS, GUTTER, labels, line_of, spread
from snn_tui.dashboard.drawing.braille import DOTS_ACROSS, braille_cells
from snn_tui.dashboard.drawing.halftone import Density, halftone
from snn_tui.dashboard.drawing.pulse_marks import axis_with_pulses, cells_of
from snn_tui.dashboard.drawing.sparks import UNKNOWN
from snn_tui.dashboard.drawing.time_axis import time_axis
from snn_tui.dashboard.drawing.waiting_lines import waiting_lines
from snn_tui.dashboard.widgets.styled_widget import StyledWidget

POINTER = "▶"
TICK_OF_CURSOR = "▲"
AXIS = 1
Line = list[tuple[str, str]]
"""Texts, and the styles they are drawn in."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in the raster: a neuron, and so many columns before the last one."""

    neuron: int
    back: int


class RasterPlot(StyledWidget, can_focus=True):
    """Bands of lines, one for each population, and below them the time."""

    STYLE_PREFIX = "raster"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "raster--label",
        "raster--label-chosen",
        "raster--unknown",
        "raster--cursor",
        "raster--pulse",
        "raster--pulse-mark",
        *(f"raster--population-{number}" for number in range(COLOURS)),
    }

    class Clicked(Message):
        """The user clicked a place."""

        def __init__(self, cursor: Cursor) -> None:
            self.cursor = cursor
            super().__init__()

    class Zoomed(Message):
        """The user turned the wheel: in (1) or out (-1), of time or of neurons."""

        def __init__(self, direction: int, *, is_time: bool, about: Cursor | None) -> None:
            self.direction, self.is_time, self.about = direction, is_time, about
            super().__init__()

    def __init__(self) -> None:
        super().__init__(id="raster-plot")
        self._raster: Raster | None = None
        self._dt_ms = 1.0
        self._densities: dict[Band, Density] = {}
        self._cursor: Cursor | None = None
        self._selected = 0
        self._words = ""
        self._lines: list[Line] = []

    @property
    def columns(self) -> int:
        """Columns of dots that it has room for."""
        return max(0, self.content_size.width - GUTTER) * DOTS_ACROSS

    @property
    def lines(self) -> int:
        """Lines that it has room for."""
        return max(0, self.content_size.height - AXIS)

    @property
    def full(self) -> int:
        """Spikes that a dot of the densest band needs to be drawn for sure."""
        return max((density.full for density in self._densities.values()), default=1)

    def show(self, raster: Raster, dt_ms: float, cursor: Cursor | None, selected: int) -> None:
        """Draw this. selected: the neuron that is shown larger elsewhere."""
        self._raster, self._dt_ms = raster, dt_ms
        self._cursor, self._selected = cursor, selected
        self._densities = {band: self._densities.get(band, Density()) for band in raster.bands}
        self._redraw()

    def wait(self, words: str) -> None:
        """Say why there is nothing to draw."""
        self._raster, self._words = None, words
        self._redraw()

    def render_line(self, y: int) -> Strip:
        """One line."""
        lines = self._waiting_lines() if self._raster is None else self._lines
        line = lines[y] if y < len(lines) else []
        strip = Strip([Segment(text, self.style_of(style)) for text, style in line])
        return strip.adjust_cell_length(self.content_size.width, self.style_of("label"))

    def on_click(self, event: events.Click) -> None:
        """Go to the place under the mouse."""
        place = self._place(event)
        if place is not None:
            self.post_message(self.Clicked(place))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Look closer."""
        self._zoom(1, event)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """See more."""
        self._zoom(-1, event)

    def _zoom(self, direction: int, event: events.MouseEvent) -> None:
        event.stop()
        is_time = event.shift or event.ctrl
        self.post_message(self.Zoomed(direction, is_time=is_time, about=self._place(event)))

    def _place(self, event: events.MouseEvent) -> Cursor | None:
        """The neuron and the time under the mouse."""
        offset = event.get_content_offset(self)
        if offset is None or self._raster is None:
            return None
        above = 0
        for band in self._raster.bands:
            if offset.y < above + band.lines:
                dot = min((offset.y - above) * ROWS_PER_LINE, band.dots - 1)
                row = -(-dot * band.rows // band.dots)
                columns = self._raster.counts.shape[1]
                column = (offset.x - GUTTER) * DOTS_ACROSS
                back = min(max(0, columns - 1 - column), columns - 1)
                return Cursor(band.first_of(min(row, band.rows - 1)), back)
            above += band.lines
        return None

    def _redraw(self) -> None:
        raster = self._raster
        if raster is not None:
            self._lines, above = [], 0
            known = raster.known
            for band in raster.bands:
                counts = raster.counts[above : above + band.rows]
                self._densities[band].include(counts[:, known])
                self._lines += self._band(band, counts * known, int(np.count_nonzero(~known)))
                above += band.rows
            self._lines.append(self._axis(raster))
        self.refresh()

    def _waiting_lines(self) -> list[Line]:
        lines = waiting_lines(self._words, self.content_size.width - 2)
        return [[(f" {line}", "label")] for line in lines]

    def _band(self, band: Band, counts: NDArray[np.int32], unknown: int) -> list[Line]:
        """Dots of one band, with what is known of it beside them."""
        assert self._raster is not None
        first_column = self._raster.end_step // self._raster.column_steps - counts.shape[1]
        on = halftone(counts, self._densities[band].full, first_column)
        dots = np.zeros((band.lines * ROWS_PER_LINE, counts.shape[1]), np.bool_)
        dots[: band.dots] = spread(on, band.dots)
        style = f"population-{band.population % COLOURS}"
        blank = unknown // DOTS_ACROSS
        lines: list[Line] = []
        for at, (label, text) in enumerate(zip(labels(band), braille_cells(dots), strict=True)):
            is_cursor = self._cursor is not None and line_of(band, self._cursor.neuron) == at
            pointer = POINTER if line_of(band, self._selected) == at else " "
            gutter = (f"{pointer}{label} ", "label-chosen" if is_cursor else "label")
            runs = [(UNKNOWN * blank, "unknown"), (text[blank:], style)]
            for pulse in self._raster.pulses:
                if pulse.neuron is not None and line_of(band, pulse.neuron) == at:
                    runs = marked(runs, cells_of(pulse, self._raster), "pulse")
            if is_cursor:
                cell = self._cursor_cell(len(text))
                runs = marked(runs, range(cell, cell + 1), "cursor")
            lines.append([gutter, *(run for run in runs if run[0])])
        return lines

    def _cursor_cell(self, cells: int) -> int:
        assert self._cursor is not None
        return max(0, cells - 1 - self._cursor.back // DOTS_ACROSS)

    def _axis(self, raster: Raster) -> Line:
        columns = raster.counts.shape[1]
        column_ms = raster.column_steps * self._dt_ms
        text = time_axis(time_ms(raster.end_step, self._dt_ms), column_ms, columns)
        runs = [
            (part, "pulse-mark" if is_pulse else "label")
            for part, is_pulse in axis_with_pulses(text, raster)
        ]
        if self._cursor is not None:
            at = self._cursor_cell(len(text))
            runs = marked(runs, range(at, at + 1), "cursor", TICK_OF_CURSOR)
        return [(" " * GUTTER, "label"), *runs]


def marked(runs: Line, cells: range, mark: str, instead: str = "") -> Line:
    """The same with these characters, or `instead` of one, in the style of a mark."""
    line: Line = []
    first, end = cells.start, cells.stop
    for text, style in runs:
        start, stop = (min(max(0, at), len(text)) for at in (first, end))
        within = instead if instead and start < stop else text[start:stop]
        line += [(text[:start], style), (within, mark), (text[stop:], style)]
        first, end = first - len(text), end - len(text)
    return [run for run in line if run[0]]
