"""Fixed-point weights: those that are drawn are whole numbers of a unit, in 14 bits.

Halving what is read at a spike makes delivery faster, and whole numbers have one sum in any order.
"""

import numpy as np
from numpy.typing import NDArray

from engine.connections.projection_blocks import SHARED_UNIT, ProjectionBlock
from engine.distributions.catalogue import bounds_of
from engine.kernels.bundle_arrays import MOST_UNITS
from engine.kernels.receptor_layout import ReceptorIndex

MOST_TOGETHER = 2**31 - 1
"""Units that may arrive together."""


def units_of(
    projection_blocks: list[ProjectionBlock], receptors: ReceptorIndex
) -> NDArray[np.float64]:
    """The unit of each receptor, 0 where weights are as they are given, shape (receptors,).

    The largest weight is 8191 units, or as many as can arrive over all synapses at once.
    """
    largest, together = np.zeros(len(receptors)), np.zeros(len(receptors))
    for projection_block in projection_blocks:
        if projection_block.unit == SHARED_UNIT:
            r = receptors[projection_block.receptor]
            largest[r] = max(largest[r], *map(abs, bounds_of(projection_block.weight)))
            together[r] += projection_block.in_degree
    most = np.minimum(MOST_UNITS, MOST_TOGETHER // np.maximum(together, 1))
    shared = np.where(largest > 0.0, largest, 1.0) / most
    units = np.zeros(len(receptors))
    for key, r in receptors.items():
        if key.unit is not None:
            units[r] = shared[r] if isinstance(key.unit, str) else key.unit
    return units
