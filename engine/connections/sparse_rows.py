"""Building sparse synapses as compressed rows by presynaptic neuron, in parallel.

Each thread draws the sources of its own targets twice: to count, and then to fill in. A row
holds its synapses by ascending target, whatever the number of threads.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.connections.catalogue import Rule, find_sources
from engine.distributions.catalogue import Law, draw, draw_steps
from engine.numerics.jit import kernel, subroutine
from engine.numerics.randomness import nth
from engine.runtime.target_partition import TargetPartition

FOR_WEIGHTS, FOR_DELAYS = 2**40, 2**40 + 1
"""Numbers of a key that no target has."""
MOST_UNITS = 32_767
"""As many as 16 bits hold of either sign."""
TARGETS_PER_CALL = 2000
"""After so many a build looks whether it is still wanted."""
Scratch = tuple[NDArray[np.int32], NDArray[np.uint8]]


@kernel
def count_targets(
    rule: Rule,
    low: int,
    high: int,
    found: NDArray[np.int32],
    taken: NDArray[np.uint8],
    counts: NDArray[np.int64],
) -> None:
    """Count each source's synapses to targets `low` to `high`."""
    for target in range(low, high):
        for k in range(find_sources(rule, target, found, taken)):
            counts[found[k]] += 1


@kernel
def fill_rows(
    rule: Rule,
    low: int,
    high: int,
    base: int,
    found: NDArray[np.int32],
    taken: NDArray[np.uint8],
    cursors: NDArray[np.int64],
    records: NDArray[np.uint16],
    width: int,
    weight: Law,
    unit: float,
    weights: NDArray[np.float32],
    delay: Law,
    longest: int,
) -> None:
    """Put the synapses to targets `low` to `high` where each source's cursor stands.

    base: what is added to a target. unit: of weights that go into the records, else 0.
    """
    weight_key, delay_key = nth(rule.key, FOR_WEIGHTS), nth(rule.key, FOR_DELAYS)
    delayed = width > (2 if unit > 0.0 else 1)
    for target in range(low, high):
        of_weights, of_delays = nth(weight_key, target), nth(delay_key, target)
        for k in range(find_sources(rule, target, found, taken)):
            at = cursors[found[k]]
            cursors[found[k]] = at + 1
            records[at * width] = base + target
            if unit > 0.0:
                records[at * width + 1] = in_units(draw(weight, of_weights, k), unit) & 0xFFFF
            elif weights.size > 0:
                weights[at] = draw(weight, of_weights, k)
            if delayed:
                records[(at + 1) * width - 1] = draw_steps(delay, longest, of_delays, k)


@subroutine
def in_units(weight: float, unit: float) -> int:
    """A weight as a whole number of units, as many as a record holds at most."""
    return int(min(max(round(weight / unit), -MOST_UNITS), MOST_UNITS))


@dataclass(frozen=True, slots=True)
class Rows:
    """Sparse synapses of one projection_block; see projection_arrays."""

    starts: NDArray[np.int64]
    records: NDArray[np.uint16]
    """Shape (synapses, width)."""
    weights: NDArray[np.float32] | NDArray[np.float64]
    """Empty where one weight holds for all, or records have it; those that are given in full."""


def build_rows(
    rule: Rule,
    partition: TargetPartition,
    weight: Law,
    unit: float,
    delay: Law,
    longest: int,
    advance: Callable[[int], None],
) -> Rows:
    """The synapses of a rule.

    unit: of weights that go into the records, else 0. advance: is told how many targets are
    done, of twice as many as there are, and may raise to stop.
    """
    bases, segments = partition.bases, partition.count
    counts = np.zeros((segments, rule.source_size), np.int64)

    def count(segment: int, low: int, high: int, scratch: Scratch) -> None:
        count_targets(rule, low, high, *scratch, counts[segment])

    _in_threads(rule, partition, count, advance)
    starts = np.zeros(rule.source_size * segments + 1, np.int64)
    np.cumsum(counts.T.reshape(-1), out=starts[1:])
    total, width = int(starts[-1]), 1 + (unit > 0.0) + (not delay.is_constant)
    records = np.empty(total * width, np.uint16)
    own_weights = not weight.is_constant and unit == 0.0
    weights = np.empty(total if own_weights else 0, np.float32)
    cursors = starts[:-1].reshape(rule.source_size, segments).T.copy()

    def fill(segment: int, low: int, high: int, scratch: Scratch) -> None:
        fill_rows(
            rule,
            low,
            high,
            int(bases[segment]),
            *scratch,
            cursors[segment],
            records,
            width,
            weight,
            unit,
            weights,
            delay,
            longest,
        )

    _in_threads(rule, partition, fill, advance)
    return Rows(starts, records.reshape(total, width), weights)


def _in_threads(
    rule: Rule,
    partition: TargetPartition,
    work: Callable[[int, int, int, Scratch], None],
    advance: Callable[[int], None],
) -> None:
    """Let each thread work on its segments, some targets at a time; raises what one raised."""
    bounds = partition.bounds

    def all_of(thread: int) -> None:
        scratch = np.empty(rule.room, np.int32), np.zeros(rule.source_size, np.uint8)
        for segment in partition.of_thread(thread):
            for low in range(bounds[segment], bounds[segment + 1], TARGETS_PER_CALL):
                high = min(low + TARGETS_PER_CALL, int(bounds[segment + 1]))
                with np.errstate(over="ignore"):
                    work(segment, low, high, scratch)
                advance(high - low)

    if partition.threads == 1:
        all_of(0)
        return
    with ThreadPoolExecutor(partition.threads, "building") as pool:
        list(pool.map(all_of, range(partition.threads)))
