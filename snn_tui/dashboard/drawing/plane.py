"""Dots of a plane: a trail that fades with age, and curves along which a quantity changes sign."""

import numpy as np
from numpy.typing import NDArray

from snn_tui.dashboard.drawing.axis import Axis
from snn_tui.dashboard.drawing.braille import DOTS_ACROSS, DOTS_DOWN

Dots = NDArray[np.bool_]
"""Shape (dots down, dots across), the uppermost first."""
LONGEST_LINE = 400
"""Dots between two samples beyond which the line between them has gaps."""


def sign_changes(values: NDArray[np.floating]) -> Dots:
    """The dots within which a quantity changes sign, of its values at their corners.

    values: shape (dots down + 1, dots across + 1), the uppermost first; NaN has no sign.
    """
    above, below = values > 0.0, values <= 0.0

    def corner(of: NDArray[np.bool_]) -> NDArray[np.bool_]:
        across = of[:, :-1] | of[:, 1:]
        return np.asarray(across[:-1] | across[1:])

    return corner(above) & corner(below)


class Trail:
    """A way through a plane, of samples in the order of time."""

    def __init__(
        self,
        across: NDArray[np.float64],
        up: NDArray[np.float64],
        axes: tuple[Axis, Axis],
        columns: int,
        rows: int,
        shades: int,
    ) -> None:
        """columns, rows: of text. shades: how many ages are told apart."""
        width, height = columns * DOTS_ACROSS, rows * DOTS_DOWN
        x, y = axes[0].dots(across, width), axes[1].dots(up, height)
        known = np.isfinite(x) & np.isfinite(y)
        at, age = _lines(np.rint(x[known]), np.rint(y[known]))
        inside = np.asarray(((at >= 0) & (at < (width, height))).all(axis=1))
        at, age = at[inside], age[inside]
        self.dots = np.zeros((height, width), np.bool_)
        self.dots[height - 1 - at[:, 1], at[:, 0]] = True
        self.shade = np.full((rows, columns), -1)
        """Of each cell's newest dot, 0 for the oldest; -1 where there is none."""
        # Of several dots in a cell the last one is kept.
        cells = (height - 1 - at[:, 1]) // DOTS_DOWN, at[:, 0] // DOTS_ACROSS
        self.shade[cells] = np.minimum((age * shades).astype(np.int64), shades - 1)
        is_within = bool(inside[-1:].any())
        self.newest = (int(cells[0][-1]), int(cells[1][-1])) if is_within else None
        """Row and column of the last sample; None if it is not within."""


def _lines(
    x: NDArray[np.float64], y: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Dots of the lines between samples, shape (dots, 2), and how new each is, from 0 to 1."""
    if not x.size:
        return np.empty((0, 2), np.int64), np.empty(0)
    dx, dy = np.diff(x), np.diff(y)
    apart = np.maximum(np.abs(dx), np.abs(dy))
    counts = np.append(np.clip(apart, 1, LONGEST_LINE), 1).astype(np.int64)
    sample = np.repeat(np.arange(x.size), counts)
    within = np.arange(sample.size) - (np.cumsum(counts) - counts)[sample]
    share = within / counts[sample]
    dx, dy = np.append(dx, 0.0), np.append(dy, 0.0)
    dots = np.stack((x[sample] + share * dx[sample], y[sample] + share * dy[sample]), axis=1)
    return np.rint(dots).astype(np.int64), (sample + share) / x.size


def dotted(dots: Dots) -> Dots:
    """Every other pair of columns and rows of these dots: told from whole lines by shape."""
    height, width = dots.shape
    pattern = (np.arange(height)[:, None] // 2 + np.arange(width)[None, :] // 2) % 2 == 0
    return np.asarray(dots & pattern)
