"""What one spike does to all synapses that it reaches: looked up, changed, put back.

Each is a loop of its own, so that the change itself is arithmetic on arrays, in SIMD.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import NOTHING
from engine.kernels.plastic_arrays import (
    K_POST_ADDS,
    K_POST_FAST,
    K_POST_SLOW,
    K_PRE_ADDS,
    K_PRE_FAST,
    S_CONSTANTS,
    S_POST,
    S_POST_FAST_LEFT,
    S_POST_SLOW_LEFT,
    S_PRE_FAST_LEFT,
    S_TERMINALS,
    OwnPlastic,
    Plastic,
)
from engine.kernels.plastic_gathered import gather_on_post, gather_on_pre
from engine.kernels.plastic_law import law_on_post, law_on_pre
from engine.kernels.plastic_modulated import change_on_post, change_on_pre
from engine.kernels.plastic_scaled import left_at, look_up_scaled
from engine.kernels.plastic_traces import or_nothing, trace_by
from engine.numerics.exponential import exponential
from engine.numerics.jit import subroutine
from engine.numerics.prefetch import touch
from engine.plasticity.kernel import PlasticKernel

AHEAD = 64
"""Synapses between asking for a weight and reading it."""


def changer_on_pre(kernel: PlasticKernel) -> Callable[..., None]:
    """What a presynaptic spike does to the weights of a cell."""
    if kernel.is_modulated:
        return change_on_pre
    if kernel.gathers:
        return gather_on_pre
    change_all, has_slow, has_order = law_on_pre(kernel), kernel.has_slow, kernel.has_order
    is_scaled = kernel.is_scaled

    @subroutine
    def change(
        plastic: Plastic,
        own: OwnPlastic,
        row: NDArray[np.int64],
        terminal: int,
        step: int,
        targets: NDArray[np.uint16],
        base: int,
        begin: int,
        weights: NDArray[Any],
        kept: NDArray[Any],
        is_filled: bool,
    ) -> None:
        """base: what makes a target one of the population. begin: the cell's first synapse.
        weights: of the cell. kept: of all synapses. is_filled: whether post_now is."""
        q, constants = row[S_TERMINALS] + terminal, plastic.constants[row[S_CONSTANTS] :]
        before = own.arrival_before[q] if has_order else NOTHING
        pre_slow, posts = own.slow[q] if has_slow else 0.0, row[S_POST] + base
        adds, size = constants[K_POST_ADDS], targets.size
        fast, slow, is_next = own.other_fast[:size], own.other_slow[:size], own.is_next[:size]
        if is_scaled:
            left = left_at(plastic, own, row, row[S_POST_FAST_LEFT], step)
            for e in range(size):
                fast[e] = left * plastic.post_fast[posts + targets[e]]
        elif is_filled:
            for e in range(size):
                fast[e] = own.post_now[base + targets[e]]
        else:
            at, rate = row[S_POST_FAST_LEFT], constants[K_POST_FAST]
            for e in range(size):
                j = posts + targets[e]
                last = plastic.post_step[j]
                fast[e] = trace_by(plastic.left, at, plastic.post_fast[j], adds, last, step, rate)
        if has_slow:
            at, rate = row[S_POST_SLOW_LEFT], constants[K_POST_SLOW]
            for e in range(size):
                j = posts + targets[e]
                last = plastic.post_step[j]
                slow[e] = trace_by(plastic.left, at, plastic.post_slow[j], adds, last, step, rate)
        if has_order:
            for e in range(size):
                is_next[e] = plastic.post_step[posts + targets[e]] > before
        change_all(weights, fast, slow, pre_slow, is_next, constants)

    return change


@subroutine
def _look_up_fast(
    plastic: Plastic,
    own: OwnPlastic,
    row: NDArray[np.int64],
    terminals: NDArray[np.uint32],
    step: int,
    is_filled: bool,
) -> None:
    """The fast traces of terminals just before a step, and before a spike in this very step."""
    fast = own.other_fast[: terminals.size]
    if is_filled:
        for k in range(fast.size):
            fast[k] = own.pre_now[terminals[k]]
        return
    constants = plastic.constants[row[S_CONSTANTS] :]
    adds, rate = constants[K_PRE_ADDS], constants[K_PRE_FAST]
    at = row[S_PRE_FAST_LEFT]
    for k in range(fast.size):
        q = row[S_TERMINALS] + terminals[k]
        value = trace_by(plastic.left, at, own.fast[q], adds, own.arrival[q], step, rate)
        fast[k] = own.fast[q] if own.arrival[q] == step else value


@subroutine
def _look_up_order(
    own: OwnPlastic,
    row: NDArray[np.int64],
    terminals: NDArray[np.uint32],
    step: int,
    before: int,
) -> None:
    """Whether terminals had a spike since the last postsynaptic one, which was `before`.

    Of two that met in one step the presynaptic one counts as the later one.
    """
    is_next = own.is_next[: terminals.size]
    for k in range(is_next.size):
        q = row[S_TERMINALS] + terminals[k]
        arrival = own.arrival_before[q] if own.arrival[q] == step else own.arrival[q]
        is_next[k] = (arrival >= before) & (arrival != NOTHING)


@subroutine
def _forget(
    plastic: Plastic,
    own: OwnPlastic,
    row: NDArray[np.int64],
    incoming: NDArray[np.uint32],
    kept: NDArray[Any],
    step: int,
    before: int,
) -> None:
    """Leave of the traces what spikes since the last postsynaptic one have left."""
    fast, left = own.other_fast[: incoming.size], 0.0
    if before != NOTHING:
        rate = plastic.constants[row[S_CONSTANTS] + K_PRE_FAST]
        left = exponential(-rate * (step - before))
    for k in range(fast.size):
        seen, synapse = fast[k], incoming[k]
        then = np.float64(kept[synapse])
        fast[k] = seen - then * left if own.is_next[k] != 0.0 else 0.0
        kept[synapse] = or_nothing(seen)


def changer_on_post(kernel: PlasticKernel) -> Callable[..., None]:
    """What a postsynaptic spike does to the weights of its incoming synapses."""
    if kernel.is_modulated:
        return change_on_post
    if kernel.gathers:
        return gather_on_post
    change_all, has_slow, has_order = law_on_post(kernel), kernel.has_slow, kernel.has_order
    forgets, is_scaled = kernel.forgets, kernel.is_scaled

    @subroutine
    def change(
        plastic: Plastic,
        own: OwnPlastic,
        row: NDArray[np.int64],
        target: int,
        step: int,
        incoming: NDArray[np.uint32],
        terminals: NDArray[np.uint32],
        weights: NDArray[Any],
        kept: NDArray[Any],
        is_filled: bool,
        learns: bool,
    ) -> None:
        """incoming, terminals: of the target's synapses. weights, kept: of the projection.
        is_filled: whether pre_now is."""
        constants, size = plastic.constants[row[S_CONSTANTS] :], incoming.size
        j, post_slow = row[S_POST] + target, 0.0
        before = plastic.post_step[j]
        for k in range(min(AHEAD, size)):
            touch(weights, np.int64(incoming[k]))
        if is_scaled:
            look_up_scaled(plastic, own, row, terminals, step)
        else:
            _look_up_fast(plastic, own, row, terminals, step, is_filled)
        if has_order or forgets:
            _look_up_order(own, row, terminals, step, before)
        if forgets:
            _forget(plastic, own, row, incoming, kept, step, before)
        if not learns:
            return
        if has_slow:
            adds, rate = constants[K_POST_ADDS], constants[K_POST_SLOW]
            at = row[S_POST_SLOW_LEFT]
            post_slow = trace_by(plastic.left, at, plastic.post_slow[j], adds, before, step, rate)
        now, fast, is_next = own.weight[:size], own.other_fast[:size], own.is_next[:size]
        first = max(0, size - AHEAD)
        for k in range(first):
            touch(weights, np.int64(incoming[k + AHEAD]))
            now[k] = weights[incoming[k]]
        others, others_now = incoming[first:size], now[first:size]
        for k in range(others.size):
            others_now[k] = weights[others[k]]
        # No rule sees slow traces of presynaptic spikes here.
        slow = own.other_slow[:size]
        change_all(now, fast, slow, post_slow, is_next, constants)
        for k in range(size):
            weights[incoming[k]] = now[k]

    return change
