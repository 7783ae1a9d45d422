"""Going through the targets of projections in parallel: each thread takes its own segments."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.connections.build_work import work_of
from engine.connections.catalogue import Rule
from engine.runtime.target_partition import TargetPartition

WORK_PER_CALL = 100_000.0
"""After so much a build looks whether it is still wanted: some 4 ms, thirty times as long where
each synapse comes to memory that nothing was in before."""


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
    synapses: float
    """How many there are, about."""
    takes: float
    """What each takes in this pass, as `build_work` has it."""
    work: Callable[[int, int, int, Room], None]
    """Of a segment, for some targets of it, counted within their population."""

    @property
    def work_per_target(self) -> float:
        """What a target takes, on average."""
        return work_of(self.synapses / self.rule.target_size, 1)


def in_threads(jobs: Sequence[Job], threads: int, advance: Callable[[float], None]) -> None:
    """Let each thread do all jobs in turn for its segments; raises what one raised.

    advance: is told how much more is done, and may raise to stop.
    """

    def all_of(thread: int) -> None:
        for job in jobs:
            bounds, room, each = job.partition.bounds, room_for(job.rule), job.work_per_target
            targets = max(1, int(WORK_PER_CALL / each))
            for segment in job.partition.of_thread(thread):
                for low in range(bounds[segment], bounds[segment + 1], targets):
                    high = min(low + targets, int(bounds[segment + 1]))
                    with np.errstate(over="ignore"):
                        job.work(segment, low, high, room)
                    advance(job.takes * each * (high - low))

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
