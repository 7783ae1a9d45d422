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
    ASKED,
    K_RULE,
    K_SHORT_TERM,
    S_CONSTANTS,
    S_DELAYS,
    S_KEPT,
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
from engine.kernels.plastic_arrivals import Arriving
from engine.kernels.plastic_law import law_on_pre
from engine.kernels.plastic_scaled import left_at
from engine.numerics.eights import add_eight, count_eight
from engine.numerics.jit import ZERO, subroutine
from engine.numerics.prefetch import touch
from engine.plasticity.derivative_stdp import A_MINUS
from engine.plasticity.kernel import PlasticKernel

SMALL = 16
"""Synapses of a cell on average, below which it pays."""


@subroutine
def is_small(plastic: Plastic, row: NDArray[np.int64], each: int, segments: int) -> bool:
    """Whether the cells of a projection are. each: synapses of a spike with one delay."""
    constants = plastic.constants[row[S_CONSTANTS] :]
    return bool(each < SMALL * segments and constants[K_SHORT_TERM] == 0.0)


@subroutine
def _look_up(
    plastic: Plastic, own: OwnPlastic, row: NDArray[np.int64], size: int, low: int, step: int
) -> None:
    """The fast traces of the targets of so many synapses that are listed.

    low: the first target of the population in its block.
    """
    place, fast = own.place[:size], own.other_fast[:size]
    left, posts = left_at(plastic, own, row, row[S_POST_FAST_LEFT], step), row[S_POST] - low
    for e in range(size):
        fast[e] = left * plastic.post_fast[np.uint64(posts + place[e])]


def _actor(kernel: PlasticKernel) -> Callable[..., None]:
    """What changes synapses that are listed, of which the traces are known, and lets them act."""
    if kernel.gathers:
        return _gather_and_act
    change_all = law_on_pre(kernel)

    @subroutine
    def change_and_act(
        plastic: Plastic,
        own: OwnPlastic,
        row: NDArray[np.int64],
        weights: NDArray[Any],
        kept: NDArray[Any],
        ring: NDArray[np.float64],
        size: int,
    ) -> None:
        constants = plastic.constants[row[S_CONSTANTS] :]
        synapses, place = own.synapse[:size], own.place[:size]
        now, fast = own.weight[:size], own.other_fast[:size]
        # To these rules nothing else matters.
        slow, is_next = own.other_slow[:size], own.is_next[:size]
        change_all(now, fast, slow, 0.0, is_next, constants)
        for e in range(size):
            synapse = synapses[e]
            weights[synapse] = now[e]
            ring[place[e]] += np.float64(weights[synapse])

    return change_and_act


@subroutine
def _gather_and_act(
    plastic: Plastic,
    own: OwnPlastic,
    row: NDArray[np.int64],
    weights: NDArray[Any],
    kept: NDArray[Any],
    ring: NDArray[np.float64],
    size: int,
) -> None:
    """The same of derivatives, which gather what spikes do."""
    synapses, place = own.synapse[:size], own.place[:size]
    now, fast = own.weight[:size], own.other_fast[:size]
    lost = plastic.constants[row[S_CONSTANTS] + K_RULE + A_MINUS]
    for e in range(size):
        synapse = synapses[e]
        kept[synapse] = np.float64(kept[synapse]) - lost * fast[e]
        ring[place[e]] += now[e]


def sender_to_small(kernel: PlasticKernel) -> Callable[..., None]:
    """What lets spikes that arrive change the synapses of their cells, and act."""
    change_and_act, gathers = _actor(kernel), kernel.gathers

    @subroutine
    def send_to_small(
        plastic: Plastic,
        own: OwnPlastic,
        weights: NDArray[Any],
        kept: NDArray[Any],
        projections: Projections,
        receptors: Receptors,
        row: NDArray[np.int64],
        spikes: Arriving,
    ) -> None:
        """As one by one."""
        begin, end = spikes.begin, spikes.end
        projection = projections.layout[row[S_PROJECTION]]
        segments = projections.segments[projection[P_BLOCK]]
        receptor = receptors.layout[projection[P_RECEPTOR]]
        ring = receptors.store[receptor[R_RING] + spikes.slot * receptor[R_SIZE] :]
        of_all, kept_of_all = weights[row[S_WEIGHTS] :], kept[row[S_KEPT] :]
        targets, low = plastic.targets[row[S_SYNAPSES] :], projection[P_TARGET_LOW]
        delays = row[S_DELAYS]
        _list_cells(own, begin, end, (segments.size - 1) * delays)
        for segment in range(spikes.first, spikes.stop):
            starts, base = plastic.starts[row[S_STARTS] + segment * delays :], segments[segment]
            k = ZERO
            while k < end - begin:
                size = ZERO
                while k < end - begin and size < SIDE_BY_SIDE:
                    at = np.uint64(k)
                    touch(starts, np.int64(own.cell[at + np.uint64(ASKED)]))
                    asked = np.int64(starts[own.cell[at + np.uint64(ASKED // 2)]])
                    touch(targets, asked)
                    touch(of_all, asked)
                    if gathers:
                        touch(kept_of_all, asked)
                    synapse, behind = starts[own.cell[at]], starts[own.cell[at] + np.uint32(1)]
                    size = _list(own, targets, of_all, synapse, behind, base, size)
                    k += 1
                if spikes.learns:
                    _look_up(plastic, own, row, size, low, spikes.step)
                    change_and_act(plastic, own, row, of_all, kept_of_all, ring, size)
                else:
                    for e in range(size):
                        ring[own.place[e]] += own.weight[e]

    return send_to_small


@subroutine
def _list_cells(own: OwnPlastic, begin: int, end: int, of_source: int) -> None:
    """List the cells in the first segment of spikes that arrive, and some once more behind them."""
    sources, delays = own.arriving[begin:end], own.arriving_delay[begin:end]
    cells = own.cell[: sources.size]
    for k in range(cells.size):
        cells[k] = sources[k] * of_source + delays[k]
    for k in range(ASKED):
        own.cell[end - begin + k] = own.cell[end - begin - 1]


@subroutine
def _list(
    own: OwnPlastic,
    targets: NDArray[np.uint16],
    weights: NDArray[Any],
    synapse: np.uint64,
    behind: np.uint64,
    base: int,
    size: int,
) -> int:
    """List synapses up to the one `behind` after so many others; how many there are now.

    base: the first neuron of their segment. They are listed TOGETHER, those too many, perhaps of
    another thread, to be overwritten: the first of them always, so that how many there are need
    not be foreseen.
    """
    at, first, stop = np.uint64(size), np.uint64(synapse), np.uint64(behind)
    while True:
        add_eight(own.place, at, np.uint32(base), targets, first)
        add_eight(own.weight, at, 0.0, weights, first)
        count_eight(own.synapse, at, np.uint32(first))
        first, at = first + np.uint64(TOGETHER), at + np.uint64(TOGETHER)
        if first >= stop:
            return int(np.int64(at - (first - stop)))
