"""The present weights of synapses that dopamine changes, which have those of their last spike."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import NOTHING
from engine.kernels.dopamine import D_INTEGRAL, D_STEP, EPOCH_TAUS, EPOCHS, MOST_EPOCHS
from engine.kernels.plastic_arrays import (
    K_LARGEST,
    K_RULE,
    K_SHARE,
    K_STEP_MS,
    S_CONSTANTS,
    S_DOPAMINE,
    S_KEPT,
    S_POST,
    S_TERMINALS,
    OwnPlastic,
    Plastic,
)
from engine.plasticity.reward_stdp import TAU_ELIGIBILITY_MS


def present_weights(
    plastic: Plastic,
    own: OwnPlastic,
    which: int,
    weights: NDArray[Any],
    terminals: NDArray[np.int64],
    targets: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Weights with what dopamine has given them until the end of the last step.

    terminals, targets: of each synapse. See `engine.kernels.dopamine` for the integral.
    """
    row = plastic.layout[which]
    constants, known = plastic.constants[row[S_CONSTANTS] :], own.dopamine[row[S_DOPAMINE]]
    q, j, step = row[S_TERMINALS] + terminals, row[S_POST] + targets, int(known[D_STEP])
    is_pre = own.arrival[q] >= plastic.post_step[j]
    first = np.where(is_pre, own.arrival[q], plastic.post_step[j])
    mark = np.where(is_pre, own.mark[q], plastic.post_mark[j])
    # Spikes that arrive with the next step have brought their synapses up already.
    counts = (first != NOTHING) & (first < step)
    first = np.where(counts, first, step)
    tau_steps = constants[K_RULE + TAU_ELIGIBILITY_MS] / constants[K_STEP_MS]
    length, epochs = max(1, int(EPOCH_TAUS * tau_steps)), own.epochs[row[S_DOPAMINE]]
    before, after = first // length, step // length
    total = np.where(before == after, known[D_INTEGRAL], epochs[before % EPOCHS]) - mark
    for k in range(1, MOST_EPOCHS + 1):
        weight = np.exp(-k * length / tau_steps)
        total += np.where(before + k < after, weight * epochs[(before + k) % EPOCHS], 0.0)
        total += np.where(before + k == after, weight * known[D_INTEGRAL], 0.0)
    passed = np.where(counts, total * np.exp((first % length + 1) / tau_steps), 0.0)
    kept = plastic.kept[row[S_KEPT] : row[S_KEPT] + weights.size]
    share = np.minimum(weights * constants[K_SHARE], 1.0) + kept * passed
    brought = np.clip(share, 0.0, 1.0) * constants[K_LARGEST]
    return np.where((kept != 0.0) & counts, brought, weights.astype(np.float64))
