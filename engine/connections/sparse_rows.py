"""Building sparse synapses as compressed rows by presynaptic neuron, in parallel.

Each thread draws the sources of its own targets twice: to count, and then to fill in. A row
holds its synapses by ascending target, whatever the number of threads.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.connections.build_work import COUNTED, FILLED
from engine.connections.catalogue import Rule, find_sources
from engine.connections.in_threads import Job, Room, in_threads
from engine.distributions.catalogue import Law, fill, fill_steps
from engine.numerics.jit import kernel
from engine.numerics.randomness import nth
from engine.runtime.target_partition import TargetPartition

FOR_WEIGHTS, FOR_DELAYS = 2**40, 2**40 + 1
"""Numbers of a key that no target has."""


@kernel
def count_targets(
    rule: Rule,
    low: int,
    high: int,
    room: Room,
    counts: NDArray[np.int64],
) -> None:
    """Count each source's synapses to targets `low` to `high`."""
    for target in range(low, high):
        for k in range(find_sources(rule, target, room.found, room.taken)):
            counts[room.found[k]] += 1


@kernel
def fill_rows(
    rule: Rule,
    low: int,
    high: int,
    base: int,
    room: Room,
    cursors: NDArray[np.int64],
    records: NDArray[np.uint16],
    width: int,
    weight: Law,
    weights: NDArray[np.float32],
    delay: Law,
    longest: int,
) -> None:
    """Put the synapses to targets `low` to `high` where each source's cursor stands.

    base: what is added to a target.
    """
    weight_key, delay_key = nth(rule.key, FOR_WEIGHTS), nth(rule.key, FOR_DELAYS)
    weighted, delayed = weights.size > 0, width > 1
    for target in range(low, high):
        count = find_sources(rule, target, room.found, room.taken)
        found, numbers = room.found[:count], room.numbers[:count]
        values, steps = room.values[:count], room.steps[:count]
        if delayed:
            fill_steps(delay, longest, nth(delay_key, target), numbers, values, steps)
        if weighted:
            fill(weight, nth(weight_key, target), numbers, values)
        for k in range(count):
            at = cursors[found[k]]
            cursors[found[k]] = at + 1
            records[at * width] = base + target
            if weighted:
                weights[at] = values[k]
            if delayed:
                records[(at + 1) * width - 1] = steps[k]


@dataclass(frozen=True, slots=True)
class Rows:
    """Sparse synapses of one projection_block; see projection_arrays."""

    starts: NDArray[np.int64]
    records: NDArray[np.uint16]
    """Shape (synapses, width)."""
    weights: NDArray[np.float32] | NDArray[np.float64]
    """Empty where one weight holds for all, those that are given in full."""


def build_rows(
    rule: Rule,
    partition: TargetPartition,
    weight: Law,
    delay: Law,
    longest: int,
    synapses: float,
    advance: Callable[[float], None],
) -> Rows:
    """The synapses of a rule.

    synapses: how many there are, about. advance: is told how much more is done, and may raise to
    stop.
    """
    bases, segments = partition.bases, partition.count
    counts = np.zeros((segments, rule.source_size), np.int64)

    def count(segment: int, low: int, high: int, room: Room) -> None:
        count_targets(rule, low, high, room, counts[segment])

    in_threads([Job(rule, partition, synapses, COUNTED, count)], partition.threads, advance)
    starts = np.zeros(rule.source_size * segments + 1, np.int64)
    np.cumsum(counts.T.reshape(-1), out=starts[1:])
    total, width = int(starts[-1]), 1 + (not delay.is_constant)
    records = np.empty(total * width, np.uint16)
    weights = np.empty(0 if weight.is_constant else total, np.float32)
    cursors = starts[:-1].reshape(rule.source_size, segments).T.copy()

    def put(segment: int, low: int, high: int, room: Room) -> None:
        fill_rows(
            rule,
            low,
            high,
            int(bases[segment]),
            room,
            cursors[segment],
            records,
            width,
            weight,
            weights,
            delay,
            longest,
        )

    in_threads([Job(rule, partition, synapses, FILLED, put)], partition.threads, advance)
    return Rows(starts, records.reshape(total, width), weights)
