"""Bands of a raster as lines of text: which dots a row has, and what stands beside them."""

import numpy as np
from numpy.typing import NDArray

from engine.live.raster import ROWS_PER_LINE, Band

GUTTER = 14
"""Columns for a pointer, a label and a space, beside the rates' curves as well."""
COLOURS = 6
"""Of populations, again and again."""


def spread(rows: NDArray[np.bool_], dots: int) -> NDArray[np.bool_]:
    """Rows over so many dots; those of several dots leave one free before the next."""
    count = len(rows)
    row = ((np.arange(dots) + 1) * count - 1) // dots
    ends = np.append(row[1:] != row[:-1], True)
    begins = np.append(True, row[1:] != row[:-1])
    return np.where((ends & ~begins)[:, None], False, rows[row])


def line_of(band: Band, neuron: int) -> int | None:
    """The band's line that a neuron is in; None for a neuron of another."""
    if not band.first <= neuron < band.first + band.size:
        return None
    return band.row_of(neuron) * band.dots // band.rows // ROWS_PER_LINE


def labels(band: Band) -> list[str]:
    """The population's name, and below it its first and its last neuron as far as there is room."""
    width = GUTTER - 2
    texts = [f"{short(band.name, width):<{width}}", *[" " * width] * (band.lines - 1)]
    if band.lines > 2:
        texts[1] = f"{band.first:>{width},}"
        texts[-1] = f"{band.first + band.size - 1:>{width},}"
    return texts


def short(name: str, width: int) -> str:
    """As much of a name as fits."""
    return name if len(name) <= width else f"{name[: width - 1].rstrip('…')}…"
