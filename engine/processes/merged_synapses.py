"""Synapses of which each process has those onto its own neurons, as one list."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.connections.projection_blocks import ProjectionBlock
from engine.connections.synapse_list import Connections
from engine.processes.processes import Processes


def is_parted(projection_block: ProjectionBlock) -> bool:
    """Whether a process has a part of the synapses, and not what makes all of them."""
    return projection_block.is_plastic or projection_block.storage == "sparse"


def places_of(
    source: NDArray[np.int64], sources: int, processes: Processes
) -> tuple[NDArray[np.int64], int]:
    """Where, by source and target, this process's synapses are among all, and how many there are.

    source: of each of its own, which are so ordered, counted within a population of so many
    `sources`. Targets ascend from process to process.
    """
    counts = np.bincount(source, minlength=sources).astype(np.int64)
    of_all, before = processes.sum(counts), processes.sum_before(counts)
    firsts = np.cumsum(of_all) - of_all + before
    own_firsts = np.cumsum(counts) - counts
    places = firsts[source] + np.arange(source.size) - own_firsts[source]
    return places, int(of_all.sum())


def of_all_processes(
    connections: Connections, projection_block: ProjectionBlock, processes: Processes
) -> Connections:
    """The synapses from one population to one other, of all processes."""
    if processes.count == 1 or not is_parted(projection_block):
        return connections
    source = projection_block.source
    places, count = places_of(connections.source - source.first, source.population.size, processes)

    def merged(own: NDArray[Any]) -> NDArray[Any]:
        whole = np.zeros(count, own.dtype)
        whole[places] = own
        return processes.merged(whole)

    return Connections(*(merged(own) for own in connections))
