"""What a replay shows of a moment is what the live run showed then, and whichever way it came."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from engine.live.commands import (
    GoTo,
    Pause,
    PlayBackwards,
    Select,
    SetColumn,
    SetSpeed,
    Sort,
    Step,
    Watch,
    WatchRaster,
    WatchStatistics,
)
from engine.live.live_network import LiveNetwork
from engine.live.rates import MOMENTS_PER_S
from engine.live.run_configuration import RunConfiguration
from engine.recordings.plan import RecordingPlan
from engine.recordings.recording import Recording
from engine.replaying.replay_session import ReplaySession
from tests.engine.replaying.runs import HANDS, NETWORK, SECOND, STEPS, Clock, record

pytestmark = pytest.mark.compiled
RASTER = WatchRaster(lines=8, columns=60, column_steps=7)
FIRST, ROWS, COLUMNS, COLUMN_STEPS = 40, 10, 90, 5
LOG = 30


@pytest.fixture(scope="module")
def recording(tmp_path_factory):
    path = tmp_path_factory.mktemp("run") / "run.h5"
    record(path, RecordingPlan(neurons=(3, *range(FIRST, 50))))
    with Recording(path) as opened:
        yield opened


def session_on(recording, clock=None):
    session = ReplaySession(recording, 1.0, clock or Clock())
    session.obey(Pause(True))
    session.obey(Watch(FIRST, ROWS, COLUMNS))
    for command in (SetColumn(COLUMN_STEPS), Select(3), RASTER, WatchStatistics(True)):
        session.obey(command)
    return session


def settled(session, clock):
    """The frame once all is told."""
    clock.now_s += 1.0
    session.turn()
    while session.turn() == 0.0:
        pass
    return session.frame(taken=True)


def assert_same(one, other):
    """Arrays and all; NaN is NaN."""
    assert type(one) is type(other)
    if isinstance(one, np.ndarray):
        assert np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
    elif isinstance(one, tuple):
        assert len(one) == len(other)
        for left, right in zip(one, other, strict=True):
            assert_same(left, right)
    elif hasattr(one, "__dataclass_fields__"):
        for name in one.__dataclass_fields__:
            assert_same(getattr(one, name), getattr(other, name))
    else:
        assert one == other or (np.isnan(one) and np.isnan(other))


def test_it_shows_what_the_live_run_showed(recording):
    network = RunConfiguration(network=NETWORK, size=50, seed=NETWORK.seed, current=0.0, threads=1)
    live, clock = LiveNetwork(network, COLUMN_STEPS), Clock()
    live.raster.watch(RASTER)
    live.statistics.watch(True)
    live.select(3)
    live.watch_selected(True)
    session, told = session_on(recording, clock), []
    moments = {500, 3700, 4100, 9000, 11_111, STEPS}
    stops = sorted(
        {0, *moments, *range(0, STEPS, SECOND // MOMENTS_PER_S), *(hand.step for hand in HANDS)}
    )
    for before, stop in pairwise(stops):
        for hand in HANDS:
            if hand.step == before and hand.deed == "current":
                live.set_current(hand.value)
            elif hand.step == before:
                live.inject(hand.value, float(hand.steps), None if hand.neuron < 0 else hand.neuron)
        live.advance(stop - before)
        told.append(live.spikes.publish(taken=True)[0])
        if stop not in moments:
            continue
        session.obey(GoTo(stop))
        frame = settled(session, clock)
        assert frame.status.step == live.simulation.step
        assert frame.status.mean_rate_hz == live.rates.mean_hz(stop)
        assert frame.status.mean_rate_ms == live.rates.mean_steps(stop) * live.dt_ms
        # A hand at this very step has acted in the replay, and not yet in the live run.
        assert frame.status.current == (2.0 if 4000 <= stop < 9000 else 0.0)
        assert_same(frame.rows, live.rows(FIRST, ROWS, COLUMNS))
        shown, was = frame.raster, live.raster.picture()
        assert np.array_equal(shown.counts, was.counts)
        assert np.array_equal(shown.population_counts, was.population_counts)
        assert np.array_equal(shown.known, was.known)
        assert (shown.bands, shown.end_step) == (was.bands, was.end_step)
        one, other = frame.selected, live.selected()
        for name in ("time_ms", "values", "rate_hz", "rate_ms", "last_spike_ms", "names", "units"):
            assert_same(getattr(one, name), getattr(other, name))
        assert (one.ranges, one.population) == (other.ranges, other.population)
        clock.now_s += 1.0
        while live.statistics.work(clock, is_idle=True):
            pass
        assert_same(frame.statistics, live.statistics.picture())
        spikes = np.concatenate([each.neuron for each in told])[-LOG:]
        assert np.array_equal(frame.spike_neuron[-LOG:], spikes)


def test_rows_go_by_the_rates_of_the_moment(recording):
    session = session_on(recording)
    session.obey(GoTo(7300))
    session.obey(Sort("rate"))
    order = session.frame(taken=True).rows.order
    spikes = recording.spikes(0, 7300)
    counts = np.bincount(spikes.neuron, minlength=50)
    assert np.array_equal(order.neurons, np.lexsort((-counts,)))
    assert order.window_s == 7.3
    session.obey(GoTo(9000))
    rows = session.frame(taken=True).rows
    spikes = recording.spikes(0, 9000)
    counts = np.bincount(spikes.neuron, minlength=50)[order.neurons[FIRST : FIRST + ROWS]]
    assert np.array_equal(rows.order.neurons, order.neurons)
    assert rows.rates_hz == pytest.approx(counts / 9.0)
    assert rows.rate_ms == 9000.0


ways = st.lists(
    st.one_of(
        st.builds(GoTo, st.integers(-100, STEPS + 100)),
        st.builds(Step, st.integers(-40, 40)),
        st.builds(PlayBackwards, st.booleans()),
        st.builds(Pause, st.booleans()),
        st.builds(SetSpeed, st.sampled_from([0.5, 1.0, 20.0, None])),
        st.floats(0.0, 0.4),
    ),
    max_size=14,
)


@settings(max_examples=25, deadline=None)
@given(way=ways, column_steps=st.integers(1, 40))
def test_whichever_way_it_came(recording, way, column_steps):
    clock = Clock()
    session, log, hands, leaps = session_on(recording, clock), [], [], 0
    session.obey(SetColumn(column_steps))
    for each in way:
        if isinstance(each, float):
            clock.now_s += each
            session.turn()
        else:
            session.obey(each)
        frame = session.frame(taken=True)
        if frame.status.replayed.leaps != leaps:
            leaps, log, hands = frame.status.replayed.leaps, [], []
        log += [-1] * frame.skipped
        log += zip(frame.spike_step.tolist(), frame.spike_neuron.tolist(), strict=True)
        hands += frame.hands
    session.obey(Pause(True))
    frame = settled(session, clock)
    step = frame.status.step
    other_clock = Clock()
    jumped = session_on(recording, other_clock)
    jumped.obey(SetColumn(column_steps))
    jumped.obey(GoTo(step))
    expected = settled(jumped, other_clock)
    for name in ("rows", "selected", "raster", "statistics"):
        assert_same(getattr(frame, name), getattr(expected, name))
    for name in ("step", "current", "mean_rate_hz", "learning", "dopamine"):
        assert getattr(frame.status, name) == getattr(expected.status, name)
    lines = list(zip(expected.spike_step.tolist(), expected.spike_neuron.tolist(), strict=True))
    if log and -1 not in log:
        assert log[-LOG:] == lines[-LOG:]
        assert hands[-1:] == list(expected.hands[-1:])
