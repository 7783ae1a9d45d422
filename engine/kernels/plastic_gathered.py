"""What spikes do to synapses whose weights change at intervals: their derivatives gather it.

A derivative is kept beside its weight, which `engine.kernels.plastic_update` changes by it. Where
learning is off both stay as they are.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.kernels.plastic_arrays import (
    K_RULE,
    S_CONSTANTS,
    S_KEPT,
    S_POST,
    S_POST_FAST_LEFT,
    OwnPlastic,
    Plastic,
)
from engine.kernels.plastic_scaled import left_at, look_up_scaled
from engine.numerics.jit import subroutine
from engine.numerics.prefetch import touch
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
    left = left_at(plastic, own, row, row[S_POST_FAST_LEFT], step)
    lost = constants[K_RULE + A_MINUS]
    for e in range(targets.size):
        fast = left * plastic.post_fast[posts + targets[e]]
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
    for k in range(incoming.size):
        touch(kept, np.int64(incoming[k]))
    look_up_scaled(plastic, own, row, terminals, step)
    gained, fast = plastic.constants[row[S_CONSTANTS] + K_RULE + A_PLUS], own.other_fast
    for k in range(incoming.size):
        kept[incoming[k]] = np.float64(kept[incoming[k]]) + gained * fast[k]
