"""StatisticsWatch: rates, intervals and rhythms while a simulation runs, in a share of its time."""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from engine.live.spike_statistics import Histogram, PopulationStatistics, SpikeStatistics
from engine.live.statistics_source import CountedRates, Run, Window
from engine.live.time_share import TimeShare
from engine.numerics.time_stamps import time_ms
from engine.recording.spikes import Spikes
from engine.statistics import (
    fano_factor,
    interval_cvs,
    intervals_ms,
    peak_hz,
    rate_spectrum,
    synchrony,
)

SHARE = 0.03
"""Of wall-clock time."""
EVERY_S = 0.5
"""Nobody reads numbers that change faster."""
COUNT_BINS = 100
"""Bins of the population's rate in which spikes are counted for the Fano factor."""
FEWEST_COUNTS = 4
"""Of these for a Fano factor, and for synchrony."""
SEGMENTS = 7
FEWEST_BINS = 4 * (SEGMENTS + 1)
MOST_BARS = 120
LONGEST_INTERVALS = 99.0
"""Percentile that a histogram of intervals reaches to."""


class StatisticsWatch:
    """Goes from population to population while somebody watches; else it keeps nothing.

    begun: makes the window when somebody begins to watch.
    """

    def __init__(self, simulation: Run, rates: CountedRates, begun: Callable[[], Window]) -> None:
        self._simulation, self._rates, self._begun = simulation, rates, begun
        self._populations = simulation.network.populations
        sizes = [each.size for each in self._populations]
        self._sizes, self._firsts = sizes, np.cumsum([0, *sizes])
        self._window: Window | None = None
        self._told: list[PopulationStatistics] = []
        self._due: list[int] = []
        self._time = TimeShare(SHARE)
        self._next_s, self._seen_step = -np.inf, -1
        self._picture: SpikeStatistics | None = None
        self.pictures = 0
        """How many there were: another number is another picture."""

    def watch(self, is_watched: bool) -> None:
        """Begin, go on, or forget all spikes."""
        if is_watched and self._window is None:
            self._window = self._begun()
            self._next_s, self._seen_step = -np.inf, -1
        elif not is_watched:
            self._window, self._picture, self._told, self._due = None, None, [], []

    def add(self, spikes: Spikes, step: int) -> None:
        """These spikes came, up to `step`."""
        if self._window is not None:
            self._window.add(spikes, step)

    def picture(self) -> SpikeStatistics | None:
        """The newest; None where nobody watches, or until there is one."""
        return self._picture

    def work(self, clock: Callable[[], float], *, is_idle: bool = False) -> bool:
        """Go on for a moment, if some time is left for it; whether there is more to do."""
        if self._window is None:
            return False
        now_s, step = clock(), self._simulation.step
        self._time.earn(now_s, is_idle=is_idle)
        if not self._due and step != self._seen_step and now_s >= self._next_s:
            self._due = list(range(len(self._sizes)))
            self._seen_step, self._next_s = step, now_s + EVERY_S
            self._told = []
            # All that is told is of the same time, as far back as spikes were kept.
            self._window.begin_at(step - self._rates.window_steps(step))
        while self._due and self._time.is_left:
            self._told.append(self._population(self._window, self._due.pop(0)))
            self._time.spend(clock())
            if not self._due:
                self._publish(self._window)
        return bool(self._due)

    def _publish(self, window: Window) -> None:
        step, dt_ms = self._simulation.step, self._simulation.dt_ms
        self._picture = SpikeStatistics(
            populations=tuple(self._told),
            rate_ms=time_ms(self._rates.window_steps(step), dt_ms),
            window_ms=time_ms(step - window.first, dt_ms),
            bin_ms=time_ms(window.bin_steps, dt_ms),
            count_ms=time_ms(window.bin_steps * COUNT_BINS, dt_ms),
        )
        self.pictures += 1

    def _population(self, window: Window, number: int) -> PopulationStatistics:
        step, dt_ms = self._simulation.step, self._simulation.dt_ms
        own = slice(self._firsts[number], self._firsts[number + 1])
        rates = self._rates.neurons_hz(step)[own]
        spikes, sampled = window.spikes(number), len(window.samples[number])
        from_ms, to_ms = time_ms(window.first, dt_ms), time_ms(step, dt_ms)
        bin_ms = time_ms(window.bin_steps, dt_ms)
        count_ms = COUNT_BINS * bin_ms
        is_long = to_ms - from_ms >= FEWEST_COUNTS * count_ms
        span = (float(to_ms), float(from_ms))
        intervals = intervals_ms(spikes)
        variation = interval_cvs(intervals)
        counts = window.counts(number)
        frequency, power, peak = _rhythm(counts, self._sizes[number], bin_ms)
        return PopulationStatistics(
            name=self._populations[number].name,
            size=self._sizes[number],
            sampled=sampled,
            rate_hz=float(rates.mean()),
            variation=float(variation.mean()) if variation.size else math.nan,
            fano_factor=fano_factor(spikes, sampled, count_ms, *span) if is_long else math.nan,
            synchrony=synchrony(spikes, sampled, bin_ms, *span) if is_long else math.nan,
            peak_hz=peak,
            rates=_of_rates(rates, time_ms(self._rates.window_steps(step), dt_ms)),
            intervals=_of_intervals(intervals.interval_ms, dt_ms),
            frequency_hz=frequency,
            power=power,
        )


def _rhythm(
    counts: NDArray[np.int32], size: int, bin_ms: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    if counts.size < FEWEST_BINS:
        return np.empty(0), np.empty(0), math.nan
    spectrum = rate_spectrum(counts / (size * bin_ms / 1000.0), bin_ms, SEGMENTS)
    return *spectrum, peak_hz(spectrum)


def _of_rates(rates: NDArray[np.float64], window_ms: float) -> Histogram:
    """Bins of whole numbers of spikes in the window: others would be empty here and there."""
    if window_ms <= 0.0:
        return Histogram(np.zeros(1, np.int64), 0.0, 1.0)
    spikes = np.rint(rates * (window_ms / 1000.0)).astype(np.int64)
    return _in_bars(spikes, int(spikes.max()), 1000.0 / window_ms)


def _of_intervals(intervals: NDArray[np.float64], dt_ms: float) -> Histogram:
    if not intervals.size:
        return Histogram(np.zeros(1, np.int64), 0.0, 1.0)
    steps = np.rint(intervals / dt_ms).astype(np.int64)
    longest = int(np.percentile(steps, LONGEST_INTERVALS))
    return _in_bars(np.minimum(steps, longest), longest, dt_ms)


def _in_bars(values: NDArray[np.int64], most: int, unit: float) -> Histogram:
    """Whole numbers from 0 to `most` in bins of equally many of them. unit: what 1 stands for."""
    each = most // MOST_BARS + 1
    bars = most // each + 1
    return Histogram(np.bincount(values // each, minlength=bars), 0.0, bars * each * unit)
