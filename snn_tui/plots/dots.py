"""Marks as dots, of which a character of a terminal has two across and four down."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from snn_tui.dashboard.drawing.halftone import halftone
from snn_tui.plots.figure import Bars, Curve, Dots, Mark, Ruler, Shades
from snn_tui.plots.thinning import thinned

Bitmap = NDArray[np.bool_]
"""Shape (down, across), the first row lowest."""


class Raster(NamedTuple):
    """Two rulers with so many dots along each."""

    x: Ruler
    y: Ruler
    across: int
    down: int

    def columns(self, x: NDArray[np.float64]) -> NDArray[np.int64]:
        """The column of each; those beyond an end are at it."""
        return _placed(x, self.x, self.across)

    def rows(self, y: NDArray[np.float64]) -> NDArray[np.int64]:
        """The row of each."""
        return _placed(y, self.y, self.down)

    def empty(self) -> Bitmap:
        """No dot."""
        return np.zeros((self.down, self.across), np.bool_)


def bitmap(mark: Mark, raster: Raster) -> Bitmap:
    """The dots of a mark."""
    match mark:
        case Dots():
            return _of_dots(mark, raster)
        case Shades():
            return _of_shades(mark, raster)
        case Bars():
            return _of_bars(mark, raster)
        case Curve():
            return _of_curve(thinned(mark, raster.across), raster)


def _placed(values: NDArray[np.float64], ruler: Ruler, dots: int) -> NDArray[np.int64]:
    at = np.floor((values - ruler.low) / (ruler.high - ruler.low) * dots).astype(np.int64)
    return np.clip(at, 0, dots - 1)


def _of_dots(mark: Dots, raster: Raster) -> Bitmap:
    dots, columns = raster.empty(), raster.columns(mark.x)
    height = round(mark.height / (raster.y.high - raster.y.low) * raster.down)
    if height <= 1:
        dots[raster.rows(mark.y), columns] = True
        return dots
    dot = (raster.y.high - raster.y.low) / raster.down
    lowest = raster.rows(mark.y - (height - 1) / 2 * dot)
    for above in range(height):
        dots[np.minimum(lowest + above, raster.down - 1), columns] = True
    return dots


def _of_shades(mark: Shades, raster: Raster) -> Bitmap:
    dots = raster.empty()
    low, high = raster.rows(np.array([mark.low, mark.high]) + 1e-9).tolist()
    end = raster.down if mark.high >= raster.y.high else high
    rows = np.arange(low, max(end, low + 1))
    own = (rows - low) * mark.counts.shape[0] // rows.size
    columns = np.arange(raster.across) * mark.counts.shape[1] // raster.across
    counts = mark.counts[np.ix_(own, columns)].astype(np.int32)
    dots[rows] = halftone(counts, mark.full, 0)
    return dots


def _of_bars(mark: Bars, raster: Raster) -> Bitmap:
    edges = np.linspace(raster.x.low, raster.x.high, raster.across + 1)
    # The nudge keeps a bar in its column in spite of rounding.
    nudge = 1e-6 * (edges[1] - edges[0])
    first = np.searchsorted(mark.edges, edges[:-1] + nudge, "right") - 1
    last = np.searchsorted(mark.edges, edges[1:] - nudge, "left")
    heights = np.array(
        [
            mark.heights[max(0, low) : high].max(initial=0.0)
            for low, high in zip(first.tolist(), last.tolist(), strict=True)
        ]
    )
    top = np.rint((heights - raster.y.low) / (raster.y.high - raster.y.low) * raster.down)
    top = np.maximum(top, heights > 0.0)  # what there is can be seen
    return np.asarray(np.arange(raster.down)[:, None] < top, np.bool_)


def _of_curve(mark: Curve, raster: Raster) -> Bitmap:
    dots = raster.empty()
    columns, rows = raster.columns(mark.x), raster.rows(mark.y)
    # A cycle passes the same dots over and over: each step from dot to dot is drawn once.
    at = rows * raster.across + columns
    # A cycle passes the same dots over and over: each step from dot to dot is drawn once.
    ends = np.concatenate([at[1:], at[-1:]])
    begin, end = np.divmod(np.unique(at * dots.size + ends), dots.size)
    from_row, from_column = np.divmod(begin, raster.across)
    to_row, to_column = np.divmod(end, raster.across)
    down, across = to_row - from_row, to_column - from_column
    length = np.maximum(np.abs(down), np.abs(across)) + 1
    which = np.repeat(np.arange(length.size), length)
    place = np.arange(which.size) - np.repeat(np.cumsum(length) - length, length)
    share = place / np.maximum(1, length - 1)[which]
    row = from_row[which] + np.rint(share * down[which]).astype(np.int64)
    column = from_column[which] + np.rint(share * across[which]).astype(np.int64)
    dots[row, column] = True
    return dots
