"""The networks of the gallery do what their descriptions tell the user to look for."""

import numpy as np
import pytest

from engine import Simulation, from_gallery
from engine.statistics import (
    interval_cvs,
    intervals_ms,
    peak_hz,
    population_rate_hz,
    rate_spectrum,
    rates_hz,
    synchrony,
)

pytestmark = pytest.mark.compiled


class Seen:
    """A run of a network, of which only what follows `settle_ms` counts."""

    def __init__(self, name, duration_ms, settle_ms=200.0, size=None):
        network = from_gallery(name)
        network = network.resized(size or network.size)
        self.size, self.settle_ms = network.size, settle_ms
        self.end_ms = settle_ms + duration_ms
        # The other core has other tests, for which two threads would wait.
        simulation = Simulation(network, threads=1)
        self.spikes = simulation.advance(round(self.end_ms / network.dt_ms))

    @property
    def rate_hz(self):
        return rates_hz(self.spikes, self.size, self.end_ms, self.settle_ms).mean()

    @property
    def variation(self):
        return interval_cvs(intervals_ms(self.spikes, from_ms=self.settle_ms)).mean()

    def synchrony(self, bin_ms):
        return synchrony(self.spikes, self.size, bin_ms, self.end_ms, self.settle_ms)

    def rhythm(self, low_hz, high_hz):
        """The strongest frequency of the population's rate, and how far it stands out."""
        rate = population_rate_hz(self.spikes, self.size, 1.0, self.end_ms, self.settle_ms)
        power = np.abs(np.fft.rfft(rate - rate.mean())) ** 2
        hz = np.fft.rfftfreq(rate.size, 1e-3)
        band = (hz >= low_hz) & (hz <= high_hz)
        return hz[band][power[band].argmax()], power[band].max() / power[hz > 0].mean()

    @property
    def fluctuation(self):
        """The deviation of the population's rate in a millisecond, relative to its mean."""
        rate = population_rate_hz(self.spikes, self.size, 1.0, self.end_ms, self.settle_ms)
        return rate.std() / rate.mean()

    @property
    def peak_hz(self):
        """As the dashboard's statistics view names it."""
        rate = population_rate_hz(self.spikes, self.size, 1.0, self.end_ms, self.settle_ms)
        return peak_hz(rate_spectrum(rate, 1.0))


def test_izhikevich_2003_fires_at_7_hz_with_an_alpha_rhythm():
    seen = Seen("izhikevich-2003", 4000)
    assert 6 < seen.rate_hz < 9
    hz, prominence = seen.rhythm(2, 100)
    assert 5 < hz < 14
    assert prominence > 10


@pytest.mark.parametrize(
    ("name", "low", "high", "variation"),
    [
        ("vogels-abbott-cuba", 5.0, 6.5, 0.6),
        ("vogels-abbott-coba", 15.0, 22.0, 1.0),
        ("vogels-abbott-hh", 30.0, 50.0, 1.0),
    ],
)
def test_vogels_and_abbotts_networks_keep_firing_irregularly(name, low, high, variation):
    seen = Seen(name, 300 if name.endswith("hh") else 2000)
    assert low < seen.rate_hz < high
    assert seen.variation > variation
    assert seen.synchrony(5.0) < 0.15


@pytest.mark.parametrize("size", [1500, 8000])
@pytest.mark.parametrize(
    ("name", "low", "high"), [("vogels-abbott-cuba", 4.5, 7.0), ("vogels-abbott-coba", 15.0, 25.0)]
)
def test_vogels_and_abbotts_networks_do_the_same_in_other_sizes(name, low, high, size):
    assert low < Seen(name, 800, size=size).rate_hz < high


def test_brunels_slow_regime_oscillates_at_22_hz_of_neurons_that_fire_at_5():
    seen = Seen("brunel-2000-si-slow", 1000)
    assert 5 < seen.rate_hz < 6
    hz, prominence = seen.rhythm(5, 300)
    assert 18 < hz < 27
    assert prominence > 20
    assert 18 < seen.peak_hz < 26
    assert seen.variation > 0.5


def test_brunels_fast_regime_oscillates_at_180_hz_of_neurons_that_fire_at_60():
    seen = Seen("brunel-2000-si-fast", 400, 100)
    assert 55 < seen.rate_hz < 65
    hz, prominence = seen.rhythm(5, 300)
    assert 165 < hz < 200
    assert prominence > 20
    assert 170 < seen.peak_hz < 195
    assert seen.variation > 0.6


def test_brunels_asynchronous_regime_is_irregular_without_a_rhythm():
    seen = Seen("brunel-2000-ai", 400, 100)
    assert 35 < seen.rate_hz < 41
    assert 0.3 < seen.variation < 0.6
    assert seen.synchrony(1.0) < 0.12
    assert seen.rhythm(5, 300)[1] < 20
    assert np.isnan(seen.peak_hz)
    # Its rate goes up and down all the same, by half of its mean.
    assert 0.4 < seen.fluctuation < 0.6


def test_brunels_regular_regime_is_of_clocks_that_go_together():
    seen = Seen("brunel-2000-sr", 30, 20)
    assert 250 < seen.rate_hz < 400
    assert seen.variation < 0.1
    assert seen.synchrony(1.0) > 0.4


def test_waves_of_the_five_layers_arrive_in_the_motor_layer():
    """After a burst of a column's sensory layer the others follow one by one."""
    network = from_gallery("five-layer-column")
    spikes = Simulation(network).advance(20_000)
    layers = ("sensory", "afferent", "internal", "efferent", "motor")
    starts = dict(
        zip(
            [population.name for population in network.populations],
            np.cumsum([0, *(population.size for population in network.populations)]),
            strict=False,
        )
    )
    counts = np.zeros((5, 20, 20_000))
    for k, layer in enumerate(layers):
        column = (spikes.neuron - starts[layer]) // 16
        mine = (column >= 0) & (column < 20)
        np.add.at(counts[k], (column[mine], spikes.step[mine]), 1)

    def lag_ms(k):
        """By how much the layer is behind the sensory one, smoothed over 9 ms."""
        apart = [(np.roll(counts[k], -lag, axis=1) * counts[0]).sum() for lag in range(100)]
        return int(np.argmax(np.convolve(apart, np.ones(9), "valid"))) + 4

    afferent, internal, efferent, motor = map(lag_ms, range(1, 5))
    assert 4 < afferent < internal < efferent < motor
    assert 50 < motor < 60
