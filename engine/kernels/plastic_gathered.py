"""What spikes do to synapses whose weights change at intervals: their derivatives gather it.

A derivative is kept beside its weight, which `engine.kernels.plastic_update` changes by it. Where
learning is off both stay as they are.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.kernels.plastic_arrays import (
    K_POST_ADDS,
    K_POST_FAST,
    K_PRE_ADDS,
    K_PRE_FAST,
    K_RULE,
    S_CONSTANTS,
    S_KEPT,
    S_POST,
    S_TERMINALS,
    OwnPlastic,
    Plastic,
)
from engine.kernels.plastic_traces import trace
from engine.numerics.jit import subroutine
from engine.plasticity.derivative_stdp import A_MINUS, A_PLUS


@subroutine
def gather_on_pre(
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
    constants, posts = plastic.constants[row[S_CONSTANTS] :], row[S_POST] + base
    derivatives = kept[row[S_KEPT] + begin : row[S_KEPT] + begin + targets.size]
    lost = constants[K_RULE + A_MINUS]
    if is_filled:
        for e in range(targets.size):
            derivatives[e] = np.float64(derivatives[e]) - lost * own.post_now[base + targets[e]]
        return
    adds, rate = constants[K_POST_ADDS], constants[K_POST_FAST]
    for e in range(targets.size):
        j = posts + targets[e]
        fast = trace(plastic.post_fast[j], adds, plastic.post_step[j], step, rate)
        derivatives[e] = np.float64(derivatives[e]) - lost * fast


@subroutine
def gather_on_post(
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
    if not learns:
        return
    constants = plastic.constants[row[S_CONSTANTS] :]
    gained = constants[K_RULE + A_PLUS]
    if is_filled:
        for k in range(incoming.size):
            synapse, fast = incoming[k], own.pre_now[terminals[k]]
            kept[synapse] = np.float64(kept[synapse]) + gained * fast
        return
    adds, rate = constants[K_PRE_ADDS], constants[K_PRE_FAST]
    for k in range(incoming.size):
        synapse, q = incoming[k], row[S_TERMINALS] + terminals[k]
        # Of a spike in this very step what was before it is seen.
        fast = own.fast[q]
        if own.arrival[q] != step:
            fast = trace(fast, adds, own.arrival[q], step, rate)
        kept[synapse] = np.float64(kept[synapse]) + gained * fast
