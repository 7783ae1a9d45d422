"""Traces of spikes on both sides of synapses that change, and what a rule makes of them."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import NOTHING
from engine.kernels.plastic_arrays import (
    K_LARGEST,
    K_POST_ADDS,
    K_PRE_ADDS,
    K_RULE,
    K_SHARE,
    K_SHORT_TERM,
    POST_FAST,
    POST_SLOW,
    PRE_FAST,
    PRE_SLOW,
    S_CONSTANTS,
    S_DECAYS,
    S_KEPT,
    S_POST,
    S_TERMINALS,
    OwnPlastic,
    Plastic,
)
from engine.numerics.decays import ROOM, decayed
from engine.numerics.jit import subroutine
from engine.plasticity.kernel import PlasticKernel
from engine.plasticity.short_term import release

Spike = tuple[int, int, float, float]
"""A presynaptic spike as its synapses see it: when it reaches them, the one before it, and both
traces just before it."""


@subroutine
def table_of(row: NDArray[np.int64], which: int) -> int:
    """Where a table of decays begins."""
    return int(row[S_DECAYS] + which * ROOM)


@subroutine
def trace(
    before: float, adds: float, last: int, step: int, decays: NDArray[np.float64], at: int
) -> float:
    """A trace just before a step; before: what it was just before the last spike."""
    if last == NOTHING:
        return 0.0
    return (adds * before + 1.0) * decayed(decays, at, step - last)


@subroutine
def arriving(
    plastic: Plastic, own: OwnPlastic, row: NDArray[np.int64], terminal: int, step: int
) -> tuple[int, int, float, float]:
    """Note that a spike reaches the synapses of a terminal at the end of a step."""
    q, adds = row[S_TERMINALS] + terminal, plastic.constants[row[S_CONSTANTS] + K_PRE_ADDS]
    last = own.arrival[q]
    fast = trace(own.fast[q], adds, last, step, plastic.decays, table_of(row, PRE_FAST))
    slow = trace(own.slow[q], adds, last, step, plastic.decays, table_of(row, PRE_SLOW))
    own.arrival_before[q], own.arrival[q] = last, step
    own.fast[q], own.slow[q] = fast, slow
    return step, last, fast, slow


@subroutine
def gain_of(
    plastic: Plastic, own: OwnPlastic, row: NDArray[np.int64], terminal: int, spike: Spike
) -> float:
    """By what short-term plasticity multiplies the weights of a spike."""
    constants = plastic.constants[row[S_CONSTANTS] + K_SHORT_TERM :]
    if constants[0] == 0.0:
        return 1.0
    step, last, _, _ = spike
    q, apart = row[S_TERMINALS] + terminal, -1 if last == NOTHING else step - last
    return release(own.use, own.recovered, own.active, q, apart, constants)


@subroutine
def note_post(plastic: Plastic, row: NDArray[np.int64], target: int, step: int) -> None:
    """Note that a spike of a postsynaptic neuron reaches its synapses at the end of a step."""
    j, adds = row[S_POST] + target, plastic.constants[row[S_CONSTANTS] + K_POST_ADDS]
    last, decays = plastic.post_step[j], plastic.decays
    plastic.post_fast[j] = trace(
        plastic.post_fast[j], adds, last, step, decays, table_of(row, POST_FAST)
    )
    plastic.post_slow[j] = trace(
        plastic.post_slow[j], adds, last, step, decays, table_of(row, POST_SLOW)
    )
    plastic.post_step[j] = step


def changed_on_pre(kernel: PlasticKernel) -> Callable[..., Any]:
    """The weight of a synapse after a presynaptic spike has reached it."""
    on_pre, has_slow = kernel.on_pre, kernel.has_slow

    @subroutine
    def changed(
        plastic: Plastic, row: NDArray[np.int64], target: int, spike: Spike, weight: float
    ) -> float:
        j, constants = row[S_POST] + target, plastic.constants[row[S_CONSTANTS] :]
        step, before, _, pre_slow = spike
        last, adds, slow = plastic.post_step[j], constants[K_POST_ADDS], 0.0
        fast = trace(
            plastic.post_fast[j], adds, last, step, plastic.decays, table_of(row, POST_FAST)
        )
        if has_slow:
            slow = trace(
                plastic.post_slow[j], adds, last, step, plastic.decays, table_of(row, POST_SLOW)
            )
        share = weight * constants[K_SHARE]
        after = on_pre(share, fast, slow, pre_slow, last > before, constants[K_RULE:])
        return weight if after == share else after * constants[K_LARGEST]

    return changed


def changed_on_post(kernel: PlasticKernel) -> Callable[..., Any]:
    """The weight of a synapse after a postsynaptic spike has reached it."""
    on_post, has_slow, forgets = kernel.on_post, kernel.has_slow, kernel.forgets

    @subroutine
    def changed(
        plastic: Plastic,
        own: OwnPlastic,
        row: NDArray[np.int64],
        terminal: int,
        target: int,
        synapse: int,
        step: int,
        weight: float,
    ) -> float:
        q, j = row[S_TERMINALS] + terminal, row[S_POST] + target
        constants, decays = plastic.constants[row[S_CONSTANTS] :], plastic.decays
        last, adds, before = own.arrival[q], constants[K_PRE_ADDS], plastic.post_step[j]
        if last == NOTHING:
            return weight
        # A presynaptic spike of the same step is not seen: the traces before it are.
        is_met, fast, slow = last == step, own.fast[q], 0.0
        if not is_met:
            fast = trace(fast, adds, last, step, decays, table_of(row, PRE_FAST))
        else:
            last = own.arrival_before[q]
        if has_slow:
            post_adds = constants[K_POST_ADDS]
            slow = trace(
                plastic.post_slow[j], post_adds, before, step, decays, table_of(row, POST_SLOW)
            )
        if forgets:
            seen, kept = fast, row[S_KEPT] + synapse
            if before != NOTHING:
                left = decayed(decays, table_of(row, PRE_FAST), step - before)
                fast = fast - plastic.kept[kept] * left if last >= before else 0.0
            plastic.kept[kept] = seen
        share = weight * constants[K_SHARE]
        after = on_post(share, fast, 0.0, slow, last > before, constants[K_RULE:])
        return weight if after == share else after * constants[K_LARGEST]

    return changed
