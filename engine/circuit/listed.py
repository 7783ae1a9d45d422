"""Rows of synapses that are listed one by one."""

import numpy as np
from numpy.typing import NDArray

from engine.circuit.rows import Rows
from engine.networks.projection import Listed


def listed_rows(
    listed: Listed,
    source_size: int,
    bounds: NDArray[np.int64],
    target_offset: int,
    dt_ms: float,
) -> Rows:
    """The listed synapses by source, then target; of equal pairs the first comes first."""
    pairs = np.array(listed.pairs, np.int64).reshape(-1, 2)
    order = np.lexsort((pairs[:, 1], pairs[:, 0]))
    sources, targets = pairs[order, 0], pairs[order, 1]
    threads = bounds.size - 1
    # Each row is cut where the next thread's targets begin.
    taker = np.searchsorted(bounds[1:-1], targets, side="right")
    cells = np.bincount(sources * threads + taker, minlength=source_size * threads)
    starts = np.zeros(source_size * threads + 1, np.int64)
    np.cumsum(cells, out=starts[1:])
    weights, delays = np.empty(0, np.float32), np.empty(0, np.uint16)
    if listed.weights:
        weights = np.array(listed.weights, np.float32)[order]
    if listed.delays_ms:
        delays = np.rint(np.array(listed.delays_ms) / dt_ms).astype(np.uint16)[order]
    return Rows(
        starts=starts,
        targets=(targets + target_offset).astype(np.uint32),
        weights=weights,
        delays=delays,
        has_weights=bool(listed.weights),
        has_delays=bool(listed.delays_ms),
    )
