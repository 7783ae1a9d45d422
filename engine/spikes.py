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
    dt_ms: float = DT_MS
    """The time step."""

    @property
    def time_ms(self) -> NDArray[np.int64] | NDArray[np.float64]:
        """The time at the start of the step, in milliseconds, shape (spikes,).

        Whole numbers if the time step is one.
        """
        if float(self.dt_ms).is_integer():
            return self.step * int(self.dt_ms)
        return np.round(self.step * self.dt_ms, 9)


def joined(parts: list[Spikes], dt_ms: float = DT_MS) -> Spikes:
    """Parts in the order of time as one."""
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return Spikes(np.empty(0, np.int64), np.empty(0, np.int64), dt_ms)
    return Spikes(
        np.concatenate([part.step for part in parts]),
        np.concatenate([part.neuron for part in parts]),
        dt_ms,
    )
