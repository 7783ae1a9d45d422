"""Braille curves: a line through samples, two dots a column and four a row of text."""

import numpy as np
from numpy.typing import NDArray

DOTS_ACROSS = 2
DOTS_DOWN = 4
_EMPTY = 0x2800
_BITS = np.array([[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]], dtype=np.uint32)


def braille_curve(
    values: NDArray[np.floating],
    columns: int,
    rows: int,
    low: float,
    high: float,
    level: float | None = None,
) -> list[str]:
    """The curve of `values`, spread over the width, as `rows` strings of `columns` characters.

    Values outside low..high are drawn at the edge; NaN leaves a gap. level: marked by a dotted
    line, if it is within.
    """
    if columns < 1 or rows < 1:
        return [""] * max(rows, 0)
    upper, lower = _extent(values, columns * DOTS_ACROSS, rows * DOTS_DOWN, low, high)
    height = np.arange(rows * DOTS_DOWN)[:, None]
    dots = (height >= upper) & (height <= lower)
    if level is not None and low <= level <= high:
        dots[int(_height(level, rows * DOTS_DOWN, low, high)), ::DOTS_ACROSS] = True
    return braille_cells(dots)


def braille_cells(dots: NDArray[np.bool_]) -> list[str]:
    """Dots as rows of characters, shape (4 for each row, 2 for each character)."""
    return [row.tobytes().decode("utf-32-le") for row in cells_of(dots)]


def cells_of(dots: NDArray[np.bool_]) -> NDArray[np.uint32]:
    """The codes of the characters of such dots, shape (rows, columns)."""
    codes = np.full((dots.shape[0] // DOTS_DOWN, dots.shape[1] // DOTS_ACROSS), _EMPTY, np.uint32)
    for down in range(DOTS_DOWN):
        for across in range(DOTS_ACROSS):
            codes += dots[down::DOTS_DOWN, across::DOTS_ACROSS] * _BITS[down, across]
    return codes


def has_dots(dots: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which of these cells are not empty, shape (rows, columns)."""
    return np.asarray(cells_of(dots) != _EMPTY)


def _height(
    values: NDArray[np.floating] | float, down: int, low: float, high: float
) -> NDArray[np.float64]:
    """The dots above each value."""
    span = high - low if high > low else 1.0
    return np.asarray(np.rint(np.clip((high - values) / span, 0.0, 1.0) * (down - 1)))


def _extent(
    values: NDArray[np.floating], across: int, down: int, low: float, high: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Uppermost and lowermost dot of each dot column, connected with the column before."""
    if values.size == 0:
        return np.full(across, np.inf), np.full(across, -np.inf)
    if values.size < across:
        at = np.linspace(0, values.size - 1, across)
        values = np.interp(at, np.arange(values.size), values)
    dots = _height(values, down, low, high)
    known = np.isfinite(dots)
    starts = np.arange(across) * values.size // across
    upper = np.minimum.reduceat(np.where(known, dots, np.inf), starts)
    lower = np.maximum.reduceat(np.where(known, dots, -np.inf), starts)
    return _connected(upper, lower)


def _connected(
    upper: NDArray[np.float64], lower: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Each column stretched to the one before it, where both are known."""
    both = (upper[:-1] <= lower[:-1]) & (upper[1:] <= lower[1:])
    from_above = both & (lower[:-1] < upper[1:])
    from_below = both & (upper[:-1] > lower[1:])
    stretched_up, stretched_down = upper.copy(), lower.copy()
    stretched_up[1:][from_above] = lower[:-1][from_above] + 1
    stretched_down[1:][from_below] = upper[:-1][from_below] - 1
    return stretched_up, stretched_down
