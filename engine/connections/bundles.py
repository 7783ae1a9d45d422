"""Building bundles of synapses in parallel: each thread draws its own targets' synapses twice.

First they are counted, and then each is put into its cell; a cell holds synapses by projection and
ascending target, whatever the number of threads.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.connections.build_work import COUNTED, FILLED
from engine.connections.bundle_plan import BundlePlan
from engine.connections.catalogue import Rule, find_sources
from engine.connections.in_threads import Job, Room, in_threads
from engine.connections.projection_blocks import ProjectionBlock
from engine.connections.sparse_rows import FOR_DELAYS, FOR_WEIGHTS
from engine.distributions.catalogue import Law, fill, fill_steps, law_of
from engine.errors import NetworkTooLargeError
from engine.kernels.bundle_arrays import MOST_RECORDS, MOST_UNITS, PLACE_BITS
from engine.numerics.jit import kernel
from engine.numerics.randomness import nth
from engine.runtime.target_partition import TargetPartition


@dataclass(frozen=True, slots=True)
class Bundling:
    """One projection of a plan, to be built."""

    plan: BundlePlan
    block: ProjectionBlock
    partition: TargetPartition
    rule: Rule
    unit: float
    """Of weights."""
    stride: int
    """From one step of a span to the next in a record."""

    @property
    def first(self) -> int:
        """The first source, counted within the plan."""
        return self.block.source.start - self.plan.low

    def counting(self, ends: list[NDArray[np.uint32]], counts: NDArray[np.int64]) -> Job:
        """Counts synapses; counts: of each thread."""
        delay, each = law_of(self.block.delay_steps), self.partition.count // counts.size

        def count(segment: int, low: int, high: int, room: Room) -> None:
            counts[segment // each] += count_cells(
                self.rule,
                low,
                high,
                room,
                ends[segment][self.first :],
                delay,
                self.block.longest,
                self.plan.first_delay,
            )

        return Job(self.rule, self.partition, self.block.synapses, COUNTED, count)

    def filling(
        self, ends: list[NDArray[np.uint32]], firsts: NDArray[np.int64], records: NDArray[np.uint32]
    ) -> Job:
        """Puts them where they belong; firsts: of each segment."""
        weight, delay = law_of(self.block.weight), law_of(self.block.delay_steps)
        bases = self.partition.bases

        def put(segment: int, low: int, high: int, room: Room) -> None:
            fill_cells(
                self.rule,
                low,
                high,
                int(bases[segment]),
                room,
                ends[segment][self.first :],
                records[firsts[segment] :],
                weight,
                self.unit,
                delay,
                self.block.longest,
                self.plan.first_delay,
                self.plan.earliest + 1,
                self.plan.span,
                self.stride,
            )

        return Job(self.rule, self.partition, self.block.synapses, FILLED, put)


@dataclass(frozen=True, slots=True)
class Cells:
    """Synapses of all plans."""

    begins: list[int]
    """Of each plan, where its `starts` begin among all."""
    firsts: NDArray[np.int64]
    """Of each plan and segment, where its records begin."""
    starts: NDArray[np.uint32]
    """Where among them each cell begins, and the end of the last one, segment by segment."""
    records: NDArray[np.uint32]
    counts: list[list[int]]
    """Synapses of each projection of each plan."""


def build_cells(
    plans: list[list[Bundling]], segments: int, threads: int, advance: Callable[[float], None]
) -> Cells:
    """The synapses of all plans.

    segments: of each block. advance: is told how much more is done, and may raise to stop.
    Raises NetworkTooLargeError if a segment has more than places are numbered.
    """
    shapes = [(each[0].plan.sources, each[0].plan.delays) for each in plans]
    begins = [0, *np.cumsum([segments * (1 + math.prod(shape)) for shape in shapes]).tolist()]
    starts = np.zeros(begins[-1], np.uint32)
    rows = [starts[begin:end].reshape(segments, -1) for begin, end in pairwise(begins)]
    ends = [
        [row[1:].reshape(shape) for row in each] for each, shape in zip(rows, shapes, strict=True)
    ]
    counts = [np.zeros((len(each), threads), np.int64) for each in plans]
    jobs = [
        bundling.counting(ends[which], counts[which][number])
        for which, each in enumerate(plans)
        for number, bundling in enumerate(each)
    ]
    in_threads(jobs, threads, advance)
    totals = [_begin_cells(row) for each in rows for row in each]
    firsts = np.cumsum([0, *totals])
    records = np.empty(int(firsts[-1]), np.uint32)
    jobs = [
        bundling.filling(ends[which], firsts[which * segments :], records)
        for which, each in enumerate(plans)
        for bundling in each
    ]
    in_threads(jobs, threads, advance)
    return Cells(
        begins[:-1], firsts, starts, records, [each.sum(axis=1).tolist() for each in counts]
    )


def _begin_cells(starts: NDArray[np.uint32]) -> int:
    """Let each cell, counted from element 1 on, begin where the one before ends; their sum.

    When all are full, each element has gone from where its cell begins to where it ends, which is
    where the next one begins.
    """
    counts = starts[1:].copy()
    total = int(counts.sum(dtype=np.int64))
    if total > MOST_RECORDS:
        raise NetworkTooLargeError(
            f"{total} synapses of drawn weights lead to one part of the neurons; at most"
            f" {MOST_RECORDS} can be kept"
        )
    np.cumsum(counts[:-1], out=starts[2:])
    starts[1:2] = 0
    return total


@kernel
def count_cells(
    rule: Rule,
    low: int,
    high: int,
    room: Room,
    cells: NDArray[np.uint32],
    delay: Law,
    longest: int,
    first_delay: int,
) -> int:
    """Count the synapses to targets `low` to `high` in each cell of their segment; all of them.

    cells: shape (sources, delays). first_delay: the shortest, in steps.
    """
    key, total = nth(rule.key, FOR_DELAYS), 0
    for target in range(low, high):
        count = find_sources(rule, target, room.found, room.taken)
        found, steps = room.found[:count], room.steps[:count]
        fill_steps(
            delay, longest, nth(key, target), room.numbers[:count], room.values[:count], steps
        )
        for k in range(count):
            cells[found[k], steps[k] - first_delay] += 1
        total += count
    return total


@kernel
def fill_cells(
    rule: Rule,
    low: int,
    high: int,
    base: int,
    room: Room,
    cells: NDArray[np.uint32],
    records: NDArray[np.uint32],
    weight: Law,
    unit: float,
    delay: Law,
    longest: int,
    first_delay: int,
    first_step: int,
    span: int,
    stride: int,
) -> None:
    """Put the synapses to targets `low` to `high` where each cell goes on.

    base: what is added to a target. first_step: from that of the spike to that in which what has
    the shortest delay acts.
    """
    weight_key, delay_key = nth(rule.key, FOR_WEIGHTS), nth(rule.key, FOR_DELAYS)
    for target in range(low, high):
        count = find_sources(rule, target, room.found, room.taken)
        found, numbers = room.found[:count], room.numbers[:count]
        values, steps = room.values[:count], room.steps[:count]
        fill_steps(delay, longest, nth(delay_key, target), numbers, values, steps)
        fill(weight, nth(weight_key, target), numbers, values)
        for k in range(count):
            after = np.int64(steps[k]) - first_delay
            place = (first_step + after) % span * stride + base + target
            units = np.int64(min(max(np.rint(values[k] / unit), -MOST_UNITS), MOST_UNITS))
            at = np.int64(cells[found[k], after])
            cells[found[k], after] = at + 1
            records[at] = np.uint32((units << PLACE_BITS) | place)
