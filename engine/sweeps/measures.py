"""What is told of a population's spikes in a row: rate, CV, Fano factor, synchrony, peak."""

import math
from typing import NamedTuple

from engine.description.network import Network
from engine.errors import InvalidValueError
from engine.recording.spikes import Spikes
from engine.statistics import (
    fano_factor,
    interval_cvs,
    intervals_ms,
    peak_hz,
    population_rate_hz,
    rate_spectrum,
    rates_hz,
    synchrony,
)

BIN_MS = 1.0
"""Of the population's rate and of synchrony, about: a whole number of steps."""
COUNT_BINS = 100
"""Bins of these in which spikes are counted for the Fano factor."""
FEWEST_COUNTS = 4
"""Of these for a Fano factor and for synchrony."""
MEASURES = ("rate_Hz", "cv", "fano", "synchrony", "peak_Hz")
Number = float | None


class Window(NamedTuple):
    """The time that numbers are of, and its bins."""

    from_ms: float
    to_ms: float
    bin_ms: float


def measured(spikes: Spikes, network: Network, from_ms: float, to_ms: float) -> dict[str, Number]:
    """The measures of each population, by names such as rate_Hz.excitatory.

    None is what its spikes are too few, or the time is too short, to tell.
    """
    dt_ms = network.dt_ms
    window = Window(from_ms, to_ms, max(1, round(BIN_MS / dt_ms)) * dt_ms)
    told: dict[str, Number] = {}
    first = 0
    for population in network.populations:
        own = (spikes.neuron >= first) & (spikes.neuron < first + population.size)
        some = spikes.where(own)
        some = some._replace(neuron=some.neuron - first)
        for measure, number in zip(MEASURES, _of(some, population.size, window), strict=True):
            told[column(measure, population.name)] = number
        first += population.size
    return told


def column(measure: str, population: str) -> str:
    """The name of a column."""
    return f"{measure}.{population}"


def _of(spikes: Spikes, size: int, window: Window) -> tuple[Number, ...]:
    from_ms, to_ms, bin_ms = window
    rate = float(rates_hz(spikes, size, to_ms, from_ms).mean())
    variation = interval_cvs(intervals_ms(spikes, to_ms, from_ms))
    cv = float(variation.mean()) if variation.size else None
    fano = together = None
    count_ms = bin_ms * COUNT_BINS
    if to_ms - from_ms >= FEWEST_COUNTS * count_ms:
        fano = _told(fano_factor(spikes, size, count_ms, to_ms, from_ms))
        together = _told(synchrony(spikes, size, bin_ms, to_ms, from_ms))
    return rate, cv, fano, together, _peak(spikes, size, window)


def _peak(spikes: Spikes, size: int, window: Window) -> Number:
    from_ms, to_ms, bin_ms = window
    try:
        rate = population_rate_hz(spikes, size, bin_ms, to_ms, from_ms)
        return _told(peak_hz(rate_spectrum(rate, bin_ms)))
    except InvalidValueError:
        # Too few bins for a spectrum.
        return None


def _told(number: float) -> Number:
    return None if math.isnan(number) else number
