"""Presynaptic spikes that reach a few synapses each, as where delays differ.

A loop of four turns takes as long to leave as to run. So the synapses of many spikes are listed
side by side, in the order in which they would come one by one, and changed in one long loop.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import (
    P_BLOCK,
    P_RECEPTOR,
    P_TARGET_LOW,
    R_RING,
    R_SIZE,
    Projections,
    Receptors,
)
from engine.kernels.plastic_arrays import (
    K_POST_ADDS,
    K_POST_FAST,
    K_SHORT_TERM,
    S_CONSTANTS,
    S_DELAYS,
    S_POST,
    S_POST_FAST_LEFT,
    S_PROJECTION,
    S_STARTS,
    S_SYNAPSES,
    S_WEIGHTS,
    SIDE_BY_SIDE,
    TOGETHER,
    OwnPlastic,
    Plastic,
)
from engine.kernels.plastic_law import law_on_pre
from engine.kernels.plastic_traces import trace_by
from engine.numerics.jit import ZERO, subroutine
from engine.numerics.prefetch import touch
from engine.plasticity.kernel import PlasticKernel

AHEAD = 8
"""Spikes between asking for where their cells begin and reading it."""
SMALL = 16
"""Synapses of a cell on average, below which it pays."""


def is_possible(kernel: PlasticKernel) -> bool:
    """Whether a presynaptic spike changes a weight by nothing but the fast trace of the other."""
    return kernel.changes and kernel.is_plain


@subroutine
def is_small(plastic: Plastic, row: NDArray[np.int64], each: int, segments: int) -> bool:
    """Whether the cells of a projection are. each: synapses of a spike with one delay."""
    constants = plastic.constants[row[S_CONSTANTS] :]
    return bool(each < SMALL * segments and constants[K_SHORT_TERM] == 0.0)


def _changer(kernel: PlasticKernel) -> Callable[..., None]:
    """What changes the weights of synapses that are listed."""
    change_all = law_on_pre(kernel)

    @subroutine
    def change(
        plastic: Plastic,
        own: OwnPlastic,
        row: NDArray[np.int64],
        weights: NDArray[Any],
        size: int,
        low: int,
        step: int,
        is_filled: bool,
    ) -> None:
        """low: the first target of the population in its block."""
        constants = plastic.constants[row[S_CONSTANTS] :]
        place, now, fast = own.place[:size], own.weight[:size], own.other_fast[:size]
        if is_filled:
            for e in range(size):
                fast[e] = own.post_now[np.uint64(place[e] - low)]
        else:
            adds, rate = constants[K_POST_ADDS], constants[K_POST_FAST]
            at, posts = row[S_POST_FAST_LEFT], row[S_POST] - low
            for e in range(size):
                j = np.uint64(posts + place[e])
                last = plastic.post_step[j]
                fast[e] = trace_by(plastic.left, at, plastic.post_fast[j], adds, last, step, rate)
        # To these rules nothing else matters.
        slow, is_next = own.other_slow[:size], own.is_next[:size]
        change_all(now, fast, slow, 0.0, is_next, constants)
        synapses = own.synapse[:size]
        for e in range(size):
            weights[synapses[e]] = now[e]

    return change


def sender_to_small(kernel: PlasticKernel) -> Callable[..., None]:
    """What lets spikes that arrive change the synapses of their cells, and act."""
    change = _changer(kernel)

    @subroutine
    def send_some(
        plastic: Plastic,
        own: OwnPlastic,
        row: NDArray[np.int64],
        weights: NDArray[Any],
        ring: NDArray[np.float64],
        size: int,
        low: int,
        step: int,
        learns: bool,
        is_filled: bool,
    ) -> None:
        """Let so many synapses that are listed change, and act. weights: of the projection."""
        synapses, place, now = own.synapse[:size], own.place[:size], own.weight[:size]
        targets = plastic.targets[row[S_SYNAPSES] :]
        for e in range(size):
            place[e] += targets[synapses[e]]
            now[e] = weights[synapses[e]]
        if learns:
            change(plastic, own, row, weights, size, low, step, is_filled)
        for e in range(size):
            ring[place[e]] += np.float64(weights[synapses[e]])

    @subroutine
    def send_to_small(
        plastic: Plastic,
        own: OwnPlastic,
        weights: NDArray[Any],
        projections: Projections,
        receptors: Receptors,
        row: NDArray[np.int64],
        begin: int,
        end: int,
        step: int,
        slot: int,
        first: int,
        stop: int,
        learns: bool,
        is_filled: bool,
    ) -> None:
        """Spikes `begin` to `end` of those that arrive, to segments `first` to `stop`.

        slot: of the ring.
        """
        projection = projections.layout[row[S_PROJECTION]]
        segments = projections.segments[projection[P_BLOCK]]
        receptor = receptors.layout[projection[P_RECEPTOR]]
        ring = receptors.store[receptor[R_RING] + slot * receptor[R_SIZE] :]
        of_projection = weights[row[S_WEIGHTS] :]
        count, delays, starts = segments.size - 1, row[S_DELAYS], row[S_STARTS]
        low, targets, size = projection[P_TARGET_LOW], row[S_SYNAPSES], ZERO
        for k in range(begin, end):
            if k + AHEAD < end:
                cell = own.arriving[k + AHEAD] * count * delays + own.arriving_delay[k + AHEAD]
                touch(plastic.starts, starts + first * delays + cell)
            source, delay = np.int64(own.arriving[k]), np.int64(own.arriving_delay[k])
            for segment in range(first, stop):
                cell = starts + (source * count + segment) * delays + delay
                synapse, behind = plastic.starts[cell], plastic.starts[cell + 1]
                touch(plastic.targets, targets + synapse)
                touch(of_projection, np.int64(synapse))
                size = _list(own, np.int64(synapse), np.int64(behind), segments[segment], size)
            if size >= SIDE_BY_SIDE or k == end - 1:
                send_some(
                    plastic, own, row, of_projection, ring, size, low, step, learns, is_filled
                )
                size = ZERO

    return send_to_small


@subroutine
def _list(
    own: OwnPlastic, synapse: int | np.int64, behind: int | np.int64, base: int, size: int
) -> int:
    """List synapses up to the one `behind` after so many others; how many there are now.

    base: the first neuron of their segment. They are listed TOGETHER, those too many to be
    overwritten: the first of them always, so that how many there are need not be foreseen.
    """
    at = size
    while True:
        synapses, place = own.synapse[at : at + TOGETHER], own.place[at : at + TOGETHER]
        for i in range(TOGETHER):
            synapses[i] = synapse + i
            place[i] = base
        synapse, at = synapse + TOGETHER, at + TOGETHER
        if synapse >= behind:
            return int(at - (synapse - behind))
