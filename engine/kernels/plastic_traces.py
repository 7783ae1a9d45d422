"""Traces of spikes on both sides of synapses that change.

A trace is kept as what it was just before the last spike of its side, and when that was; what it is
now follows from how many steps ago that was.
"""

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import NOTHING
from engine.kernels.plastic_arrays import (
    K_POST_ADDS,
    K_POST_FAST,
    K_POST_SLOW,
    K_PRE_ADDS,
    K_PRE_FAST,
    K_PRE_SLOW,
    K_SHORT_TERM,
    LEFTS,
    S_CONSTANTS,
    S_POST,
    S_POST_FAST_LEFT,
    S_POST_SLOW_LEFT,
    S_PRE_FAST_LEFT,
    S_PRE_SLOW_LEFT,
    S_RELEASE,
    S_TERMINALS,
    OwnPlastic,
    Plastic,
)
from engine.numerics.exponential import exponential
from engine.numerics.jit import subroutine
from engine.plasticity.short_term import release

LEAST = 1e-30
"""What is less is nothing, in either precision."""


@subroutine
def trace(before: float, adds: float, last: int, step: int, rate: float) -> float:
    """A trace just before a step; before: what it was just before the last spike.

    adds: 1 where a spike adds to what is left, 0 where it replaces it. rate: of decay, a step.
    """
    left = (adds * before + 1.0) * exponential(-rate * (step - last))
    return left if last != NOTHING else 0.0


@subroutine
def trace_by(
    left: NDArray[np.float64],
    at: int,
    before: float,
    adds: float,
    last: int,
    step: int,
    rate: float,
) -> float:
    """The same as `trace`, with what is left looked up where it can be.

    left, at: the tables of what is left, and where that of this trace begins.
    """
    apart = step - last
    if apart < LEFTS:
        return float((adds * before + 1.0) * left[np.uint64(at + apart)])
    return trace(before, adds, last, step, rate)


@subroutine
def or_nothing(value: float) -> float:
    """What a synapse keeps of a value: the smallest numbers take a hundred times as long."""
    return value if abs(value) > LEAST else 0.0


@subroutine
def arrive(
    plastic: Plastic,
    own: OwnPlastic,
    row: NDArray[np.int64],
    terminal: int,
    step: int,
    has_slow: bool,
) -> float:
    """Note that a spike reaches the synapses of a terminal at the end of a step.

    has_slow: whether the rule has slow traces. What short-term plasticity multiplies its weights
    by is returned.
    """
    q, constants = row[S_TERMINALS] + terminal, plastic.constants[row[S_CONSTANTS] :]
    last, adds = own.arrival[q], constants[K_PRE_ADDS]
    at = row[S_PRE_FAST_LEFT]
    own.fast[q] = trace_by(plastic.left, at, own.fast[q], adds, last, step, constants[K_PRE_FAST])
    if has_slow:
        at = row[S_PRE_SLOW_LEFT]
        own.slow[q] = trace_by(
            plastic.left, at, own.slow[q], adds, last, step, constants[K_PRE_SLOW]
        )
    own.arrival_before[q], own.arrival[q] = last, step
    if constants[K_SHORT_TERM] == 0.0:
        return 1.0
    apart = -1 if last == NOTHING else step - last
    place = row[S_RELEASE] + terminal
    return release(own.use, own.recovered, own.active, place, apart, constants[K_SHORT_TERM:])


@subroutine
def return_to_synapses(plastic: Plastic, row: NDArray[np.int64], target: int, step: int) -> None:
    """Note that a spike of a postsynaptic neuron reaches its synapses at the end of a step."""
    j, constants = row[S_POST] + target, plastic.constants[row[S_CONSTANTS] :]
    last, adds = plastic.post_step[j], constants[K_POST_ADDS]
    at, rate = row[S_POST_FAST_LEFT], constants[K_POST_FAST]
    plastic.post_fast[j] = trace_by(plastic.left, at, plastic.post_fast[j], adds, last, step, rate)
    at, rate = row[S_POST_SLOW_LEFT], constants[K_POST_SLOW]
    plastic.post_slow[j] = trace_by(plastic.left, at, plastic.post_slow[j], adds, last, step, rate)
    plastic.post_step[j] = step


@subroutine
def fill_post_traces(
    plastic: Plastic, own: OwnPlastic, row: NDArray[np.int64], low: int, high: int, step: int
) -> None:
    """What the traces of postsynaptic neurons `low` to `high` are just before a step."""
    j, constants = row[S_POST] + low, plastic.constants[row[S_CONSTANTS] :]
    adds, rate = constants[K_POST_ADDS], constants[K_POST_FAST]
    last, before = plastic.post_step[j : j + high - low], plastic.post_fast[j : j + high - low]
    now, at = own.post_now[low:high], row[S_POST_FAST_LEFT]
    for k in range(now.size):
        now[k] = trace_by(plastic.left, at, before[k], adds, last[k], step, rate)


@subroutine
def fill_pre_traces(
    plastic: Plastic, own: OwnPlastic, row: NDArray[np.int64], terminals: int, step: int
) -> None:
    """What the traces of so many terminals are just before a step."""
    q, constants = row[S_TERMINALS], plastic.constants[row[S_CONSTANTS] :]
    adds, rate = constants[K_PRE_ADDS], constants[K_PRE_FAST]
    arrival, before = own.arrival[q : q + terminals], own.fast[q : q + terminals]
    now, at = own.pre_now[:terminals], row[S_PRE_FAST_LEFT]
    for k in range(now.size):
        value = trace_by(plastic.left, at, before[k], adds, arrival[k], step, rate)
        # Of a spike in this very step what was before it is seen.
        now[k] = before[k] if arrival[k] == step else value
