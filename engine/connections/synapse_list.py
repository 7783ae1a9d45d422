"""The synapses of a projection one by one, for those who want to see or save them."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.connections.projection_blocks import Strand
from engine.kernels.arrays import (
    DELAY,
    DENSE,
    NOTHING,
    RECEPTOR,
    RECORDS,
    SPARSE,
    STARTS,
    WEIGHTS,
    WIDTH,
    Wiring,
)
from engine.runtime.target_partition import Cut


class Connections(NamedTuple):
    """Synapses; all of shape (synapses,)."""

    source: NDArray[np.int64]
    """Presynaptic neuron, counted through the network."""
    target: NDArray[np.int64]
    """Postsynaptic neuron, counted through the network."""
    weight: NDArray[np.float64]
    delay_steps: NDArray[np.int64]


def synapse_count(wiring: Wiring, p: int, strand: Strand) -> int:
    """How many synapses there are from one population to one other."""
    sources, targets = strand.source.population.size, strand.target.population.size
    if strand.form == SPARSE:
        cells = sources * (wiring.pieces.shape[1] - 1)
        return int(wiring.starts[wiring.layout[p, STARTS] + cells])
    return sources * targets - (0 if strand.self_connections else sources)


def connections_of(
    wiring: Wiring, p: int, strand: Strand, quantum: NDArray[np.float64]
) -> Connections:
    """The synapses from one population to one other; quantum: of each receptor."""
    if strand.form == SPARSE:
        return _of_records(wiring, p, strand, quantum)
    row = wiring.layout[p]
    source, target = np.indices((strand.source.population.size, strand.target.population.size))
    weight = np.full(source.shape, wiring.weight[p])
    if strand.form == DENSE:
        weights = wiring.weights[row[WEIGHTS] : row[WEIGHTS] + weight.size]
        weight[:] = weights.reshape(weight.shape)
    chosen = (source != target) | strand.self_connections
    return Connections(
        source[chosen] + strand.source.first,
        target[chosen] + strand.target.first,
        weight[chosen],
        np.full(np.count_nonzero(chosen), row[DELAY]),
    )


def _of_records(
    wiring: Wiring, p: int, strand: Strand, quantum: NDArray[np.float64]
) -> Connections:
    row, cut = wiring.layout[p], Cut(wiring.pieces[strand.target.block], strand.target, threads=1)
    cells = strand.source.population.size * cut.count
    counts = np.diff(wiring.starts[row[STARTS] : row[STARTS] + cells + 1])
    cell, size = np.repeat(np.arange(cells), counts), int(counts.sum())
    source, piece = cell // cut.count, cell % cut.count
    flat = wiring.records[row[RECORDS] : row[RECORDS] + size * row[WIDTH]]
    records = flat.reshape(size, row[WIDTH])
    weight, delay = np.full(size, wiring.weight[p]), np.full(size, row[DELAY])
    if strand.is_quantal:
        weight = quantum[row[RECEPTOR]] * records[:, 1].astype(np.int16)
    elif row[WEIGHTS] != NOTHING:
        weight[:] = wiring.weights[row[WEIGHTS] : row[WEIGHTS] + size]
    if strand.is_delayed:
        delay = records[:, -1].astype(np.int64)
    return Connections(
        source + strand.source.first,
        records[:, 0] - cut.bases[piece] + strand.target.first,
        weight,
        delay,
    )
