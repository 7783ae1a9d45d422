"""Projections whose weights change and that are kept as one: alike, onto neighbouring populations.

A spike then has fewer and longer cells to go along, and what each begins with is done once: that
counts where different delays leave it few synapses at a time.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.connections.projection_blocks import ProjectionBlock
from engine.connections.sparse_rows import Rows
from engine.numerics.jit import kernel
from engine.runtime.target_partition import TargetPartition


@dataclass(frozen=True, slots=True)
class Member:
    """One of them, as it is built."""

    projection_block: ProjectionBlock
    row: NDArray[np.int64]
    """Of the projections."""
    p: int
    """Which of these it is."""
    rows: Rows
    weights: NDArray[np.float64]
    partition: TargetPartition


def are_alike(before: ProjectionBlock, block: ProjectionBlock) -> bool:
    """Whether two that follow each other differ in nothing but their targets, neighbours."""
    one, other = before.projection, block.projection
    return (
        before.is_plastic
        and block.is_plastic
        and block.plastic_kernel.is_plain
        and not block.is_last_spike
        and before.source == block.source
        and before.receptor == block.receptor
        and before.target.end == block.target.offset
        and (before.shortest, before.longest) == (block.shortest, block.longest)
        and before.is_delayed == block.is_delayed
        and (one.plasticity, one.short_term) == (other.plasticity, other.short_term)
    )


def rows_of_members(projection_blocks: list[ProjectionBlock], rows: list[int]) -> dict[int, int]:
    """By the row of the projections of each that changes: which of the plastic ones has it.

    rows: of each projection block, that of the projections.
    """
    found: dict[int, int] = {}
    before, which = None, -1
    for p, block in zip(rows, projection_blocks, strict=True):
        if block.is_plastic:
            which += before is None or not are_alike(before, block)
            found[p] = which
        before = block
    return found


def joined(members: list[Member]) -> Member:
    """Those that are kept as one, as a single one."""
    whole = members[0]
    for member in members[1:]:
        whole = _joined_two(whole, member)
    return whole


def _joined_two(one: Member, other: Member) -> Member:
    target, block = one.partition.target, one.projection_block
    size = target.population.size + other.partition.target.population.size
    target = replace(target, population=replace(target.population, size=size))
    starts = one.rows.starts + other.rows.starts
    records = np.empty(
        (len(one.weights) + len(other.weights), one.rows.records.shape[1]), np.uint16
    )
    weights = np.empty(len(records))
    for member, begins in ((one, starts[:-1]), (other, starts[:-1] + np.diff(one.rows.starts))):
        put_rows(member.rows.starts, member.rows.records, member.weights, begins, records, weights)
    return replace(
        one,
        projection_block=replace(block, target=target),
        rows=Rows(starts, records, weights),
        weights=weights,
        partition=replace(one.partition, target=target),
    )


@kernel
def put_rows(
    starts: NDArray[np.int64],
    records: NDArray[np.uint16],
    weights: NDArray[np.float64],
    begins: NDArray[np.int64],
    to_records: NDArray[np.uint16],
    to_weights: NDArray[np.float64],
) -> None:
    """Copy rows to where each is to begin."""
    for row in range(begins.size):
        for e in range(starts[row + 1] - starts[row]):
            for column in range(records.shape[1]):
                to_records[begins[row] + e, column] = records[starts[row] + e, column]
            to_weights[begins[row] + e] = weights[starts[row] + e]


@kernel
def find_own(
    kept_starts: NDArray[np.uint32],
    kept_targets: NDArray[np.uint16],
    bases: NDArray[np.int64],
    delays: int,
    targets: int,
    starts: NDArray[np.uint32],
    begins: NDArray[np.uint32],
) -> None:
    """Fill in how many synapses of a member are before each cell, and where its own begin there.

    bases: for each segment, what makes one of its so many targets one of the segment.
    """
    count = np.int64(0)
    for cell in range(begins.size):
        base, begin = bases[cell // delays % bases.size], np.int64(kept_starts[cell])
        end = np.int64(kept_starts[cell + 1])
        # Targets ascend.
        while begin < end and np.int64(kept_targets[begin]) - base < 0:
            begin += 1
        begins[cell], starts[cell] = begin, count
        while begin < end and np.int64(kept_targets[begin]) - base < targets:
            begin, count = begin + 1, count + 1
    starts[begins.size] = count
