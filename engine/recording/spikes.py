"""Spikes as arrays: the step, the neuron and the time of each."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.numerics.time_stamps import Times, times_ms


class Spikes(NamedTuple):
    """Spikes in the order of their steps, within a step of their neurons."""

    step: NDArray[np.int64]
    """The step in which the neuron crossed the threshold, shape (spikes,)."""
    neuron: NDArray[np.int64]
    """Index of the neuron, shape (spikes,)."""
    time_ms: Times
    """The time at the start of the step, shape (spikes,); whole numbers if the time step is one."""

    def where(self, kept: NDArray[np.bool_]) -> "Spikes":
        """Those of them that are kept."""
        return Spikes(self.step[kept], self.neuron[kept], self.time_ms[kept])


def spikes_at(step: NDArray[np.int64], neuron: NDArray[np.int64], dt_ms: float = 1.0) -> Spikes:
    """Spikes of these neurons in these steps."""
    return Spikes(step, neuron, times_ms(step, dt_ms))


def joined(parts: list[Spikes]) -> Spikes:
    """Parts in the order of time as one."""
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return spikes_at(np.empty(0, np.int64), np.empty(0, np.int64))
    return Spikes(*(np.concatenate(arrays) for arrays in zip(*parts, strict=True)))
