"""The gallery's networks that learn do what their descriptions tell the user to look for."""

from dataclasses import replace

import numpy as np
import pytest

from engine import Simulation, Spikes, from_gallery
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


def begun(network):
    """On one thread: the other core has other tests, for which two threads would wait."""
    return Simulation(network, threads=1)


def advanced(simulation, seconds):
    """The spikes of so many seconds, and when they began."""
    from_ms = simulation.time_ms
    return simulation.advance(round(seconds * 1000 / simulation.dt_ms)), from_ms


def shares(simulation, projection):
    largest = simulation.network.projections[projection].plasticity.w_max
    return simulation.weights(projection) / largest


def rate_of(simulation, spikes, from_ms, population):
    """The mean rate of a population, in Hz."""
    first = 0
    for each in simulation.network.populations:
        if each.name == population:
            rates = rates_hz(spikes, simulation.size, simulation.time_ms, from_ms)
            return rates[first : first + each.size].mean()
        first += each.size
    raise AssertionError(population)


def learning_classic(seed, learning=True):
    """Weights after half a minute, source by target; rates and synchrony in the half minute on."""
    simulation = begun(replace(from_gallery("classic-learning"), seed=seed))
    simulation.learning = learning
    advanced(simulation, 30)
    synapses = simulation.connections(0)
    weights = np.full((simulation.size, simulation.size), np.nan)
    weights[synapses.source, synapses.target] = shares(simulation, 0)
    spikes, from_ms = advanced(simulation, 30)
    rates = rates_hz(spikes, simulation.size, simulation.time_ms, from_ms)
    alike = synchrony(spikes, simulation.size, 100.0, simulation.time_ms, from_ms)
    return weights, rates, alike


@pytest.mark.parametrize("seed", [0, 1])
def test_in_the_classic_network_those_who_fire_first_become_strong(seed):
    weights, rates, alike = learning_classic(seed)
    first, others = slice(20), slice(20, None)
    assert np.nanmean(weights[first, others]) > 0.8
    assert np.nanmean(weights[others, first]) < 0.15
    assert np.histogram(weights, 10, (0.0, 1.0))[0].min() > 0.01 * weights.size
    assert 1.5 < rates[first].mean() / rates[others].mean() < 2.5
    _, unlearned, together = learning_classic(seed, learning=False)
    assert unlearned[first].mean() < 1.2 * unlearned[others].mean()
    assert alike < 0.7
    assert together > 0.8


def test_songs_synapses_part_and_the_cell_slows_down():
    simulation = begun(from_gallery("song-2000"))
    first = rate_of(simulation, *advanced(simulation, 2), "cell")
    advanced(simulation, 75)
    last = rate_of(simulation, *advanced(simulation, 10), "cell")
    assert last < first / 2
    counts = np.histogram(shares(simulation, 0), 10, (0.0, 1.0))[0]
    assert counts[0] > 2.5 * counts[4:8].mean()
    assert counts[9] > 1.2 * counts[4:8].mean()


def test_songs_correlated_inputs_win():
    simulation = begun(from_gallery("song-2000-correlated"))
    before = shares(simulation, 2).reshape(2, 500).mean(axis=1)
    assert abs(before[0] - before[1]) < 0.06
    spikes, from_ms = advanced(simulation, 30)
    correlated, others = shares(simulation, 2).reshape(2, 500).mean(axis=1)
    assert correlated > 0.9
    assert others < 0.4
    rates = [rate_of(simulation, spikes, from_ms, n) for n in ("correlated", "uncorrelated")]
    assert rates[0] == pytest.approx(rates[1], rel=0.15)


def test_vogels_inhibition_learns_to_balance():
    simulation = begun(from_gallery("vogels-2011"))
    spikes, from_ms = advanced(simulation, 0.5)
    assert rate_of(simulation, spikes, from_ms, "excitatory") > 25
    assert synchrony(spikes, simulation.size, 5.0, simulation.time_ms, from_ms) > 0.3
    advanced(simulation, 6)
    spikes, from_ms = advanced(simulation, 2)
    assert 2.5 < rate_of(simulation, spikes, from_ms, "excitatory") < 6
    assert synchrony(spikes, simulation.size, 5.0, simulation.time_ms, from_ms) < 0.1
    assert interval_cvs(intervals_ms(spikes, from_ms=from_ms)).mean() > 0.6


def spectrum(simulation, seconds, neurons):
    """That of the rate of the first so many neurons, by lines of 1 Hz."""
    spikes, from_ms = advanced(simulation, seconds)
    of_these = Spikes(*(column[spikes.neuron < neurons] for column in spikes))
    rate = population_rate_hz(of_these, neurons, 1.0, simulation.time_ms, from_ms)
    return rate_spectrum(rate, 1.0, segments=2 * seconds - 1)


def share(spectrum, low_hz, high_hz):
    """How much of the power is in a band, but for what is slower than 1 Hz."""
    frequency, power = spectrum
    is_within = (frequency >= low_hz) & (frequency <= high_hz)
    return power[is_within].sum() / power[frequency >= 1.0].sum()


def test_izhikevichs_delta_rhythm_gives_way_to_gamma():
    simulation = begun(from_gallery("izhikevich-2006"))
    first = spectrum(simulation, 5, 800)
    assert 2.0 < peak_hz(first) < 4.0
    assert share(first, 2.0, 4.0) > 0.3
    advanced(simulation, 85)
    last = spectrum(simulation, 20, 800)
    assert 27.0 < peak_hz(last) < 34.0
    assert share(last, 2.0, 4.0) < 0.3 * share(first, 2.0, 4.0)
    assert share(last, 27.0, 70.0) > 1.3 * share(first, 27.0, 70.0)
    counts = np.histogram(shares(simulation, 0), 10, (0.0, 1.0))[0]
    assert counts[[0, 9]].sum() > 0.6 * counts.sum()


def test_the_rewarded_synapse_of_izhikevich_2007_is_found():
    simulation = begun(replace(from_gallery("izhikevich-2007"), seed=1))
    advanced(simulation, 300)
    (rewarded,), others = shares(simulation, 0), shares(simulation, 1)
    assert rewarded > 0.7
    assert np.mean(others >= rewarded) < 0.1


def test_depressing_synapses_make_population_bursts():
    simulation = begun(from_gallery("tsodyks-2000"))
    advanced(simulation, 1)
    spikes, from_ms = advanced(simulation, 8)
    rate = population_rate_hz(spikes, simulation.size, 10.0, simulation.time_ms, from_ms)
    is_burst = rate > 3 * rate.mean()
    bursts = np.count_nonzero(np.diff(is_burst.astype(int)) == 1)
    assert 5 <= bursts <= 32
    assert rate.max() > 4 * rate.mean()
