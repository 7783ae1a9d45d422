"""RecordedWindow: the window of spikes that statistics are of, as it was at any step."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from engine.live.spike_window import window_of
from engine.recording.spikes import Spikes
from engine.replaying.recorded_spikes import RecordedSpikes


class RecordedWindow:
    """A SpikeWindow that is filled anew each time it begins. now: the step at which it ends."""

    def __init__(
        self,
        spikes: RecordedSpikes,
        sizes: list[int],
        dt_ms: float,
        longest_steps: int,
        now: Callable[[], int],
    ) -> None:
        self._spikes, self._sizes, self._dt_ms = spikes, sizes, dt_ms
        self._longest_steps, self._now = longest_steps, now
        self.begin_at(now())

    @property
    def samples(self) -> list[NDArray[np.int64]]:
        """Neurons of each population of which all is told."""
        return self._window.samples

    @property
    def bin_steps(self) -> int:
        """Of the counts."""
        return self._window.bin_steps

    @property
    def first(self) -> int:
        """The step at which it begins."""
        return self._window.first

    def add(self, spikes: Spikes, step: int) -> None:
        """There are no new ones."""

    def begin_at(self, step: int) -> None:
        """Hold the spikes from this step to now."""
        self._window = window_of(
            self._spikes, self._sizes, self._dt_ms, self._longest_steps, step, self._now()
        )

    def counts(self, population: int) -> NDArray[np.int32]:
        """All spikes in each whole bin."""
        return self._window.counts(population)

    def spikes(self, population: int) -> Spikes:
        """Those of sampled neurons."""
        return self._window.spikes(population)
