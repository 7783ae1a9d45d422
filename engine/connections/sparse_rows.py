"""Building sparse synapses as compressed rows by presynaptic neuron, in parallel.

Each thread draws the sources of its own targets twice: to count, and then to fill in. A row
holds its synapses by ascending target, whatever the number of threads.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.connections.catalogue import Rule, find_sources
from engine.distributions.catalogue import Law, fill, fill_steps
from engine.numerics.jit import kernel, subroutine
from engine.numerics.randomness import nth
from engine.runtime.target_partition import TargetPartition

FOR_WEIGHTS, FOR_DELAYS = 2**40, 2**40 + 1
"""Numbers of a key that no target has."""
MOST_UNITS = 32_767
"""As many as 16 bits hold of either sign."""
TARGETS_PER_CALL = 2000
"""After so many a build looks whether it is still wanted."""


class Room(NamedTuple):
    """What a thread needs for the synapses of one target."""

    found: NDArray[np.int32]
    """Their sources, shape (as many as there can be,), as the next three."""
    numbers: NDArray[np.uint32]
    values: NDArray[np.float32]
    steps: NDArray[np.int32]
    taken: NDArray[np.uint8]
    """Of each source, all zero."""


def room_for(rule: Rule) -> Room:
    """Room for the synapses of any target of a rule."""
    size = rule.room
    return Room(
        found=np.empty(size, np.int32),
        numbers=np.empty(size, np.uint32),
        values=np.empty(size, np.float32),
        steps=np.empty(size, np.int32),
        taken=np.zeros(rule.source_size, np.uint8),
    )


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
    unit: float,
    weights: NDArray[np.float32],
    delay: Law,
    longest: int,
) -> None:
    """Put the synapses to targets `low` to `high` where each source's cursor stands.

    base: what is added to a target. unit: of weights that go into the records, else 0.
    """
    weight_key, delay_key = nth(rule.key, FOR_WEIGHTS), nth(rule.key, FOR_DELAYS)
    weighted, delayed = unit > 0.0 or weights.size > 0, width > (2 if unit > 0.0 else 1)
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
            if unit > 0.0:
                records[at * width + 1] = in_units(values[k], unit) & 0xFFFF
            elif weighted:
                weights[at] = values[k]
            if delayed:
                records[(at + 1) * width - 1] = steps[k]


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

    def count(segment: int, low: int, high: int, room: Room) -> None:
        count_targets(rule, low, high, room, counts[segment])

    _in_threads(rule, partition, count, advance)
    starts = np.zeros(rule.source_size * segments + 1, np.int64)
    np.cumsum(counts.T.reshape(-1), out=starts[1:])
    total, width = int(starts[-1]), 1 + (unit > 0.0) + (not delay.is_constant)
    records = np.empty(total * width, np.uint16)
    own_weights = not weight.is_constant and unit == 0.0
    weights = np.empty(total if own_weights else 0, np.float32)
    cursors = starts[:-1].reshape(rule.source_size, segments).T.copy()

    def fill(segment: int, low: int, high: int, room: Room) -> None:
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
    work: Callable[[int, int, int, Room], None],
    advance: Callable[[int], None],
) -> None:
    """Let each thread work on its segments, some targets at a time; raises what one raised."""
    bounds = partition.bounds

    def all_of(thread: int) -> None:
        room = room_for(rule)
        for segment in partition.of_thread(thread):
            for low in range(bounds[segment], bounds[segment + 1], TARGETS_PER_CALL):
                high = min(low + TARGETS_PER_CALL, int(bounds[segment + 1]))
                with np.errstate(over="ignore"):
                    work(segment, low, high, room)
                advance(high - low)

    if partition.threads == 1:
        all_of(0)
        return
    with ThreadPoolExecutor(partition.threads, "building") as pool:
        list(pool.map(all_of, range(partition.threads)))
