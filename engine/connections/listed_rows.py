"""Rows of synapses that are listed one by one."""

import numpy as np

from engine.connections.listed import Listed
from engine.connections.sparse_rows import Rows
from engine.distributions.catalogue import Distribution, Drawn, drawn
from engine.numerics.keys import key_of
from engine.runtime.target_partition import TargetPartition


def listed_rows(
    listed: Listed,
    source_size: int,
    partition: TargetPartition,
    dt_ms: float,
    weight: Distribution,
    delay_steps: Distribution,
    longest: int,
    key: int,
) -> Rows:
    """Those onto own targets by source, then target; of equal pairs the first comes first.

    weight, delay_steps: what each draws that the list itself does not give.
    """
    pairs = np.asarray(listed.pairs)
    order = np.lexsort((pairs[:, 1], pairs[:, 0]))
    own = partition.own
    order = order[(pairs[order, 1] >= own.start) & (pairs[order, 1] < own.stop)]
    sources, targets = pairs[order, 0], pairs[order, 1]
    segments = partition.count
    # Each row is cut where the next segment begins.
    taker = np.searchsorted(partition.bounds[1:-1], targets, side="right")
    cells = np.bincount(sources * segments + taker, minlength=source_size * segments)
    starts = np.zeros(source_size * segments + 1, np.int64)
    np.cumsum(cells, out=starts[1:])
    count = len(pairs)
    weights, delays = np.empty(0), np.empty(0)
    if listed.weights:
        weights = np.asarray(listed.weights)[order]
    elif isinstance(weight, Drawn):
        weights = drawn(key_of(key, "weights"), weight, count)[order]
    if listed.delays_ms:
        delays = np.rint(np.asarray(listed.delays_ms) / dt_ms)[order]
    elif isinstance(delay_steps, Drawn):
        delays = delay_steps.drawn_steps(key_of(key, "delays"), count)
        delays = np.minimum(delays, float(longest))[order]
    columns = [targets + partition.bases[taker], *([delays] if delays.size > 0 else [])]
    records = np.stack(columns, axis=1).astype(np.uint16)
    return Rows(starts, records, weights)
