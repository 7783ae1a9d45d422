"""Statistics of spikes beside their definitions, and of processes of which they are known."""

import math

import numpy as np
import pytest

from engine import InvalidValueError
from engine.recording.spikes import spikes_at
from engine.statistics import (
    Intervals,
    Spectrum,
    fano_factor,
    interval_cvs,
    intervals_ms,
    peak_hz,
    population_rate_hz,
    rate_spectrum,
    rates_hz,
    synchrony,
)


def train(*pairs):
    """Spikes as (time in ms, neuron)."""
    time_ms, neuron = np.array(pairs, np.int64).reshape(-1, 2).T
    return spikes_at(time_ms, neuron, 1.0)


FEW = train((0, 1), (30, 0), (10, 0), (25, 1), (60, 0), (99, 0), (100, 2))


def test_rates_count_from_the_first_time_to_before_the_last():
    assert rates_hz(FEW, 4, 100.0).tolist() == [40.0, 20.0, 0.0, 0.0]
    assert rates_hz(FEW, 4, 101.0, 99.0).tolist() == [500.0, 0.0, 500.0, 0.0]


def test_intervals_are_those_of_each_neuron_whatever_the_order_of_spikes():
    assert [part.tolist() for part in intervals_ms(FEW)] == [[20, 30, 39, 25], [0, 0, 0, 1]]
    assert intervals_ms(FEW, to_ms=99.0, from_ms=10.0).interval_ms.tolist() == [20, 30]
    assert intervals_ms(train()).neuron.size == 0


def test_variation_is_deviation_over_mean_of_those_with_enough_intervals():
    intervals = Intervals(
        np.array([1.0, 3.0, 5.0, 7.0, 4.0, 4.0, 4.0]), np.array([4] * 3 + [1] * 4)
    )
    assert interval_cvs(intervals) == pytest.approx(
        [np.std([7, 4, 4, 4]) / 4.75, np.std([1, 3, 5]) / 3]
    )
    assert interval_cvs(intervals, 4).size == 1
    assert interval_cvs(intervals_ms(train())).size == 0


def test_a_clock_has_no_variation_and_a_poisson_process_one():
    draw = np.random.default_rng(5)
    times = np.cumsum(draw.exponential(20.0, (50, 2000)), axis=1)
    poisson = spikes_at(times.reshape(-1), np.repeat(np.arange(50), 2000), 1.0)
    assert interval_cvs(intervals_ms(poisson)).mean() == pytest.approx(1.0, abs=0.01)
    clock = train(*((t, 0) for t in range(0, 100, 7)))
    assert interval_cvs(intervals_ms(clock)).tolist() == [0.0]


def test_the_population_rate_of_a_bin():
    assert population_rate_hz(FEW, 4, 25.0, 100.0).tolist() == [20.0, 20.0, 10.0, 10.0]
    assert population_rate_hz(FEW, 4, 30.0, 100.0).size == 3
    assert rates_hz(FEW, 4, 100.0).mean() == population_rate_hz(FEW, 4, 25.0, 100.0).mean()


def test_bins_of_a_fraction_of_a_millisecond_lose_no_spike():
    steps = np.arange(3000)
    every = spikes_at(steps, np.zeros(3000, np.int64), 0.1)
    assert set(population_rate_hz(every, 1, 0.3, 300.0).tolist()) == {3 / 0.0003}


def naive_synchrony(spikes, size, bin_ms, bins):
    counts = np.zeros((size, bins))
    for time_ms, neuron in zip(spikes.time_ms, spikes.neuron, strict=True):
        counts[neuron, int(time_ms // bin_ms)] += 1
    return math.sqrt(counts.mean(axis=0).var() / counts.var(axis=1).mean())


def test_synchrony_is_its_definition():
    draw = np.random.default_rng(6)
    spikes = train(*zip(draw.integers(0, 1000, 500), draw.integers(0, 9, 500), strict=True))
    expected = naive_synchrony(spikes, 10, 10.0, 100)
    assert synchrony(spikes, 10, 10.0, 1000.0) == pytest.approx(expected)


def test_synchrony_of_all_together_and_of_independent_neurons():
    draw = np.random.default_rng(7)
    together = train(*((t, i) for t in draw.integers(0, 1000, 50) for i in range(20)))
    assert synchrony(together, 20, 5.0, 1000.0) == pytest.approx(1.0)
    apart = train(*zip(draw.integers(0, 9999, 9999), draw.integers(0, 400, 9999), strict=True))
    assert synchrony(apart, 400, 5.0, 9999.0) == pytest.approx(0.05, abs=0.005)
    assert math.isnan(synchrony(train(), 3, 5.0, 100.0))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: rates_hz(FEW, 4, 0.0), "to_ms must be above from_ms = 0, not 0"),
        (lambda: rates_hz(FEW, 2, 9.0), "size must be above .* up to 2, not 2"),
        (lambda: intervals_ms(FEW, math.nan), "to_ms must be a number, not nan"),
        (lambda: population_rate_hz(FEW, 3, 0.0, 9.0), "bin_ms must be above 0 and at most 9"),
        (lambda: synchrony(FEW, 3, 10.0, 9.0), "at most 9, not 10"),
    ],
)
def test_what_cannot_be(call, message):
    with pytest.raises(InvalidValueError, match=message):
        call()


def test_the_fano_factor_is_variance_over_mean_of_counts():
    counts = np.array([[2, 0, 1, 1], [0, 0, 0, 3]])
    pairs = [(10 * k + i, n) for n, of in enumerate(counts) for k in range(4) for i in range(of[k])]
    expected = (counts.var(axis=1) / counts.mean(axis=1)).mean()
    assert fano_factor(train(*pairs, (41, 0)), 3, 10.0, 45.0) == pytest.approx(expected)
    assert math.isnan(fano_factor(train(), 3, 10.0, 45.0))


def test_a_clock_has_no_fano_factor_and_a_poisson_process_one():
    draw = np.random.default_rng(5)
    neuron, step = draw.integers(0, 50, 20_000), draw.integers(0, 20_000, 20_000)
    poisson = spikes_at(step, neuron, 1.0)
    assert fano_factor(poisson, 50, 100.0, 20_000.0) == pytest.approx(1.0, abs=0.03)
    assert fano_factor(train(*((t, 0) for t in range(0, 100, 5))), 1, 10.0, 100.0) == 0.0


@pytest.mark.parametrize("segments", [1, 3, 7])
def test_the_spectrum_of_a_wave_has_its_frequency_and_its_variance(segments):
    time_s = np.arange(4000) / 1000.0
    rate = 20.0 + 6.0 * np.sin(2 * np.pi * 23.4 * time_s)
    spectrum = rate_spectrum(rate, 1.0, segments)
    apart_hz = spectrum.frequency_hz[1]
    assert apart_hz == pytest.approx((segments + 1) / 2 / 4.0)
    assert peak_hz(spectrum) == pytest.approx(23.4, abs=0.1 * apart_hz)
    assert spectrum.power.sum() * apart_hz == pytest.approx(6.0**2 / 2, rel=0.01)
    assert spectrum.frequency_hz[-1] == 500.0


def test_the_spectrum_is_that_of_scipy():
    from scipy.signal import welch

    rate = np.random.default_rng(1).normal(30.0, 4.0, 2001)
    spectrum = rate_spectrum(rate, 2.0)
    frequency, power = welch(rate[:2000], 500.0, nperseg=500, detrend="constant")
    assert spectrum.frequency_hz == pytest.approx(frequency)
    assert spectrum.power == pytest.approx(power)


@pytest.mark.parametrize("seed", range(20))
def test_noise_has_no_peak(seed):
    rate = np.random.default_rng(seed).poisson(40.0, 10_000) / 1.0
    assert math.isnan(peak_hz(rate_spectrum(rate, 1.0)))


def test_a_peak_is_within_the_spectrum():
    frequency, last, drift = np.arange(40.0), np.zeros(40), np.zeros(40)
    last[[0, 1, 39]], drift[:2] = 9.0, 9.0
    assert peak_hz(Spectrum(frequency, last)) == 39.0
    assert math.isnan(peak_hz(Spectrum(frequency, drift)))


@pytest.mark.parametrize("hz", [4.3, 31.0, 180.0, 333.3, 480.0])
def test_a_wave_has_a_peak_wherever_it_is(hz):
    time_s = np.arange(4000) / 1000.0
    noise = np.random.default_rng(3).normal(0.0, 1.0, 4000)
    spectrum = rate_spectrum(20.0 + noise + 2.0 * np.sin(2 * np.pi * hz * time_s), 1.0)
    assert peak_hz(spectrum) == pytest.approx(hz, abs=0.3)


@pytest.mark.parametrize(("spread", "is_rhythm"), [(0.05, True), (0.1, True), (0.5, False)])
def test_a_rhythm_has_a_peak_and_a_broad_resonance_none(spread, is_rhythm):
    """Each 20 times as high as the noise; spread: of its frequencies, relative to their mean."""
    frequency = np.arange(500.0)
    apart = (frequency - 130.0) / (spread * 130.0)
    chance = np.random.default_rng(4).gamma(7.0, 1.0 / 7.0, 500)
    spectrum = Spectrum(frequency, (1.0 + 20.0 * np.exp(-(apart**2))) * chance)
    assert np.isfinite(peak_hz(spectrum)) == is_rhythm


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: rate_spectrum(np.ones(31), 1.0), "at least 32 bins"),
        (lambda: rate_spectrum(np.ones((40, 2)), 1.0), "one after the other"),
        (lambda: rate_spectrum(np.ones(400), 0.0), "a time above 0"),
        (lambda: rate_spectrum(np.ones(400), 1.0, 0), "segments must be"),
        (lambda: peak_hz(Spectrum(np.ones(6), np.ones(5))), "a power for each"),
        (lambda: peak_hz((1, 2)), "spectrum must be"),
        (lambda: fano_factor(train((1, 5)), 3, 1.0, 10.0), "size must be above"),
    ],
)
def test_what_is_no_rate_or_spectrum_is_refused(wrong, words):
    with pytest.raises(InvalidValueError, match=words):
        wrong()
