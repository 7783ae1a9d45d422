"""Statistics while a simulation runs: those of its recorded spikes, in bounded memory and time."""

import math

import numpy as np
import pytest

from engine import ConstantCurrent, Network, Population, Simulation
from engine.gallery import from_gallery
from engine.live import spike_window
from engine.live.commands import WatchStatistics
from engine.live.live_network import LiveNetwork
from engine.live.rates import Rates
from engine.live.run_configuration import run_configuration
from engine.live.session import Session
from engine.live.spike_window import SpikeWindow
from engine.live.statistics_watch import StatisticsWatch
from engine.recording.spikes import joined, spikes_at
from engine.statistics import fano_factor, interval_cvs, intervals_ms, rates_hz, synchrony

SIZES = [30, 10]


def drawn(step, steps, seed=3):
    """Spikes at random, by step."""
    draw = np.random.default_rng((seed, step))
    when, who = np.nonzero(draw.random((steps, sum(SIZES))) < 0.02)
    return spikes_at(when + step, who.astype(np.int64), 1.0)


class Clock:
    """A clock that work does not move."""

    now_s = 0.0

    def __call__(self):
        return self.now_s


@pytest.fixture(scope="module")
def simulation():
    cells = [
        Population(name="many", model="izhikevich", size=30),
        Population(name="few", model="izhikevich", size=10, cell_type="FS"),
    ]
    current = ConstantCurrent(target=("many", "few"), current=8.0)
    return Simulation(Network(name="n", dt_ms=1.0, populations=cells, inputs=(current,), seed=1))


def watching(simulation, rates):
    """Statistics of what comes once they are watched."""

    def begun():
        return SpikeWindow(SIZES, simulation.dt_ms, rates.longest_steps, simulation.step)

    return StatisticsWatch(simulation, rates, begun)


def test_statistics_are_those_of_the_recorded_spikes(simulation):
    rates, clock = Rates(40, 1000), Clock()
    watch = watching(simulation, rates)
    watch.watch(True)
    began, parts = simulation.step, []
    for _ in range(20):
        spikes = simulation.advance(100)
        parts.append(spikes)
        rates.add(spikes, simulation.step - began)
        watch.add(spikes, simulation.step)
    while watch.work(clock, is_idle=True):
        pass
    told = watch.picture()
    assert (told.window_ms, told.bin_ms, told.count_ms) == (2000, 1.0, 100.0)
    spikes, size = joined(parts), 30
    mine = spikes.neuron < size
    own = type(spikes)(*(part[mine] for part in spikes))
    first = told.populations[0]
    span = (float(simulation.step), float(began))
    assert (first.name, first.size, first.sampled) == ("many", 30, 30)
    assert first.variation == pytest.approx(interval_cvs(intervals_ms(own)).mean())
    assert first.fano_factor == pytest.approx(fano_factor(own, size, 100.0, *span))
    assert first.synchrony == pytest.approx(synchrony(own, size, 1.0, *span))
    assert first.intervals.counts.sum() == intervals_ms(own).interval_ms.size
    assert told.populations[1].rates.counts.sum() == 10


def test_the_rate_of_a_neuron_is_one_whoever_tells_it():
    rates = Rates(3, 1000)
    spikes = spikes_at(np.arange(0, 30_000, 40), np.arange(750) % 2, 1.0)
    for step in range(0, 30_000, 500):
        within = (spikes.step >= step) & (spikes.step < step + 500)
        rates.add(type(spikes)(*(part[within] for part in spikes)), step + 500)
    alone = [rates.neuron_hz(neuron, 30_000) for neuron in range(3)]
    assert rates.neurons_hz(30_000).tolist() == alone
    window = rates.window_steps(30_000)
    assert 10_000 <= window <= rates.longest_steps
    assert rates_hz(spikes, 3, 30_000.0, 30_000.0 - window).tolist() == pytest.approx(alone)


def test_the_window_counts_all_spikes_by_bin():
    window = SpikeWindow(SIZES, 1.0, 1000, 0)
    parts = []
    for step in range(0, 5000, 130):
        parts.append(drawn(step, 130))
        window.add(parts[-1], step + 130)
        everyone = joined(parts)
        for number, (low, high) in enumerate([(0, 30), (30, 40)]):
            own = (everyone.neuron >= low) & (everyone.neuron < high)
            own &= everyone.step >= window.first
            expected = np.bincount(everyone.step[own] - window.first)
            counts = window.counts(number)
            assert counts.size == step + 130 - window.first
            assert counts[: expected.size].tolist() == expected.tolist()
            kept = window.spikes(number)
            assert kept.step.tolist() == everyone.step[own].tolist()
            assert (kept.neuron + low).tolist() == everyone.neuron[own].tolist()


def test_the_window_is_that_of_the_rates_once_both_are_full(simulation):
    rates, clock = Rates(40, 100), Clock()
    watch, began = watching(simulation, rates), simulation.step
    watch.watch(True)
    for _ in range(25):
        spikes = simulation.advance(50)
        rates.add(spikes, simulation.step)
        watch.add(spikes, simulation.step)
    watch.work(clock, is_idle=True)
    while watch.work(clock, is_idle=True):
        pass
    told = watch.picture()
    assert told.window_ms == told.rate_ms
    assert 1000 <= told.window_ms <= 1100 < simulation.step - began


def test_a_chunk_longer_than_the_window_leaves_its_end():
    window = SpikeWindow(SIZES, 1.0, 100, 0)
    spikes = drawn(0, 1000)
    window.add(spikes, 1000)
    late = spikes.step >= 900
    assert window.counts(0).sum() + window.counts(1).sum() == late.sum()


def test_with_too_many_spikes_fewer_neurons_are_sampled(monkeypatch):
    monkeypatch.setattr(spike_window, "MOST_SPIKES", 150)
    window = SpikeWindow(SIZES, 1.0, 1000, 0)
    for step in range(0, 1000, 50):
        window.add(drawn(step, 50), step + 50)
        assert sum(window.spikes(number).step.size for number in (0, 1)) <= 150
    assert [len(sample) for sample in window.samples] == [4, 2]
    counted = window.counts(0).sum() + window.counts(1).sum()
    assert counted == sum(drawn(step, 50).step.size for step in range(0, 1000, 50))


def test_what_waits_too_long_is_counted_at_once(monkeypatch):
    monkeypatch.setattr(spike_window, "MOST_FRESH", 100)
    window, patient = (SpikeWindow(SIZES, 1.0, 500, 0) for _ in range(2))
    for step in range(0, 900, 30):
        window.add(drawn(step, 30), step + 30)
        assert window._fresh_count <= 100
    monkeypatch.undo()
    for step in range(0, 900, 30):
        patient.add(drawn(step, 30), step + 30)
    for number in (0, 1):
        assert window.counts(number).tolist() == patient.counts(number).tolist()
        assert window.spikes(number).step.tolist() == patient.spikes(number).step.tolist()


def test_the_window_of_many_populations_is_shorter(monkeypatch):
    monkeypatch.setattr(spike_window, "MOST_COUNTS", 500)
    window = SpikeWindow([1] * 50, 0.1, 11_000, 0)
    window.add(spikes_at(np.arange(0, 1000, 10), np.arange(100) % 50, 0.1), 1000)
    assert window.first == 900
    assert window.counts(49).sum() == 1
    assert window.counts(0).size == 10


def test_steps_longer_than_a_bin_are_bins():
    window = SpikeWindow([2], 10.0, 100, 7)
    window.add(spikes_at(np.array([8, 8, 9]), np.array([0, 1, 1]), 10.0), 10)
    assert window.bin_steps == 1
    assert window.counts(0).tolist() == [0, 2, 1]


def test_too_little_time_tells_nothing_and_nobody_keeps_spikes_unwatched(simulation):
    watch, clock = watching(simulation, Rates(40, 1000)), Clock()
    watch.add(spikes_at(np.array([1]), np.array([0])), 2)
    assert not watch.work(clock, is_idle=True)
    assert watch.picture() is None
    watch.watch(True)
    watch.watch(True)
    while watch.work(clock, is_idle=True):
        pass
    (first, _) = watch.picture().populations
    assert all(map(math.isnan, (first.variation, first.fano_factor, first.synchrony)))
    assert math.isnan(first.peak_hz)
    assert first.frequency_hz.size == 0
    watch.watch(False)
    assert watch.picture() is None


def test_a_run_that_stands_tells_what_a_watched_one_tells():
    """Whoever begins to watch once it is paused sees what whoever always watched does."""
    configuration = run_configuration(from_gallery("izhikevich-2003"), size=200, threads=1)
    told = []
    for watched in ("ever since", "from now on"):
        live = LiveNetwork(configuration, 1)
        live.statistics.watch(watched == "ever since")
        live.advance(900)
        live.statistics.watch(True)
        while live.statistics.work(Clock(), is_idle=True):
            pass
        told.append(live.statistics.picture())
    assert told[0].window_ms == told[1].window_ms == 900
    for one, other in zip(told[0].populations, told[1].populations, strict=True):
        assert one.variation > 0
        assert (one.variation, one.fano_factor) == (other.variation, other.fano_factor)
        assert one.intervals.counts.tolist() == other.intervals.counts.tolist()


def test_it_works_in_a_share_of_time(simulation):
    watch, clock = watching(simulation, Rates(40, 1000)), Clock()
    watch.watch(True)
    times = iter([0.0, 1.0, 1.0, 1.0])
    watch.work(lambda: next(times))  # the first population took a second
    assert watch.picture() is None
    clock.now_s = 2.0
    assert watch.work(clock)  # which is not paid back yet
    clock.now_s = 60.0
    assert not watch.work(clock)
    assert watch.pictures == 1


def test_a_session_tells_them_while_they_are_watched():
    clock = Clock()
    session = Session(run_configuration(None, size=10, seed=1), None, clock)
    session.build(session.configuration)
    assert session.frame(taken=True).statistics is None
    session.obey(WatchStatistics(True))
    for _ in range(3):
        clock.now_s += 1.0
        session.turn()
    told = session.frame(taken=True).statistics
    assert [each.size for each in told.populations] == [10]
    session.build(session.configuration)
    clock.now_s += 1.0
    session.turn()
    assert session.frame(taken=True).statistics is not None
    session.obey(WatchStatistics(False))
    assert session.frame(taken=True).statistics is None
