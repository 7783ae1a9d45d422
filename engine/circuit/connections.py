"""The synapses of a projection one by one, for those who want to see or save them."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.circuit.state import (
    DELAY,
    DELAYS,
    NOTHING,
    SPARSE,
    STARTS,
    WEIGHTS,
    Wiring,
)
from engine.circuit.wiring import Strand


class Connections(NamedTuple):
    """Synapses; all of shape (synapses,)."""

    source: NDArray[np.int64]
    """Presynaptic neuron, counted through the network."""
    target: NDArray[np.int64]
    """Postsynaptic neuron, counted through the network."""
    weight: NDArray[np.float64]
    delay_steps: NDArray[np.int64]


def connections_of(wiring: Wiring, p: int, strand: Strand, threads: int) -> Connections:
    """The synapses from one population to one other."""
    row, sources = wiring.layout[p], strand.source.population.size
    if strand.form == SPARSE:
        starts = wiring.starts[row[STARTS] : row[STARTS] + sources * threads + 1]
        begin, end = int(starts[0]), int(starts[-1])
        source = np.repeat(np.arange(sources), np.diff(starts[::threads]))
        target = wiring.targets[begin:end].astype(np.int64) - strand.target.offset
    else:
        pairs = np.indices((sources, strand.target.population.size)).reshape(2, -1)
        begin, end = 0, pairs.shape[1]
        source, target = pairs
    weight = np.full(end - begin, wiring.weight[p])
    if row[WEIGHTS] != NOTHING:
        weight[:] = wiring.weights[row[WEIGHTS] + begin : row[WEIGHTS] + end]
    delay = np.full(end - begin, row[DELAY])
    if row[DELAYS] != NOTHING:
        delay[:] = wiring.delays[row[DELAYS] + begin : row[DELAYS] + end]
    chosen = np.ones(end - begin, np.bool_)
    if strand.form != SPARSE and not strand.self_connections:
        chosen = source != target
    return Connections(
        source[chosen] + strand.source.first,
        target[chosen] + strand.target.first,
        weight[chosen],
        delay[chosen],
    )
