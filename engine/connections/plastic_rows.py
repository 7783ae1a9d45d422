"""Rows of synapses that change: cut by delay too, with an index of incoming synapses."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.connections.sparse_rows import Rows
from engine.numerics.jit import kernel
from engine.runtime.target_partition import TargetPartition

PAGE = 2**16
"""Terminals that 16 bits tell apart."""


def sources_of_page(delays: int) -> int:
    """How many sources with so many delays have their terminals in a page."""
    return max(1, PAGE // delays)


@dataclass(frozen=True, slots=True)
class PlasticRows:
    """Synapses by source, segment and delay; see `engine.kernels.plastic_arrays`."""

    starts: NDArray[np.uint32]
    targets: NDArray[np.uint16]
    order: NDArray[np.uint32]
    """Of each synapse, which one of the rows it was."""
    incoming_starts: NDArray[np.uint32]
    incoming: NDArray[np.uint32]
    """None where they are searched for."""
    incoming_terminals: NDArray[np.uint16]


def plastic_rows(
    rows: Rows,
    partition: TargetPartition,
    sources: int,
    shortest: int,
    delays: int,
    is_indexed: bool,
    is_searched: bool,
) -> PlasticRows:
    """The rows of so many sources, whose synapses have so many delays from the shortest on.

    is_indexed: whether these are to be found. is_searched: by their terminals alone.
    """
    targets = partition.target.population.size
    cells = sources * partition.count * delays
    starts = np.zeros(cells + 1, np.uint32)
    order = np.empty(len(rows.records), np.uint32)
    cut_by_delay(rows.starts, rows.records, shortest, delays, starts, order)
    incoming_starts = np.zeros(targets + 1, np.uint32)
    incoming = np.empty(order.size if is_indexed and not is_searched else 0, np.uint32)
    incoming_terminals = np.empty(order.size if is_indexed else 0, np.uint16)
    ends = rows.records[order, 0]
    if is_indexed:
        cursors = np.zeros(targets, np.int64)
        cells_of = starts, ends, partition.bases, delays, sources_of_page(delays)
        find_incoming(*cells_of, incoming_starts, incoming, incoming_terminals, cursors)
    return PlasticRows(starts, ends, order, incoming_starts, incoming, incoming_terminals)


@kernel
def cut_by_delay(
    row_starts: NDArray[np.int64],
    records: NDArray[np.uint16],
    shortest: int,
    delays: int,
    starts: NDArray[np.uint32],
    order: NDArray[np.uint32],
) -> None:
    """Sort each row by delay, the last column of its records where there are several."""
    last = records.shape[1] - 1
    for row in range(row_starts.size - 1):
        begin, end, first = row_starts[row], row_starts[row + 1], row * delays
        for e in range(begin, end):
            delay = np.int64(records[e, last]) - shortest if delays > 1 else 0
            starts[first + delay + 1] += np.uint32(1)
        at = begin
        for delay in range(delays):
            count = np.int64(starts[first + delay + 1])
            starts[first + delay] = at
            at += count
        for e in range(begin, end):
            delay = np.int64(records[e, last]) - shortest if delays > 1 else 0
            order[starts[first + delay]] = e
            starts[first + delay] += np.uint32(1)
        for delay in range(delays, 0, -1):
            starts[first + delay] = starts[first + delay - 1]
        starts[first] = begin


@kernel
def find_incoming(
    starts: NDArray[np.uint32],
    ends: NDArray[np.uint16],
    bases: NDArray[np.int64],
    delays: int,
    page: int,
    incoming_starts: NDArray[np.uint32],
    incoming: NDArray[np.uint32],
    incoming_terminals: NDArray[np.uint16],
    cursors: NDArray[np.int64],
) -> None:
    """List the incoming synapses of each target, and the terminal of each.

    bases: for each segment, what makes a neuron of the population one of the segment. page: how
    many sources are in one.
    """
    segments = bases.size
    for cell in range(starts.size - 1):
        base = bases[cell // delays % segments]
        for e in range(starts[cell], starts[cell + 1]):
            incoming_starts[np.int64(ends[e]) - base + 1] += np.uint32(1)
    for target in range(cursors.size):
        incoming_starts[target + 1] += incoming_starts[target]
        cursors[target] = incoming_starts[target]
    for cell in range(starts.size - 1):
        base = bases[cell // delays % segments]
        terminal = cell // delays // segments % page * delays + cell % delays
        for e in range(starts[cell], starts[cell + 1]):
            target = np.int64(ends[e]) - base
            at = cursors[target]
            incoming_terminals[at] = terminal
            if incoming.size > 0:
                incoming[at] = e
            cursors[target] = at + 1
