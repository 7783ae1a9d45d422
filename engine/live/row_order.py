"""RowOrder: neurons as rows, sorted by what was measured of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

SortedBy = Literal["number", "rate", "population"]
"""By number; the busiest first; population by population, the busiest of each first."""


@dataclass(frozen=True, slots=True, eq=False)
class RowOrder:
    """The neuron of each row. It stays until it is asked for anew, so that rows don't jump."""

    by: SortedBy
    neurons: NDArray[np.int64]
    """By row, shape (size,)."""
    rows: NDArray[np.int64]
    """The row of each neuron, shape (size,)."""
    rates_hz: NDArray[np.float64]
    """Of each neuron, shape (size,)."""
    window_s: float
    """Of simulated time, over which spikes were counted."""
    time_ms: float
    """When they were."""


def row_order(
    by: SortedBy,
    counts: NDArray[np.integer],
    window_s: float,
    time_ms: float,
    firsts: Sequence[int],
) -> RowOrder:
    """An order by counts of spikes, shape (size,), in so long a window; equals go by number.

    firsts: the first neuron of each population, in their order.
    """
    population = np.searchsorted(firsts, np.arange(counts.size), side="right")
    keys = {"number": (), "rate": (-counts,), "population": (-counts, population)}[by]
    neurons = np.lexsort(keys) if keys else np.arange(counts.size)
    rows = np.empty_like(neurons)
    rows[neurons] = np.arange(counts.size)
    rates_hz = counts / window_s if window_s > 0 else np.zeros(counts.size)
    return RowOrder(by, neurons, rows, rates_hz, window_s, time_ms)
