"""The raster against the spikes themselves: every dot, whatever was asked for and when."""

from itertools import count

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from engine import Simulation
from engine.gallery import from_gallery
from engine.live.commands import WatchRaster
from engine.live.live_network import LiveNetwork
from engine.live.pulses import Pulse, Pulses
from engine.live.raster import bands_of
from engine.live.raster_watch import RasterWatch
from engine.live.run_configuration import run_configuration
from engine.live.session import Session
from engine.live.spike_ring import SpikeRing
from engine.live.weights import Ends
from engine.recording.spikes import spikes_at

POPULATIONS = (Ends("few", 0, 7), Ends("many", 7, 90), Ends("one", 97, 1))
SIZE = 98


def naive_counts(raster, steps, neurons):
    """Spike by spike, with the bands' own words for what a row is."""
    counts = np.zeros_like(raster.counts)
    for step, neuron in zip(steps, neurons, strict=True):
        column = (step - raster.end_step) // raster.column_steps + counts.shape[1]
        above = 0
        for band in raster.bands:
            if band.first <= neuron < band.first + band.size and 0 <= column < counts.shape[1]:
                counts[above + band.row_of(neuron), column] += 1
            above += band.rows
    return counts


requests = st.builds(
    WatchRaster,
    lines=st.integers(1, 12),
    columns=st.integers(1, 30),
    column_steps=st.integers(1, 9),
    first=st.integers(0, 120),
    neurons=st.none() | st.integers(1, 120),
    end_step=st.none() | st.integers(0, 200),
)


@settings(max_examples=60)
@given(st.lists(st.integers(0, 40) | requests, max_size=12), st.integers(0, 2**32 - 1))
def test_each_dot_is_the_spikes_of_its_neurons_and_time(moves, seed):
    random = np.random.default_rng(seed)
    watch, now = RasterWatch(POPULATIONS, Pulses().between), 0
    steps, neurons = np.empty(0, np.int64), np.empty(0, np.int64)
    for move in moves:
        if isinstance(move, WatchRaster):
            watch.watch(move)
        else:
            who = np.nonzero(random.random((move, SIZE)) < 0.1)
            steps, neurons = np.append(steps, who[0] + now), np.append(neurons, who[1])
            watch.add(spikes_at(who[0] + now, who[1]), now + move)
            now += move
        raster = watch.picture()
        if raster is None:
            continue
        assert raster.end_step <= now
        assert np.array_equal(
            raster.counts[:, raster.known],
            naive_counts(raster, steps, neurons)[:, raster.known],
        )
        starts = raster.end_step - np.arange(raster.counts.shape[1], 0, -1) * raster.column_steps
        assert np.array_equal(raster.known, starts >= 0)
        for number, ends in enumerate(POPULATIONS):
            of_it = (neurons >= ends.first) & (neurons <= ends.last)
            expected = [
                np.sum(of_it & (steps >= start) & (steps < start + raster.column_steps))
                for start in starts[raster.known]
            ]
            assert raster.population_counts[number, raster.known].tolist() == expected


def test_a_run_that_stands_shows_its_past_whenever_somebody_begins_to_watch():
    watch = RasterWatch(POPULATIONS, Pulses().between)
    watch.add(spikes_at(np.arange(50), np.arange(50)), 50)
    assert watch.picture() is None
    for _ in range(2):
        watch.watch(WatchRaster(lines=4, columns=80))
        raster = watch.picture()
        assert raster.known.sum() == raster.counts.sum() == 50
        watch.watch(WatchRaster())
        assert watch.picture() is None


def test_pulses_by_hand_are_told_while_they_are_in_sight():
    live = LiveNetwork(run_configuration(None, size=8, seed=3), 1)
    live.raster.watch(WatchRaster(lines=4, columns=10, column_steps=2))
    live.advance(7)
    live.inject(3.0, 50.0, 2)
    live.inject(1.0, 1.0, None)
    live.inject(1.0, 1.0, 8)
    assert live.raster.picture().pulses == ()
    live.advance(3)
    mine, all_ = Pulse(3.0, 7, 12, 2), Pulse(1.0, 7, 8, None)
    assert live.raster.picture().pulses == (mine, all_)
    live.advance(20)
    assert live.raster.picture().pulses == (mine,)
    live.advance(2)
    assert live.raster.picture().pulses == ()
    live.raster.watch(WatchRaster(lines=4, columns=10, column_steps=2, end_step=20))
    assert live.raster.picture().pulses == (mine, all_)


def test_a_picture_does_not_change_later():
    watch = RasterWatch(POPULATIONS, Pulses().between)
    watch.watch(WatchRaster(lines=4, columns=10))
    watch.add(spikes_at(np.arange(10), np.arange(10)), 10)
    picture = watch.picture()
    before = picture.counts.copy()
    watch.add(spikes_at(np.arange(10, 20), np.arange(10)), 20)
    assert np.array_equal(picture.counts, before)


@given(st.lists(st.integers(0, 40), max_size=12), st.integers(0, 300), st.integers(0, 300))
def test_a_ring_keeps_the_newest_spikes(sizes, first, length):
    ring, steps = SpikeRing(0, capacity=25), np.empty(0, np.int64)
    for size in sizes:
        # Three spikes in each step, so that steps are lost in part.
        fresh = (np.arange(size) + steps.size) // 3
        ring.add(spikes_at(fresh, fresh % 7))
        steps = np.append(steps, fresh)
    kept = [step for part, _ in ring.between(0, 10**6) for step in part]
    assert kept == steps[-25:].tolist()
    lost = steps[: max(0, steps.size - 25)]
    assert ring.oldest_step == (lost[-1] + 1 if lost.size else 0)
    for most in (1, 6, 25, 40):
        newest = sum(step >= ring.first_step(most) for step in steps)
        before = sum(step >= ring.first_step(most) - 1 for step in steps)
        assert newest <= most
        assert before > min(most, 25) or ring.first_step(most) == 0
    parts = list(ring.between(first, first + length))
    assert all(np.array_equal(part % 7, who) for part, who in parts)
    inside = [step for step in kept if first <= step < first + length]
    assert [step for part, _ in parts for step in part] == inside


@pytest.mark.parametrize(
    ("lines", "shares"), [(3, [1, 1, 1]), (10, [2, 7, 1]), (2, [1, 1]), (1, [1])]
)
def test_lines_are_shared_out_by_size(lines, shares):
    bands = bands_of(POPULATIONS, 0, SIZE, lines)
    assert [band.lines for band in bands] == shares
    assert sum(band.size for band in bands) == SIZE
    for band in bands:
        rows = [band.row_of(band.first + neuron) for neuron in range(band.size)]
        firsts = [band.first + rows.index(row) for row in range(band.rows)]
        assert [band.first_of(row) for row in range(band.rows)] == firsts


def test_populations_without_a_line_of_their_own_go_with_their_neighbours():
    assert [band.name for band in bands_of(POPULATIONS, 0, SIZE, 2)] == ["few", "many…one"]
    assert [band.name for band in bands_of(POPULATIONS, 8, 20, 5)] == ["many"]


@pytest.mark.compiled
def test_the_raster_of_a_run_is_its_recorded_spikes():
    """However the session cuts its work, beside a simulation of the same seed."""
    network = from_gallery("izhikevich-2003")
    configuration = run_configuration(network, threads=1)
    ticks = count()
    session = Session(configuration, None, lambda: next(ticks) * 0.001)
    session.build(configuration)
    session.obey(WatchRaster(lines=20, columns=60, column_steps=5, first=700))
    while session.moment()[0] < 400:
        session.turn()
    session.obey(WatchRaster(lines=9, columns=100, column_steps=2, first=100, neurons=800))
    while session.moment()[0] < 600:
        session.turn()
    raster = session.frame(taken=True).raster
    recorded = Simulation(configuration.network, threads=1)
    spikes = recorded.advance(raster.end_step)
    assert raster.counts.sum() > 500
    assert raster.known.all()
    assert np.array_equal(raster.counts, naive_counts(raster, spikes.step, spikes.neuron))
