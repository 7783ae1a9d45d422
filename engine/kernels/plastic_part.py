"""What spikes do to synapses that change: one compiled part for each rule and precision.

Called as `(image, own, which, stage, now, most, 0, 0)` for one projection and a stage of what
follows a step; gives how many synapses of `most` may still be gone along. A presynaptic spike walks
its cells, a postsynaptic one its incoming synapses; nothing happens to a synapse in between.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import (
    N_FIRST,
    NOTHING,
    P_BLOCK,
    P_EACH,
    P_RECEPTOR,
    P_SOURCE_HIGH,
    P_SOURCE_LOW,
    P_TARGET_HIGH,
    P_TARGET_LOW,
    R_SLOTS,
    History,
    Own,
    read_double_weights,
    read_exchange,
    read_history,
    read_neurons,
    read_own,
    read_own_plastic,
    read_plastic,
    read_projections,
    read_receptors,
    read_single_weights,
)
from engine.kernels.dopamine import mark_at, mark_post, reckon
from engine.kernels.plastic_arrays import (
    S_CONSTANTS,
    S_DELAYS,
    S_EFFECT_DELAY,
    S_IN_DEGREE,
    S_KEPT,
    S_LISTED,
    S_POST_DELAY,
    S_PROJECTION,
    S_WEIGHTS,
    SIDE_BY_SIDE,
    W_COUNT,
    W_ITEM,
    OwnPlastic,
    Plastic,
)
from engine.kernels.plastic_arrivals import Arriving, list_arrivals
from engine.kernels.plastic_change import changer_on_post
from engine.kernels.plastic_incoming import ask_for_incoming, list_incoming, search_incoming
from engine.kernels.plastic_scaled import add_coming, add_post, list_all_coming, take_along
from engine.kernels.plastic_sender import sender
from engine.kernels.plastic_spikes import first_from, spike_at, spikes_of
from engine.kernels.plastic_traces import (
    fill_post_traces,
    fill_pre_traces,
    return_to_synapses,
)
from engine.kernels.tasks import MEET, NEXT
from engine.numerics.jit import ZERO, subroutine
from engine.numerics.parts import Part, address_of
from engine.plasticity.kernel import PlasticKernel

FILLING = 2
"""Look-ups of a trace for which it pays to compute it once; with fewer each does so."""
WEIGHTS = {"single": read_single_weights, "double": read_double_weights}


def _on_posts(kernel: PlasticKernel) -> Callable[..., Any]:
    """The stage of postsynaptic spikes."""
    change, keeps, changes = changer_on_post(kernel), kernel.keeps, kernel.changes
    is_modulated, is_scaled = kernel.is_modulated, kernel.is_scaled
    # No two spikes have a synapse in common, and to plain rules they are all alike.
    enough = SIDE_BY_SIDE if is_scaled else 1

    @subroutine
    def on_posts(
        plastic: Plastic,
        own: OwnPlastic,
        weights: NDArray[Any],
        kept: NDArray[Any],
        projection: NDArray[np.int64],
        row: NDArray[np.int64],
        segments: NDArray[np.int64],
        scratch: Own,
        history: History,
        base: int,
        low: int,
        high: int,
        now: int,
        most: int,
    ) -> int:
        """segments: of the block. base: its first neuron. low, high: the thread's neurons of it."""
        waiting, left = own.waiting, most
        spiked, neurons = scratch.spiked[: waiting[W_COUNT]], scratch.spiked.size
        begin, count = spikes_of(spiked, history, neurons, now - row[S_POST_DELAY], now)
        start, end = base + projection[P_TARGET_LOW], base + projection[P_TARGET_HIGH]
        first = first_from(spiked, history, begin, count, start)
        final = first_from(spiked, history, begin, count, end)
        learns, is_filled = changes and plastic.learning[0] != 0, False
        if not is_scaled:
            terminals = (projection[P_SOURCE_HIGH] - projection[P_SOURCE_LOW]) * row[S_DELAYS]
            is_filled = learns and (final - first) * row[S_IN_DEGREE] > FILLING * terminals
            if is_filled:
                fill_pre_traces(plastic, own, row, terminals, now)
        target, size, k = ZERO, ZERO, first + waiting[W_ITEM]
        while k < final and (left > 0 or k == first + waiting[W_ITEM]):
            place, k = spike_at(spiked, history, begin, k) - base, k + 1
            if k < final:
                following = spike_at(spiked, history, begin, k) - start
                ask_for_incoming(plastic, row, following)
            left -= row[S_IN_DEGREE]
            is_own = low <= place < high
            if is_own:
                target = place - projection[P_TARGET_LOW]
                if learns or keeps:
                    before, size = size, list_incoming(plastic, own, row, target, size)
                    if keeps and row[S_LISTED] == NOTHING:
                        search_incoming(plastic, own, row, segments, place, before, size)
            if size >= enough or (size > 0 and (k == final or left <= 0)):
                listed = own.synapse[:size], own.terminal[:size]
                of = weights[row[S_WEIGHTS] :], kept[row[S_KEPT] :]
                change(plastic, own, row, target, now, *listed, *of, is_filled, learns)
                size = ZERO
            if is_own and is_scaled:
                add_post(plastic, own, row, target, now)
            elif is_own and changes:
                return_to_synapses(plastic, row, target, now)
            if is_own and is_modulated:
                mark_post(plastic, own, row, target)
        waiting[W_ITEM] = ZERO if k >= final else k - first
        return left

    return on_posts


def _part_of(kernel: PlasticKernel, read_weights: Any) -> Part:
    send_all, on_posts, changes = sender(kernel), _on_posts(kernel), kernel.changes
    is_modulated, is_scaled = kernel.is_modulated, kernel.is_scaled

    def change(
        image: int, own: int, which: int, stage: int, now: int, most: int, _0: int, _1: int
    ) -> int:
        plastic, own_plastic, scratch = read_plastic(image), read_own_plastic(own), read_own(own)
        projections, receptors = read_projections(image), read_receptors(image)
        history, synapses = read_history(image), read_weights(image)
        row, waiting = plastic.layout[which], own_plastic.waiting
        projection = projections.layout[row[S_PROJECTION]]
        thread, threads = scratch.thread[0], scratch.thread[1]
        bounds = read_exchange(image).bounds[projection[P_BLOCK]]
        if is_modulated:
            constants, learning = plastic.constants[row[S_CONSTANTS] :], plastic.learning[0]
            reckon(own_plastic, row, constants, now, learning)
            mark_at(own_plastic, row, constants, now + (stage == NEXT), learning)
        if stage == MEET:
            base = read_neurons(image).layout[projection[P_BLOCK], N_FIRST]
            low, high = bounds[thread], bounds[thread + 1]
            return int(
                on_posts(
                    plastic,
                    own_plastic,
                    synapses.weights,
                    synapses.kept,
                    projection,
                    row,
                    projections.segments[projection[P_BLOCK]],
                    scratch,
                    history,
                    base,
                    low,
                    high,
                    now,
                    most,
                )
            )
        start = max(bounds[thread], projection[P_TARGET_LOW]) - projection[P_TARGET_LOW]
        stop = max(
            start, min(bounds[thread + 1], projection[P_TARGET_HIGH]) - projection[P_TARGET_LOW]
        )
        if is_scaled and stage == NEXT and waiting[W_ITEM] == 0:
            sources = projection[P_SOURCE_HIGH] - projection[P_SOURCE_LOW]
            add_coming(plastic, own_plastic, row, now)
            take_along(plastic, own_plastic, row, sources * row[S_DELAYS], start, stop, now + 1)
        if projection[P_RECEPTOR] == NOTHING:
            # Of synapses that act by last spikes, these are the spikes that were just noted.
            return most
        spiked, neurons = scratch.spiked[: waiting[W_COUNT]], scratch.spiked.size
        total = list_arrivals(own_plastic, projection, row, spiked, history, neurons, stage, now)
        if total == 0:
            return most
        step, each, begin = (now + 1 if stage == NEXT else now), projection[P_EACH], waiting[W_ITEM]
        end = min(total, begin + max(1, -(-most // each)))
        count = projections.segments.shape[1] - 1
        learns = changes and plastic.learning[0] != 0
        is_filled = learns and not is_scaled and total * each > FILLING * (stop - start)
        if is_filled:
            fill_post_traces(plastic, own_plastic, row, start, stop, step)
        # Divisions take as long as a few synapses: none of them for each spike.
        slot = (step + row[S_EFFECT_DELAY]) % receptors.layout[projection[P_RECEPTOR], R_SLOTS]
        first_segment, last_segment = thread * count // threads, (thread + 1) * count // threads
        if is_scaled and begin == 0:
            list_all_coming(own_plastic, row, total)
        send_all(
            plastic,
            own_plastic,
            synapses.weights,
            synapses.kept,
            projections,
            receptors,
            row,
            Arriving(begin, end, step, slot, first_segment, last_segment, learns, is_filled),
        )
        waiting[W_ITEM] = end if end < total else ZERO
        return int(most - each * (end - begin))

    return change


def plastic_part(kernel: PlasticKernel, precision: str) -> int:
    """The address of the part of a rule's kernel."""
    name = f"{__name__}.{kernel.variant}.{precision}"
    return address_of(name, lambda: _part_of(kernel, WEIGHTS[precision]))
