"""What statistics are made from: a run, its rates, and the spikes of a window."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engine.description.network import Network
from engine.recording.spikes import Spikes


class Run(Protocol):
    """What goes on, or went on when it was recorded."""

    @property
    def network(self) -> Network:
        """Whose spikes they are."""

    @property
    def dt_ms(self) -> float:
        """The time step."""

    @property
    def step(self) -> int:
        """Up to where it has come."""


class CountedRates(Protocol):
    """The rate of every neuron, over a window that it states."""

    @property
    def longest_steps(self) -> int:
        """How long the window is at most."""

    def window_steps(self, step: int) -> int:
        """How long it is at this step."""

    def neurons_hz(self, step: int) -> NDArray[np.float64]:
        """The rates, shape (size,)."""


class Window(Protocol):
    """The spikes of a window, as `SpikeWindow` has them."""

    @property
    def samples(self) -> list[NDArray[np.int64]]:
        """Neurons of each population of which all is told."""

    @property
    def bin_steps(self) -> int:
        """Of the counts."""

    @property
    def first(self) -> int:
        """The step at which it begins."""

    def add(self, spikes: Spikes, step: int) -> None:
        """These spikes came, up to `step`."""

    def begin_at(self, step: int) -> None:
        """Let it begin no earlier."""

    def counts(self, population: int) -> NDArray[np.int32]:
        """All spikes in each whole bin."""

    def spikes(self, population: int) -> Spikes:
        """Those of sampled neurons."""
