"""After a step: redo what went wrong, and find who spiked."""

import numpy as np
from numpy.typing import NDArray

from engine.classic.neurons import ORDINARY_X, SPIKE_THRESHOLD, in_fine_substeps
from engine.numerics.jit import subroutine
from engine.runtime.outcome import NONE

BLOCK = 64
"""Neurons that are searched together, in SIMD; most blocks hold nothing of interest."""


@subroutine
def settle(
    before: NDArray[np.float64],
    after: NDArray[np.float64],
    current: NDArray[np.float64],
    low: int,
    high: int,
    spiked: NDArray[np.int64],
    count: int,
) -> tuple[int, int]:
    """Settle neurons `low` to `high`, appending those that spiked to the `count` in `spiked`.

    Returns the new count, and the first neuron that no substep could save, or NONE.
    """
    failed = NONE
    for start in range(low, high, BLOCK):
        stop = min(start + BLOCK, high)
        if _is_eventful(before[1], after[0], after[1], start, stop):
            count, lost = _settle_block(before, after, current, low, start, stop, spiked, count)
            if lost != NONE and failed == NONE:
                failed = lost
    return count, failed


@subroutine
def _is_eventful(
    y_before: NDArray[np.float64],
    x_after: NDArray[np.float64],
    y_after: NDArray[np.float64],
    start: int,
    stop: int,
) -> bool:
    """Whether any of these neurons crossed the threshold or left the ordinary range."""
    events = 0
    for i in range(start, stop):
        crossed = (y_after[i] > SPIKE_THRESHOLD) & (not y_before[i] > SPIKE_THRESHOLD)
        strayed = not abs(x_after[i]) <= ORDINARY_X
        events += crossed | strayed
    return events > 0


@subroutine
def _settle_block(
    before: NDArray[np.float64],
    after: NDArray[np.float64],
    current: NDArray[np.float64],
    low: int,
    start: int,
    stop: int,
    spiked: NDArray[np.int64],
    count: int,
) -> tuple[int, int]:
    """The same, one by one."""
    for i in range(start, stop):
        if not abs(after[0, i]) <= ORDINARY_X:
            saved, x, y, z = in_fine_substeps(
                before[0, i], before[1, i], before[2, i], current[i - low]
            )
            if not saved:
                return count, i
            after[0, i], after[1, i], after[2, i] = x, y, z
        if after[1, i] > SPIKE_THRESHOLD and not before[1, i] > SPIKE_THRESHOLD:
            spiked[count] = i
            count += 1
    return count, NONE
