"""SpikeStatistics: a picture of how populations fire, over a window that it states."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Histogram:
    """Counts in equal bins from low to high."""

    counts: NDArray[np.int64]
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class PopulationStatistics:
    """How one population fires; NaN for what its spikes are too few to tell."""

    name: str
    size: int
    sampled: int
    """Of how many neurons, evenly taken, all is told but the rate and its spectrum."""
    rate_hz: float
    variation: float
    """The mean coefficient of variation of its neurons' intervals."""
    fano_factor: float
    synchrony: float
    peak_hz: float
    """Of the spectrum of its rate."""
    rates: Histogram
    """Neurons by rate in Hz."""
    intervals: Histogram
    """Interspike intervals in ms; those beyond are in the last bin."""
    frequency_hz: NDArray[np.float64]
    """Shape (frequencies,), empty if there was too little time."""
    power: NDArray[np.float64]
    """Of the rate, Hz^2 a Hz."""


@dataclass(frozen=True, slots=True)
class SpikeStatistics:
    """Of all populations; each may be of another moment."""

    populations: tuple[PopulationStatistics, ...]
    """In the order of the description."""
    rate_ms: float
    """The time over which rates are told."""
    window_ms: float
    """The time over which all else is told."""
    bin_ms: float
    """Of the population's rate and of synchrony."""
    count_ms: float
    """In which spikes are counted for the Fano factor."""
