"""What spikes look like in a few numbers: rates, intervals, variation, synchrony, spectrum.

Pure functions of NumPy arrays. They take what `advance` returns, or anything that has the time
and the neuron of each spike.
"""

import math
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from engine.errors import InvalidValueError
from engine.limits import MAX_NEURONS
from engine.validation import float_array, instance, number, whole_number

FEWEST_INTERVALS = 3
"""A neuron with fewer intervals between its spikes has no coefficient of variation."""
MOST_BINS = 10**8
MOST_SEGMENTS = 10**4
PEAK_ABOVE = 6.0
"""Times the mean power that frequencies about a peak have; in noise these stay below 3. Of Brunel's
networks over 2 s, the asynchronous one has up to 5.1 about its broad resonance, those that
oscillate slowly and fast have 6.2 and 8.9 at least; over 0.6 s it is 6.0, 5.6 and 7.9."""
PEAK_WIDTH = 0.1
"""Of a peak's frequency, to either side, is about it; but at least two lines, beside which a wave
leaks under the window, and at most a twenty-fifth of all, of which even those at the end stand out.
"""
FEWEST_LINES_ABOUT = 2
WIDEST = 25


class SpikeTrain(Protocol):
    """Spikes in any order: `time_ms` and `neuron` of each, shape (spikes,)."""

    @property
    def time_ms(self) -> NDArray[Any]:
        """When."""

    @property
    def neuron(self) -> NDArray[np.int64]:
        """Whose."""


class Intervals(NamedTuple):
    """Interspike intervals, by neuron and then by time; both of shape (intervals,)."""

    interval_ms: NDArray[np.float64]
    neuron: NDArray[np.int64]


class Spectrum(NamedTuple):
    """The power of a rate's fluctuations; both of shape (frequencies,)."""

    frequency_hz: NDArray[np.float64]
    power: NDArray[np.float64]
    """In Hz^2 a Hz: its integral is the rate's variance."""


def rates_hz(
    spikes: SpikeTrain, size: int, to_ms: float, from_ms: float = 0.0
) -> NDArray[np.float64]:
    """The mean rate of each of `size` neurons from `from_ms` to before `to_ms`, shape (size,).

    Raises InvalidValueError for no time, or for spikes of other neurons.
    """
    size, from_ms, to_ms = _size(size), *_span(from_ms, to_ms)
    _, neuron = _within(spikes, from_ms, to_ms, size)
    return np.bincount(neuron, minlength=size) / ((to_ms - from_ms) / 1000.0)


def intervals_ms(spikes: SpikeTrain, to_ms: float = math.inf, from_ms: float = 0.0) -> Intervals:
    """The intervals between successive spikes of each neuron, both within the given time.

    Raises InvalidValueError for no time, or for what are no spikes.
    """
    time_ms, neuron = _within(spikes, *_span(from_ms, to_ms))
    order = np.lexsort((time_ms, neuron))
    time_ms, neuron = time_ms[order], neuron[order]
    same = neuron[1:] == neuron[:-1]
    return Intervals(np.diff(time_ms)[same], neuron[1:][same])


def interval_cvs(intervals: Intervals, fewest: int = FEWEST_INTERVALS) -> NDArray[np.float64]:
    """The coefficient of variation of each neuron's intervals: 0 is a clock, 1 a Poisson process.

    One for each neuron that has at least `fewest` intervals, by neuron. Raises InvalidValueError
    for what are no intervals.
    """
    fewest = whole_number("fewest", fewest, 0, MAX_NEURONS)
    given = instance("intervals", intervals, Intervals)
    interval_ms, neuron = _paired("intervals", given.interval_ms, given.neuron)
    counts = np.bincount(neuron)
    divisor = np.maximum(counts, 1)
    means = np.bincount(neuron, interval_ms) / divisor
    squares = (interval_ms - means[neuron]) ** 2
    deviations = np.sqrt(np.bincount(neuron, squares) / divisor)
    enough = counts >= max(1, fewest)
    return np.asarray(deviations[enough] / means[enough])


def population_rate_hz(
    spikes: SpikeTrain, size: int, bin_ms: float, to_ms: float, from_ms: float = 0.0
) -> NDArray[np.float64]:
    """The mean rate of all neurons in each bin, shape (bins,); a last bin cut short is left out.

    Raises InvalidValueError as `rates_hz`, and if there is no bin.
    """
    size, from_ms, to_ms = _size(size), *_span(from_ms, to_ms)
    time_ms, _ = _within(spikes, from_ms, to_ms, size)
    bin_ms = number("bin_ms", bin_ms)
    bins = _bins(bin_ms, to_ms - from_ms)
    at = _bin_of(time_ms - from_ms, bin_ms)
    counts = np.bincount(at[at < bins], minlength=bins)
    return counts / (size * bin_ms / 1000.0)


def synchrony(
    spikes: SpikeTrain, size: int, bin_ms: float, to_ms: float, from_ms: float = 0.0
) -> float:
    """How much alike all neurons fire: 1 if exactly, about 1 / sqrt(size) if independently.

    The square root of the variance in time of the mean spike count of a bin, over the mean of the
    neurons' own variances (D. Golomb and J. Rinzel, Physica D 72 (1994) 259-282, with counts in
    place of potentials). NaN if no count varies.

    Raises InvalidValueError as `population_rate_hz`.
    """
    size, from_ms, to_ms = _size(size), *_span(from_ms, to_ms)
    time_ms, neuron = _within(spikes, from_ms, to_ms, size)
    bin_ms = number("bin_ms", bin_ms)
    bins = _bins(bin_ms, to_ms - from_ms)
    at = _bin_of(time_ms - from_ms, bin_ms)
    neuron, at = neuron[at < bins], at[at < bins]
    _, counts = np.unique(neuron * bins + at, return_counts=True)
    squares = (counts**2).sum() / bins / size
    own = squares - ((np.bincount(neuron, minlength=size) / bins) ** 2).mean()
    common = (np.bincount(at, minlength=bins) / size).var()
    return float(np.sqrt(common / own)) if own > 0 else math.nan


def fano_factor(
    spikes: SpikeTrain, size: int, bin_ms: float, to_ms: float, from_ms: float = 0.0
) -> float:
    """How much a neuron's spike counts vary from bin to bin: 0 is a clock, 1 a Poisson process.

    The variance of the counts over their mean (U. Fano, Physical Review 72 (1947) 26-29), the mean
    of all neurons that spiked. NaN if none did.

    Raises InvalidValueError as `population_rate_hz`.
    """
    size, from_ms, to_ms = _size(size), *_span(from_ms, to_ms)
    time_ms, neuron = _within(spikes, from_ms, to_ms, size)
    bin_ms = number("bin_ms", bin_ms)
    bins = _bins(bin_ms, to_ms - from_ms)
    at = _bin_of(time_ms - from_ms, bin_ms)
    neuron, at = neuron[at < bins], at[at < bins]
    cells, counts = np.unique(neuron * bins + at, return_counts=True)
    squares = np.bincount(cells // bins, counts.astype(np.float64) ** 2, size) / bins
    means = np.bincount(neuron, minlength=size) / bins
    spiked = means > 0
    if not spiked.any():
        return math.nan
    return float((squares[spiked] / means[spiked] - means[spiked]).mean())


def rate_spectrum(rate_hz: NDArray[np.floating[Any]], bin_ms: float, segments: int = 7) -> Spectrum:
    """The spectrum of a population's rate, as `population_rate_hz` has it.

    The mean of so many segments that overlap by half, each without its mean and under a Hann
    window (P. D. Welch, IEEE Transactions on Audio and Electroacoustics 15 (1967) 70-73). More
    segments are less noise, and frequencies further apart: by 1 over the segment's length.

    Raises InvalidValueError for fewer than eight bins in a segment.
    """
    rate = float_array("rate_hz", rate_hz)
    bin_s = number("bin_ms", bin_ms) / 1000.0
    segments = whole_number("segments", segments, 1, MOST_SEGMENTS)
    length = 2 * rate.size // (segments + 1)
    if rate.ndim != 1 or length < 8 or not bin_s > 0.0:
        raise InvalidValueError(
            f"rate_hz must have at least {4 * (segments + 1)} bins of a time above 0, one after "
            f"the other, for {segments} segments"
        )
    window = np.hanning(length + 1)[:-1]
    starts = np.arange(segments) * (length // 2)
    parts = rate[starts[:, None] + np.arange(length)]
    parts = (parts - parts.mean(axis=1, keepdims=True)) * window
    power = (np.abs(np.fft.rfft(parts, axis=1)) ** 2).mean(axis=0)
    power *= 2.0 * bin_s / (window**2).sum()
    power[0] /= 2.0
    if length % 2 == 0:
        power[-1] /= 2.0
    frequency = np.fft.rfftfreq(length, bin_s)
    return Spectrum(np.asarray(frequency, np.float64), np.asarray(power, np.float64))


def peak_hz(spectrum: Spectrum) -> float:
    """The frequency of the highest peak, found between the lines of the spectrum.

    NaN unless there is a rhythm: the frequencies within a tenth of the peak's must hold six times
    the share of the power that they would by chance, as neither noise nor a broad resonance does.
    So there is none in spectra of fewer than 32 lines. The two lowest, which are drift as well as
    rhythm, are left out. Raises InvalidValueError for what is no spectrum.
    """
    given = instance("spectrum", spectrum, Spectrum)
    frequency = float_array("frequency_hz", given.frequency_hz)
    power = float_array("power", given.power)
    if frequency.ndim != 1 or power.shape != frequency.shape or frequency.size < 5:
        raise InvalidValueError("spectrum must have a power for each of at least 5 frequencies")
    at = 2 + int(power[2:].argmax())
    if not _power_about(power, at) > PEAK_ABOVE * power[2:].mean():
        return math.nan
    if at == power.size - 1 or min(power[at - 1], power[at + 1]) <= 0.0:
        return float(frequency[at])
    # The vertex of the parabola through the logarithms of three lines.
    below, top, above = np.log(power[at - 1 : at + 2])
    curvature = below - 2.0 * top + above
    shift = 0.5 * (below - above) / curvature if curvature < 0.0 else 0.0
    return float(frequency[at] + np.clip(shift, -1.0, 1.0) * (frequency[1] - frequency[0]))


def _power_about(power: NDArray[np.float64], at: int) -> float:
    """The mean power of the lines about a peak; the two lowest are never among them."""
    widest = (power.size - 2) // WIDEST
    apart = max(FEWEST_LINES_ABOUT, min(round(PEAK_WIDTH * at), widest))
    return float(power[max(2, at - apart) : at + apart + 1].mean())


def _size(size: int) -> int:
    return whole_number("size", size, 1, MAX_NEURONS)


def _span(from_ms: float, to_ms: float) -> tuple[float, float]:
    from_ms, to_ms = number("from_ms", from_ms), number("to_ms", to_ms)
    if not from_ms < to_ms:
        raise InvalidValueError(f"to_ms must be above from_ms = {from_ms:g}, not {to_ms:g}")
    return from_ms, to_ms


def _within(
    spikes: SpikeTrain, from_ms: float, to_ms: float, size: int | None = None
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    try:
        time_ms, neuron = _paired("spikes", spikes.time_ms, spikes.neuron)
    except AttributeError as error:
        raise InvalidValueError(f"spikes must have time_ms and neuron: {error}") from error
    if size is not None and neuron.size and neuron.max() >= size:
        raise InvalidValueError(
            f"size must be above every neuron that spiked, up to {neuron.max()}, not {size}"
        )
    counted = (time_ms >= from_ms) & (time_ms < to_ms)
    return time_ms[counted], neuron[counted]


def _paired(
    name: str, time_ms: NDArray[Any], neuron: NDArray[Any]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """A time and a neuron for each."""
    times = float_array(f"times of {name}", time_ms)
    neurons = np.asarray(neuron)
    if times.ndim != 1 or times.shape != neurons.shape:
        raise InvalidValueError(f"{name} must have as many neurons as times, one after the other")
    # An empty list has no kind of its own.
    if neurons.size and (neurons.dtype.kind not in "iu" or neurons.min() < 0):
        raise InvalidValueError(f"neurons of {name} must be whole numbers of at least 0")
    return times, neurons.astype(np.int64)


def _bins(bin_ms: float, duration_ms: float) -> int:
    shortest_ms = duration_ms / MOST_BINS
    if not 0 < bin_ms <= duration_ms:
        raise InvalidValueError(
            f"bin_ms must be above 0 and at most {duration_ms:g}, not {bin_ms:g}"
        )
    if bin_ms < shortest_ms:
        raise InvalidValueError(
            f"bin_ms must be at least {shortest_ms:g} for {duration_ms:g} ms, not {bin_ms:g}"
        )
    return int(duration_ms / bin_ms * (1 + 1e-12))


def _bin_of(time_ms: NDArray[np.float64], bin_ms: float) -> NDArray[np.int64]:
    """The bin of each time; one at a border, as far as numbers can tell, is in the later bin."""
    return np.floor(time_ms / bin_ms * (1 + 1e-12)).astype(np.int64)
