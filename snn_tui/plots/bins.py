"""Widths of bins: round numbers, whole steps, and no more bins than can be told apart."""

import numpy as np
from numpy.typing import NDArray

from engine.errors import InvalidValueError
from snn_tui.dashboard.drawing.time_axis import round_up

MOST_BINS = 10**6


def bin_width(span: float, count: int, least: float) -> float:
    """The next round number of `least` that is in the span at most so many times."""
    return least * max(1.0, round_up(span / (count * least)))


def require_bins(bin_ms: float, span: float) -> None:
    """Raise InvalidValueError unless a span has at least one such bin, and not too many."""
    if not span / MOST_BINS <= bin_ms <= span:
        low, high = span / MOST_BINS, span
        raise InvalidValueError(f"must be from {low:g} to {high:g} ms here, not {bin_ms:g}")


def edges_from(low: float, bin_ms: float, bins: int) -> NDArray[np.float64]:
    """The edges of so many bins."""
    return np.asarray(low + bin_ms * np.arange(bins + 1), np.float64)


def resolution(values: NDArray[np.float64]) -> float:
    """The least difference between values that differ, 0 if none do; noise of rounding is none."""
    distinct = np.unique(values)
    apart = np.diff(distinct)
    noise = 1e-9 * max(1.0, float(np.abs(distinct).max())) if distinct.size else 0.0
    apart = apart[apart > noise]
    # As it was written: a difference has the noise of both its ends.
    return float(f"{apart.min():.6g}") if apart.size else 0.0
