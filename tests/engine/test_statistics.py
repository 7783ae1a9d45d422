"""Statistics of spikes beside their definitions, and of processes of which they are known."""

import math

import numpy as np
import pytest

from engine import InvalidValueError
from engine.recording.spikes import spikes_at
from engine.statistics import (
    Intervals,
    interval_cvs,
    intervals_ms,
    population_rate_hz,
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
