"""Weights that change at intervals, by the derivative that pairs of spikes have given each.

One compiled part for each precision, called as `(image, own, which, stage, now, most, 0, 0)` for a
projection after steps with which an interval is over; gives how many synapses of `most` are left.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import (
    P_EACH,
    P_SOURCE_HIGH,
    P_SOURCE_LOW,
    read_own,
    read_own_plastic,
    read_plastic,
    read_projections,
)
from engine.kernels.plastic_arrays import (
    K_LARGEST,
    K_RULE,
    K_SHARE,
    S_CONSTANTS,
    S_DELAYS,
    S_INTERVAL,
    S_KEPT,
    S_PROJECTION,
    S_STARTS,
    S_WEIGHTS,
    W_ITEM,
    Plastic,
)
from engine.kernels.plastic_part import WEIGHTS
from engine.kernels.plastic_traces import or_nothing
from engine.numerics.jit import subroutine
from engine.numerics.parts import Part, address_of
from engine.plasticity.derivative_stdp import DRIFT, RETENTION

FASTER = 8
"""How many times as fast a synapse is updated as one changes that a spike reaches."""


@subroutine
def is_due(plastic: Plastic, which: int, step: int) -> bool:
    """Whether weights of a projection change at the end of a step, spikes or not."""
    interval = plastic.layout[which, S_INTERVAL]
    return bool(interval > 0 and (step + 1) % interval == 0 and plastic.learning[0] != 0)


@subroutine
def _update(
    weights: NDArray[Any], derivatives: NDArray[Any], constants: NDArray[np.float64]
) -> None:
    """Weights grow by drift and derivative, of which a part is left."""
    to_share, largest = constants[K_SHARE], constants[K_LARGEST]
    drift, retention = constants[K_RULE + DRIFT], constants[K_RULE + RETENTION]
    for e in range(weights.size):
        weight, derivative = np.float64(weights[e]), np.float64(derivatives[e])
        share = min(weight * to_share, 1.0)
        after = min(max(share + drift + derivative, 0.0), 1.0)
        weights[e] = weight if after == share else after * largest
        derivatives[e] = or_nothing(derivative * retention)


def _part_of(read_weights: Any) -> Part:
    def update(
        image: int, own: int, which: int, stage: int, now: int, most: int, _0: int, _1: int
    ) -> int:
        """The thread's synapses, source by source; all threads stop at the same source."""
        plastic, weights, scratch = read_plastic(image), read_weights(image), read_own(own)
        waiting, projections = read_own_plastic(own).waiting, read_projections(image)
        row = plastic.layout[which]
        projection, delays = projections.layout[row[S_PROJECTION]], row[S_DELAYS]
        thread, threads = scratch.thread[0], scratch.thread[1]
        count = projections.segments.shape[1] - 1
        first, stop = thread * count // threads * delays, (thread + 1) * count // threads * delays
        left, each = most, max(1, projection[P_EACH] * delays // FASTER)
        for source in range(waiting[W_ITEM], projection[P_SOURCE_HIGH] - projection[P_SOURCE_LOW]):
            if left <= 0 and source > waiting[W_ITEM]:
                waiting[W_ITEM] = source
                return left
            cell = row[S_STARTS] + source * count * delays
            begin, end = (
                np.int64(plastic.starts[cell + first]),
                np.int64(plastic.starts[cell + stop]),
            )
            _update(
                weights.weights[row[S_WEIGHTS] + begin : row[S_WEIGHTS] + end],
                weights.kept[row[S_KEPT] + begin : row[S_KEPT] + end],
                plastic.constants[row[S_CONSTANTS] :],
            )
            left -= each
        waiting[W_ITEM] = 0
        return left

    return update


def update_part(precision: str) -> int:
    """The address of the part for weights of a precision."""
    return address_of(f"{__name__}.{precision}", lambda: _part_of(WEIGHTS[precision]))
