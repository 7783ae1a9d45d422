"""Fewer points that draw the same line, as far as a picture can show it."""

import numpy as np

from snn_tui.plots.figure import Curve


def thinned(curve: Curve, columns: int) -> Curve:
    """The curve; if x ascends, no more of it than the ends and extremes of each column.

    U. Jugel, Z. Jerzak, G. Hackenbroich and V. Markl, Proceedings of the VLDB Endowment 7 (2014)
    797-808.
    """
    count = curve.x.size
    if count <= 4 * columns or not (np.diff(curve.x) >= 0.0).all():
        return curve
    low, high = float(curve.x[0]), float(curve.x[-1])
    starts = np.unique(np.searchsorted(curve.x, np.linspace(low, high, columns + 1)[:-1]))
    ends = np.append(starts[1:], count)
    kept = [starts, ends - 1]
    for values in (curve.y, -curve.y):
        least = np.minimum.reduceat(values, starts)
        at = np.flatnonzero(values == np.repeat(least, ends - starts))
        kept.append(at[np.searchsorted(at, starts)])  # the first of each column
    chosen = np.unique(np.concatenate(kept))
    return Curve(curve.x[chosen], curve.y[chosen])
