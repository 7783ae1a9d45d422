"""Spikes as arrays: the step and the neuron of each."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.models.hindmarsh_rose import DT_MS


class Spikes(NamedTuple):
    """Spikes in the order of their steps, within a step of their neurons."""

    step: NDArray[np.int64]
    """The step in which the neuron crossed the threshold, shape (spikes,)."""
    neuron: NDArray[np.int64]
    """Index of the neuron, shape (spikes,)."""

    @property
    def time_ms(self) -> NDArray[np.int64]:
        """The time at the start of the step, in milliseconds, shape (spikes,)."""
        return self.step * DT_MS


def joined(parts: list[Spikes]) -> Spikes:
    """Parts in the order of time as one."""
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return Spikes(np.empty(0, np.int64), np.empty(0, np.int64))
    return Spikes(
        np.concatenate([part.step for part in parts]),
        np.concatenate([part.neuron for part in parts]),
    )
