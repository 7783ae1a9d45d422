"""A figure as text: plotext draws frames, ticks and dots of braille, below headings."""

import textwrap
from typing import Any, NamedTuple

import numpy as np
from rich.cells import cell_len

from engine.quoting import cut
from snn_tui.dashboard.drawing.braille import DOTS_ACROSS, DOTS_DOWN
from snn_tui.plots.dots import Bitmap, Raster, bitmap
from snn_tui.plots.figure import Figure, Medium, Panel
from snn_tui.plots.palette import colour
from snn_tui.plots.side_names import placed

GUTTER = 7
"""Characters for numbers at the left side, and one for the axis."""
NOTES = 2
"""Lines that are kept for notes."""
AROUND = 1 + NOTES + 3
"""Lines for the title, notes, and the horizontal axis with its numbers and its name."""
LEAST_ROWS = 2
TICK_ROWS = 4
TICK_COLUMNS = 12


class Page(NamedTuple):
    """Room for a picture, in characters, and whether it may have colours."""

    width: int
    height: int
    has_colours: bool

    @property
    def medium(self) -> Medium:
        """What can be drawn on it."""
        across = self.width - GUTTER - 1
        return Medium(
            across * DOTS_ACROSS, self.rows(1) * DOTS_DOWN, is_stacked=True, letter=DOTS_ACROSS
        )

    def rows(self, panels: int) -> int:
        """Rows of each of so many panels, below its heading."""
        return (self.height - AROUND) // panels - 1


def needed_height(figure: Figure) -> int:
    """Lines that a figure needs at least."""
    return AROUND + len(figure.panels) * (LEAST_ROWS + 1)


def text(figure: Figure, page: Page) -> str:
    """The picture, in lines, of a page that is high enough."""
    rows = page.rows(len(figure.panels))
    lines = [cut(figure.title, page.width), *textwrap.wrap("; ".join(figure.notes), page.width)]
    for number, panel in enumerate(figure.panels):
        is_last = number == len(figure.panels) - 1
        lines += [
            cut(_heading(panel), page.width),
            *_panel(figure, panel, page, rows, is_last=is_last),
        ]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _heading(panel: Panel) -> str:
    return "   ".join(part for part in (panel.y.label, panel.heading) if part)


def _panel(figure: Figure, panel: Panel, page: Page, rows: int, *, is_last: bool) -> list[str]:
    """A panel's lines; below the last one is the horizontal axis."""
    import plotext  # noqa: PLC0415 - only when something is drawn

    plot = plotext.figure
    plot.clear()
    plotext.terminal.limit(False, False)
    names = [name for _, name, _ in panel.names]
    # Where letters are wide, the picture has fewer characters than cells.
    side = max(map(len, names), default=-1) + 1
    columns = page.width - GUTTER - 1 - max(map(cell_len, names), default=-1) - 1
    plot.plot_size(GUTTER + 1 + columns + side, rows + (3 if is_last else 0))
    plot.theme("colorless")
    plot.axes(False, axis="x", side="upper")
    plot.axes(False, axis="y", side="right")
    _vertical(plotext, panel, rows, side)
    _horizontal(plotext, figure, columns, is_last=is_last)
    raster = Raster(figure.x, panel.y, columns * DOTS_ACROSS, rows * DOTS_DOWN)
    for series in panel.series:
        pixel = plotext.pixel(foreground=colour(series.colour).terminal)
        _draw(plot, raster, bitmap(series.mark, raster), plotext.marker("braille", pixel=pixel))
    drawn: str = plot.build().string(colorless=not page.has_colours)
    return drawn.splitlines()


def _draw(plot: Any, raster: Raster, dots: Bitmap, marker: Any) -> None:
    """Dots, each at its middle."""
    row, column = np.nonzero(dots)
    down, across = dots.shape
    x = raster.x.low + (column + 0.5) / across * (raster.x.high - raster.x.low)
    y = raster.y.low + (row + 0.5) / down * (raster.y.high - raster.y.low)
    plot.draw(plot.signal(x.tolist(), y.tolist(), marker=marker))


def _vertical(plotext: Any, panel: Panel, rows: int, side: int) -> None:
    few = max(2, rows // TICK_ROWS)
    ticks = panel.y.ticks(few)
    if len(ticks) < 2:
        ticks = panel.y.ticks(2 * few)
    left = plotext.figure.ruler("y", "left").lim(panel.y.low, panel.y.high).alignment(lim="edge")
    labels = [f"{_short(tick):>{GUTTER}}" for tick in ticks]
    if panel.y.names:
        named = panel.y.named(rows)
        ticks, labels = [at for at, _ in named], [f"{cut(n, GUTTER):>{GUTTER}}" for _, n in named]
    left.ticks(ticks, labels)
    if not side:
        return
    names = placed(panel, rows)
    right = plotext.figure.ruler("y", "right").lim(panel.y.low, panel.y.high)
    right.alignment(lim="edge")
    coloured = [
        plotext.colorize(f" {name:<{side - 1}}").fill(
            plotext.pixel(foreground=colour(number).terminal)
        )
        for _, name, number in names
    ]
    right.ticks([at for at, _, _ in names], coloured)


def _horizontal(plotext: Any, figure: Figure, columns: int, *, is_last: bool) -> None:
    low, high = figure.x.low, figure.x.high
    ruler = plotext.figure.ruler("x").lim(low, high).alignment(lim="edge")
    if not is_last:
        plotext.figure.axes(False, axis="x", side="lower")
        ruler.frequency(0)
        return
    few = max(2, columns // TICK_COLUMNS)
    ticks = [(tick, f"{tick:.10g}") for tick in figure.x.ticks(few)]
    if figure.x.names:
        longest = max(map(len, figure.x.names)) + 1
        ticks = figure.x.named(max(1, columns // longest))
    ruler.ticks([at for at, _ in ticks], [label for _, label in ticks])
    plotext.figure.label(figure.x.label, "x")


def _short(number: float) -> str:
    """In at most as many characters as the gutter has."""
    short = f"{number:.6g}"
    return short if len(short) <= GUTTER else f"{number:.1e}"
