"""Quanta: weights that are drawn are whole numbers of a smallest one, in 16 bits.

Halving what is read at a spike makes delivery faster, and whole numbers have one sum in any order.
"""

import numpy as np
from numpy.typing import NDArray

from engine.connections.projection_blocks import Strand
from engine.connections.sparse_rows import MOST_QUANTA
from engine.distributions.catalogue import bounds_of
from engine.kernels.receptor_layout import ReceptorIndex

MOST_TOGETHER = 2**31 - 1
"""Quanta that may arrive together."""


def quantum_of(strands: list[Strand], receptors: ReceptorIndex) -> NDArray[np.float64]:
    """The quantum of each receptor, 0 where weights are as they are given, shape (receptors,).

    The largest weight is 32,767 quanta, or as many as can arrive over all synapses at once.
    """
    largest, together = np.zeros(len(receptors)), np.zeros(len(receptors))
    for strand in strands:
        if strand.is_quantal:
            r = receptors[strand.receptor]
            largest[r] = max(largest[r], *map(abs, bounds_of(strand.weight)))
            together[r] += strand.in_degree
    most = np.minimum(MOST_QUANTA, MOST_TOGETHER // np.maximum(together, 1))
    quantal = np.array([is_quantal for _, _, is_quantal in receptors], np.bool_)
    return np.where(quantal, np.where(largest > 0.0, largest, 1.0) / most, 0.0)
