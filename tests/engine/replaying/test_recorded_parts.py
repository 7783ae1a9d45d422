"""Recorded spikes, rates, potentials and samples, against the recording read in one piece."""

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from engine.errors import RecordingError
from engine.live.commands import GoTo, Rebuild, Select, Watch, WatchRaster, WatchStatistics
from engine.recordings.plan import RecordingPlan
from engine.recordings.recording import Recording
from engine.replaying import recorded_spikes, recorded_trace
from engine.replaying.hands_at import HandsAt
from engine.replaying.recorded_potentials import RecordedPotentials
from engine.replaying.recorded_rates import RecordedRates
from engine.replaying.recorded_spikes import RecordedSpikes
from engine.replaying.recorded_trace import RecordedTrace
from engine.replaying.replay_session import ReplaySession
from tests.engine.replaying.runs import HANDS, SECOND, Clock, record

LATE, END = 600, 3900
PLAN = RecordingPlan(neurons=(7, 45, 3), variables=("v",), every_steps=3)


@pytest.fixture(scope="module")
def recording(tmp_path_factory):
    path = tmp_path_factory.mktemp("run") / "run.h5"
    record(path, PLAN, END, LATE)
    with Recording(path) as opened:
        yield opened


steps = st.integers(LATE - 50, END + 50)


@settings(max_examples=25, deadline=None)
@given(
    page=st.sampled_from([100, 777, 10**6]), most=st.integers(0, 400), ends=st.tuples(steps, steps)
)
def test_spikes_are_those_of_the_file(recording, page, most, ends) -> None:
    first, end = sorted(ends)
    whole = recording.spikes()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recorded_spikes, "PAGE", page)
        patch.setattr(recorded_spikes, "MOST_PAGES", 4)
        patch.setattr(recorded_spikes, "MOST_READ", most)
        spikes = RecordedSpikes(recording)
        assert spikes.row_of(first) == np.searchsorted(whole.step, first)
        inside = (whole.step >= first) & (whole.step < end)
        parts = [np.concatenate(each) for each in zip(*spikes.between(first, end), strict=True)]
        if parts:
            assert np.array_equal(parts[0], whole.step[inside])
            assert np.array_equal(parts[1], whole.neuron[inside])
        else:
            assert not inside.any()
        known = spikes.known_step(first, end)
        assert np.count_nonzero((whole.step >= known) & (whole.step < end)) <= most
        if known > max(first, LATE):
            assert np.count_nonzero((whole.step >= known - 1) & (whole.step < end)) > most
        looked_at = np.flatnonzero(whole.step < end)[-most:] if most else np.empty(0, np.int64)
        own = looked_at[whole.neuron[looked_at] == 7]
        last = int(whole.step[own[-1]]) if own.size else None
        assert spikes.last_of(7, end) == last


@pytest.mark.parametrize("most", [10**6, 150])
def test_rates_say_over_what_time_they_are(recording, monkeypatch, most: int) -> None:
    monkeypatch.setattr(recorded_spikes, "MOST_READ", most)
    rates, whole = RecordedRates(RecordedSpikes(recording), 50, SECOND), recording.spikes()
    for step in (LATE, LATE + 10, 2000, END):
        window = rates.window_steps(step)
        assert window == step - LATE or (most == 150 and step > LATE + 10)
        inside = (whole.step >= step - window) & (whole.step < step)
        counts = np.bincount(whole.neuron[inside], minlength=50)
        assert np.array_equal(rates.counts(step)[0], counts)
        assert rates.neurons_hz(step) == pytest.approx(counts / max(1, window) * 1000)
        assert rates.neuron_hz(7, step) == pytest.approx(rates.neurons_hz(step)[7])


@settings(max_examples=30, deadline=None)
@given(
    width=st.integers(1, 20),
    ends=st.tuples(st.integers(0, 200), st.integers(0, 200)),
    at_once=st.sampled_from([1, 10**6]),
)
def test_a_potential_is_that_of_the_columns_last_sample(recording, width, ends, at_once) -> None:
    first, end = sorted(min(each, END // width) for each in ends)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.replaying.recorded_potentials.MOST_AT_ONCE", at_once)
        potentials = RecordedPotentials(recording)
        columns = potentials.columns(first, end, width)
        again = potentials.columns(first, end, width)
    assert np.array_equal(columns, again, equal_nan=True)
    assert potentials.neurons.tolist() == [7, 45, 3]
    for at, neuron in enumerate(potentials.neurons.tolist()):
        sampled, values = recording.samples("v", neuron)
        for column in range(first, end):
            inside = (sampled >= column * width) & (sampled < (column + 1) * width)
            last = values[inside][-1:].astype(np.float32)
            shown = columns[column - first, at]
            assert np.isnan(shown) if not last.size else shown == last[0]


@pytest.mark.parametrize("page", [5, 4096])
def test_a_trace_is_what_was_sampled_before(recording, monkeypatch, page: int) -> None:
    monkeypatch.setattr(recorded_trace, "PAGE", page)
    trace = RecordedTrace(recording, 45, ("v", "u"))
    assert (trace.names, trace.has_input, trace.every_steps) == (("v",), False, 3)
    sampled, values = recording.samples("v", 45)
    for step in (LATE, LATE + 1, 1000, 2222, END):
        before = trace.before(step)
        assert np.array_equal(before.steps, sampled[sampled < step])
        assert np.array_equal(before.values[:, 0], values[sampled < step])
        assert np.isnan(before.values[:, 1]).all()


def test_hands_by_any_step() -> None:
    hands = HandsAt(HANDS)
    assert [hands.current(step, 1.0) for step in (0, 3999, 4000, 8999, 9000)] == [1, 1, 2, 2, 0]
    assert hands.between(1999, 2000) == (HANDS[0],)
    assert hands.between(2000, 4000) == tuple(HANDS[1:3])
    assert hands.learning(0)
    assert hands.rewards(10**6, 100.0).number == 0


@pytest.mark.parametrize("steps", [0, 700])
def test_a_recording_without_steps_or_that_begins_late(tmp_path, steps: int) -> None:
    record(tmp_path / "run.h5", PLAN, LATE + steps, LATE)
    with Recording(tmp_path / "run.h5") as recording:
        session = ReplaySession(recording, 1.0, Clock())
        for command in (Watch(0, 9, 9), Select(3), WatchRaster(9, 9, 9), WatchStatistics(True)):
            session.obey(command)
        while session.turn() == 0.0:
            pass
        frame = session.frame(taken=True)
    assert frame.status.phase == ("running" if steps else "paused")
    assert frame.status.step == LATE
    assert frame.raster.end_step == LATE // 9 * 9
    assert not frame.raster.known.any()
    assert not len(frame.selected.values)
    assert frame.statistics.rate_ms == 0.0
    assert not frame.spike_step.size


def test_damage_is_told_and_left_by_a_reset(recording) -> None:
    session = ReplaySession(recording, 1.0, Clock())
    session.obey(Watch(0, 10, 20))
    with pytest.MonkeyPatch.context() as patch:

        def lost(*rows: int) -> None:
            raise RecordingError("run.h5 is damaged: its spikes are lost")

        patch.setattr(recording, "spike_rows", lost)
        with suppress(RecordingError):
            session.obey(GoTo(2000))
        frame = session.frame(taken=True)
    assert (frame.status.phase, frame.rows.x.size) == ("failed", 0)
    assert frame.status.error == "run.h5 is damaged: its spikes are lost"
    session.obey(Rebuild())
    frame = session.frame(taken=True)
    assert (frame.status.phase, frame.status.step, frame.rows.x.size > 0) == ("running", LATE, True)


def test_what_was_not_recorded_is_said(recording) -> None:
    session = ReplaySession(recording, 1.0, Clock())
    session.obey(Watch(0, 10, 20))
    for neuron, words in ((45, ""), (9, "neuron 9 were recorded; there are those of neurons 3, 7")):
        session.obey(Select(neuron))
        session.obey(GoTo(1501))
        frame = session.frame(taken=True)
        assert words in frame.selected.unrecorded
        assert frame.rows.is_recorded
        assert frame.selected.planes == ()
        assert frame.selected.names == (("v",) if neuron == 45 else ())
        assert bool(len(frame.selected.values)) == (neuron == 45)
    known = np.isfinite(frame.rows.x).any(axis=1)
    assert np.flatnonzero(known).tolist() == [3, 7]
