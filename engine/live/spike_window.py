"""SpikeWindow: the spikes of the last simulated seconds, as far as statistics need them."""

from collections import deque

import numpy as np
from numpy.typing import NDArray

from engine.live.spike_ring import KeptSpikes
from engine.recording.spikes import Spikes, joined, spikes_at

MOST_SPIKES = 100_000
"""With more than these every other sampled neuron is given up: sorting them would take too long."""
MOST_FRESH = 500_000
"""Spikes that wait to be looked at; 12 MB."""
MOST_COUNTS = 4_000_000
"""Bins of all populations; of hundreds of them the window is shorter."""
FIRST_SAMPLE = 4_000
"""Neurons of all populations whose spikes are kept at first."""
BIN_MS = 1.0


class SpikeWindow:
    """Counts all spikes by population and bin, and keeps those of some neurons of each.

    sizes: of the populations. window_steps: how long spikes are kept at most.
    """

    def __init__(self, sizes: list[int], dt_ms: float, window_steps: int, step: int) -> None:
        self._dt_ms, self._began = dt_ms, step
        self.bin_steps = max(1, round(BIN_MS / dt_ms))
        most = max(1, MOST_COUNTS // len(sizes)) * self.bin_steps
        self._window = window_steps = min(window_steps, most)
        self._population = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
        self._firsts = np.cumsum([0, *sizes])
        each = max(1, FIRST_SAMPLE // len(sizes))
        self.samples = [
            first + np.arange(0, size, -(-size // each))
            for first, size in zip(self._firsts[:-1], sizes, strict=True)
        ]
        self._mark()
        self._bins = np.zeros((len(sizes), window_steps // self.bin_steps + 2), np.int32)
        self._last_bin = step // self.bin_steps
        self._kept = joined([])
        self._fresh: deque[Spikes] = deque()
        self._fresh_count = 0
        self._step = step

    def add(self, spikes: Spikes, step: int) -> None:
        """Append these spikes, which reach up to `step`."""
        self._step = step
        if spikes.step.size:
            self._fresh.append(spikes)
            self._fresh_count += spikes.step.size
        # Of a network far faster than real time most spikes are gone before anybody looks.
        while self._fresh and self._fresh[0].step[-1] < self.first:
            self._fresh_count -= self._fresh.popleft().step.size
        if self._fresh_count > MOST_FRESH:
            self._take_in()

    def _take_in(self) -> None:
        """Count what is fresh, and keep what is of the sample."""
        spikes = joined(list(self._fresh))
        self._fresh.clear()
        self._fresh_count = 0
        before, last = self._last_bin, self._step // self.bin_steps
        of_bins = self._bins.shape[1]
        entered = np.arange(max(before + 1, last - of_bins + 1), last + 1)
        self._bins[:, entered % of_bins] = 0
        self._last_bin = last
        newest = np.arange(max(before, last - of_bins + 1), last + 1)
        self._bins[:, newest % of_bins] += self._counted(spikes, newest)
        fresh = _chosen(spikes, self._is_sampled[spikes.neuron])
        kept = joined([self._kept, fresh])
        kept = _chosen(kept, kept.step >= self.first)
        while kept.step.size > MOST_SPIKES and max(map(len, self.samples)) > 1:
            self.samples = [sample[::2] for sample in self.samples]
            self._mark()
            kept = _chosen(kept, self._is_sampled[kept.neuron])
        self._kept = kept

    def _counted(self, spikes: Spikes, bins: NDArray[np.int64]) -> NDArray[np.int64]:
        """Spikes of each population in these bins, shape (populations, bins)."""
        # Of spikes in the order of steps, those of a bin follow each other.
        edges = np.searchsorted(spikes.step, np.append(bins, bins[-1] + 1) * self.bin_steps)
        populations = len(self.samples)
        if populations == 1:
            return np.diff(edges)[None, :]
        population = self._population[spikes.neuron[edges[0] :]]
        at = np.repeat(np.arange(bins.size, dtype=np.int32), np.diff(edges))
        cells = np.bincount(population * bins.size + at, minlength=populations * bins.size)
        return cells.reshape(populations, bins.size)

    @property
    def first(self) -> int:
        """The step at which the window begins."""
        return max(self._began, self._step - self._window)

    def begin_at(self, step: int) -> None:
        """Let the window begin at this step, if that is later than where it begins now."""
        self._began = max(self._began, step)

    def counts(self, population: int) -> NDArray[np.int32]:
        """All spikes in each whole bin of the window, shape (bins,)."""
        self._take_in()
        first, end = -(-self.first // self.bin_steps), self._step // self.bin_steps
        of_bins = self._bins.shape[1]
        return np.asarray(self._bins[population, np.arange(first, end) % of_bins])

    def spikes(self, population: int) -> Spikes:
        """Those of the sampled neurons, counted from 0, by step."""
        self._take_in()
        everyone, sample = self._kept, self.samples[population]
        own = self._population[everyone.neuron] == population
        neurons = np.searchsorted(sample, everyone.neuron[own])
        return spikes_at(everyone.step[own], neurons.astype(np.int64), self._dt_ms)

    def _mark(self) -> None:
        self._is_sampled = np.zeros(self._population.size, np.bool_)
        for sample in self.samples:
            self._is_sampled[sample] = True


def window_of(
    kept: KeptSpikes, sizes: list[int], dt_ms: float, window_steps: int, first: int, step: int
) -> SpikeWindow:
    """A window of the spikes that are kept, from step `first` to now."""
    window = SpikeWindow(sizes, dt_ms, window_steps, first)
    for steps, neurons in kept.between(first, step):
        window.add(spikes_at(steps, neurons.astype(np.int64), dt_ms), int(steps[-1]))
    window.add(joined([]), step)
    return window


def _chosen(spikes: Spikes, which: NDArray[np.bool_]) -> Spikes:
    return Spikes(spikes.step[which], spikes.neuron[which], spikes.time_ms[which])
