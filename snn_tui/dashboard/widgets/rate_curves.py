"""RateCurves: how fast each population fires, over the columns of the raster above."""

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from rich.segment import Segment
from textual import events
from textual.strip import Strip

from engine.live.raster import Band, Raster, bands_of
from snn_tui.dashboard.drawing.bands import COLOURS, GUTTER, short
from snn_tui.dashboard.drawing.braille import DOTS_ACROSS, braille_curve
from snn_tui.dashboard.drawing.time_axis import round_up
from snn_tui.dashboard.widgets.raster_plot import Line, RasterPlot
from snn_tui.dashboard.widgets.styled_widget import StyledWidget

ROUND_RATES = (1, 2, 3, 4, 5, 6, 8)
"""What a scale ends with: near enough to the highest rate to leave little room unused."""


class RateCurves(StyledWidget):
    """A curve for each population, or for neighbours where there are more of them than lines."""

    STYLE_PREFIX = "raster"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "raster--label",
        *(f"raster--population-{number}" for number in range(COLOURS)),
    }

    def __init__(self) -> None:
        super().__init__(id="rate-curves")
        self.border_title = "Population rates"
        self._lines: list[Line] = []

    def show(self, raster: Raster, dt_ms: float) -> None:
        """Draw this, over all of each population's neurons."""
        height, columns = self.content_size.height, raster.counts.shape[1]
        self._lines = []
        if height < 1 or columns < DOTS_ACROSS:
            return
        size = raster.populations[-1].last + 1
        column_ms = raster.column_steps * dt_ms
        bands = bands_of(raster.populations, 0, size, height)
        for band, rows in zip(bands, _shares(height, len(bands)), strict=True):
            rates = _rates_hz(raster, band, column_ms)
            self._lines += _curve(band, rates, columns // DOTS_ACROSS, rows)
        self.caption("Population rates", f"mean of each {column_ms:g} ms")
        self.refresh()

    def wait(self) -> None:
        """There is nothing to draw."""
        self._lines = []
        self.refresh()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Look at less time, closer."""
        event.stop()
        self.post_message(RasterPlot.Zoomed(1, is_time=True, about=None))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """See more time."""
        event.stop()
        self.post_message(RasterPlot.Zoomed(-1, is_time=True, about=None))

    def render_line(self, y: int) -> Strip:
        """One line."""
        line = self._lines[y] if y < len(self._lines) else []
        strip = Strip([Segment(text, self.style_of(style)) for text, style in line])
        return strip.adjust_cell_length(self.content_size.width, self.style_of("label"))


def _shares(height: int, curves: int) -> list[int]:
    """Lines of each curve."""
    return [height * (at + 1) // curves - height * at // curves for at in range(curves)]


def _rates_hz(raster: Raster, band: Band, column_ms: float) -> NDArray[np.float64]:
    """Spikes per neuron and second, NaN where they are not known, shape (columns,)."""
    inside = [band.first <= each.first < band.first + band.size for each in raster.populations]
    spikes = raster.population_counts[np.array(inside)].sum(axis=0)
    return np.where(raster.known, spikes * (1000.0 / (band.size * column_ms)), np.nan)


def _curve(band: Band, rates: NDArray[np.float64], cells: int, rows: int) -> list[Line]:
    known = rates[np.isfinite(rates)]
    high = round_up(max(1.0, float(known.max())), ROUND_RATES) if known.size else 1.0
    top, width = f"{high:,.0f} Hz", GUTTER - 1
    room = width - len(top) - 1
    texts = [f"{short(band.name, room):<{room}} {top} ", *[" " * GUTTER] * (rows - 1)]
    if rows > 1:
        texts[-1] = f"{'0 Hz':>{width}} "
    style = f"population-{band.population % COLOURS}"
    dots = braille_curve(rates, cells, rows, 0.0, high)
    return [[(text, "label"), (dot, style)] for text, dot in zip(texts, dots, strict=True)]
