"""Keeping the spikes of the last steps, for synapses that look back."""

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import History
from engine.numerics.jit import subroutine


@subroutine
def keep_history(history: History, spiked: NDArray[np.int64], now: int, count: int) -> None:
    """Keep the first of these spikes, so many, as those of a step."""
    if history.counts.size == 0:
        return
    slot = now % history.counts.size
    history.counts[slot] = count
    for k in range(count):
        history.neurons[slot * spiked.size + k] = spiked[k]
