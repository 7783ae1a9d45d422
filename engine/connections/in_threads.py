"""Going through the targets of projections in parallel: each thread takes its own segments."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.connections.catalogue import Rule
from engine.runtime.target_partition import TargetPartition

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


class Job(NamedTuple):
    """The targets of one projection, and what is to be done with them."""

    rule: Rule
    partition: TargetPartition
    work: Callable[[int, int, int, Room], None]
    """Of a segment, for some targets of it, counted within their population."""


def in_threads(jobs: Sequence[Job], threads: int, advance: Callable[[int], None]) -> None:
    """Let each thread do all jobs in turn for its segments; raises what one raised.

    advance: is told how many targets are done, and may raise to stop.
    """

    def all_of(thread: int) -> None:
        for rule, partition, work in jobs:
            bounds, room = partition.bounds, room_for(rule)
            for segment in partition.of_thread(thread):
                for low in range(bounds[segment], bounds[segment + 1], TARGETS_PER_CALL):
                    high = min(low + TARGETS_PER_CALL, int(bounds[segment + 1]))
                    with np.errstate(over="ignore"):
                        work(segment, low, high, room)
                    advance(high - low)

    if threads == 1:
        all_of(0)
        return
    with ThreadPoolExecutor(threads, "building") as pool:
        list(pool.map(all_of, range(threads)))


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
