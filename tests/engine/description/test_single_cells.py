"""The gallery's single cells and small circuits do what their texts tell the user to look for."""

import math
from dataclasses import replace

import numpy as np
import pytest

from engine import Simulation, from_gallery

pytestmark = pytest.mark.compiled


def intervals(name, more_current, seconds, skip_s=80.0):
    """Between the spikes of neuron 0, in seconds, at so much more than its own current."""
    simulation = Simulation(from_gallery(name))
    simulation.current = more_current
    simulation.advance(round(skip_s * 1000 / simulation.dt_ms))
    spikes = simulation.advance(round(seconds * 1000 / simulation.dt_ms))
    return np.diff(spikes.time_ms[spikes.neuron == 0]) / 1000


def bursts(of):
    """Lengths of the bursts that are whole, in spikes."""
    pauses = np.flatnonzero(of > 5.0)
    return np.diff(pauses).tolist()


def test_the_bursting_neuron_bursts_at_once_and_goes_on():
    spikes = Simulation(from_gallery("bursting-neuron")).advance(1300)
    assert spikes.step.size == 6
    between = intervals("bursting-neuron", 0.0, 100)
    assert set(bursts(between)) == {6}
    assert between.sum() / (np.sum(between > 5.0)) == pytest.approx(15.0, rel=0.15)


def test_by_the_usual_r_a_burst_would_be_longer_than_the_curves():
    network = from_gallery("bursting-neuron")
    population = replace(network.populations[0], parameters={"r": 0.001})
    spikes = Simulation(replace(network, populations=(population,))).advance(30_000)
    between = np.diff(spikes.time_ms[spikes.time_ms > 80_000.0]) / 1000
    assert set(bursts(between)) == {19}
    starts = np.flatnonzero(between > 5.0)
    assert between[starts[0] : starts[-1]].sum() / (starts.size - 1) == pytest.approx(50, abs=1)


def test_its_z_rises_in_a_burst_and_falls_between():
    simulation = Simulation(from_gallery("bursting-neuron"))
    spikes, trace = simulation.advance_traced(6000)
    z = trace[:, 2]
    first, last, following = spikes.step[0], spikes.step[5], spikes.step[6]
    assert z[last] > z[first]
    assert z[following] < z[last]


@pytest.mark.parametrize(("current", "length"), [(2.0, 4), (2.5, 5)])
def test_the_current_changes_the_length_of_bursts(current, length):
    assert set(bursts(intervals("bursting-neuron", current - 3.0, 100))) == {length}


def test_it_rests_below_and_fires_singly_above():
    assert intervals("bursting-neuron", 1.2 - 3.0, 100).size == 0
    assert np.unique(bursts(intervals("bursting-neuron", 3.3 - 3.0, 200))).size > 1
    at_3_5, at_4 = (intervals("bursting-neuron", more, 50) for more in (0.5, 1.0))
    for single in (at_3_5, at_4):
        assert np.ptp(single) < 0.05 * single.mean()
    assert at_4.mean() < at_3_5.mean()


@pytest.mark.parametrize("current", [0.09, 0.1, 0.11, 0.2, 1.0])
def test_current_and_rate_are_those_of_the_closed_form(current):
    simulation = Simulation(from_gallery("current-and-rate"))
    simulation.current = current - 0.09
    count = simulation.advance(50_000).step.size
    drive = 100.0 * current
    interval_ms = 5.0 + 20.0 * math.log(drive / (drive - 10.0)) if drive > 10.0 else math.inf
    assert count == pytest.approx(5000.0 / interval_ms, abs=2.0 + 0.02 * count)


def phase(simulation):
    """Where in its interval the other cell spikes, 0 to 1, once all has settled."""
    spikes = simulation.advance(40_000)
    one, other = (spikes.time_ms[spikes.neuron == k] for k in range(2))
    at = one.size - 8
    following = other[np.searchsorted(other, one[at])]
    return (following - one[at]) / (one[at + 1] - one[at])


def test_two_cells_fire_in_turn_and_with_more_current_together():
    simulation = Simulation(from_gallery("two-cells"))
    assert phase(simulation) == pytest.approx(0.5, abs=0.02)
    for more in np.arange(0.01, 0.075, 0.01):  # as by keys
        simulation.current = more
        simulation.advance(10_000)
    assert min(phase(simulation), 1.0 - phase(simulation)) < 0.02
