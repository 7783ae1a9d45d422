"""What spikes do to synapses whose weights dopamine changes.

At each spike a synapse first gets the weight that dopamine has given it since the last spike of
either of its neurons, then the eligibility that the spike gives it. Where learning is off, dopamine
gives nothing: all else goes on.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import NOTHING
from engine.kernels.dopamine import passed
from engine.kernels.plastic_arrays import (
    K_LARGEST,
    K_POST_ADDS,
    K_POST_FAST,
    K_PRE_ADDS,
    K_PRE_FAST,
    K_RULE,
    K_SHARE,
    K_STEP_MS,
    S_CONSTANTS,
    S_KEPT,
    S_POST,
    S_TERMINALS,
    OwnPlastic,
    Plastic,
)
from engine.kernels.plastic_traces import or_nothing, trace
from engine.numerics.exponential import exponential
from engine.numerics.jit import subroutine
from engine.plasticity.reward_stdp import A_MINUS, A_PLUS, TAU_ELIGIBILITY_MS


@subroutine
def _brought_up(
    own: OwnPlastic,
    row: NDArray[np.int64],
    constants: NDArray[np.float64],
    first: int,
    mark: float,
    step: int,
    weight: float,
    eligibility: float,
) -> tuple[float, float]:
    """Weight and eligibility of a synapse just before a spike, of what they were at the last."""
    apart = step - first
    if first == NOTHING or apart == 0 or eligibility == 0.0:
        return weight, eligibility
    share = min(weight * constants[K_SHARE], 1.0)
    share += eligibility * passed(own, row, constants, first, mark, step)
    rate = constants[K_STEP_MS] / constants[K_RULE + TAU_ELIGIBILITY_MS]
    left = eligibility * exponential(-rate * apart)
    return min(max(share, 0.0), 1.0) * constants[K_LARGEST], left


@subroutine
def change_on_pre(
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
    """A presynaptic spike that reaches the synapses of a cell."""
    q, constants = row[S_TERMINALS] + terminal, plastic.constants[row[S_CONSTANTS] :]
    before, adds, rate = own.arrival_before[q], constants[K_POST_ADDS], constants[K_POST_FAST]
    eligible = kept[row[S_KEPT] + begin :]
    for e in range(targets.size):
        j = row[S_POST] + base + targets[e]
        last = plastic.post_step[j]
        is_own = before >= last
        first, mark = (before, own.mark_before[q]) if is_own else (last, plastic.post_mark[j])
        weight, eligibility = _brought_up(
            own, row, constants, first, mark, step, np.float64(weights[e]), np.float64(eligible[e])
        )
        weights[e] = weight
        fast = trace(plastic.post_fast[j], adds, last, step, rate)
        eligible[e] = or_nothing(eligibility - constants[K_RULE + A_MINUS] * fast)


@subroutine
def change_on_post(
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
    """A postsynaptic spike that reaches its incoming synapses."""
    j, constants = row[S_POST] + target, plastic.constants[row[S_CONSTANTS] :]
    last, adds, rate = plastic.post_step[j], constants[K_PRE_ADDS], constants[K_PRE_FAST]
    for k in range(incoming.size):
        synapse, q = np.int64(incoming[k]), row[S_TERMINALS] + terminals[k]
        arrival = own.arrival[q]
        first, mark = (arrival, own.mark[q]) if arrival >= last else (last, plastic.post_mark[j])
        then, was_eligible = np.float64(weights[synapse]), np.float64(kept[synapse])
        weight, eligibility = _brought_up(
            own, row, constants, first, mark, step, then, was_eligible
        )
        weights[synapse] = weight
        fast = own.fast[q]
        if arrival != step:
            fast = trace(fast, adds, arrival, step, rate)
        kept[synapse] = or_nothing(eligibility + constants[K_RULE + A_PLUS] * fast)
