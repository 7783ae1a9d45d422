"""A live session on a clock that the test turns: commands, pacing, frames, errors."""

from dataclasses import replace
from itertools import count

import numpy as np
import pytest

from engine import ClassicNetwork, Simulation
from engine.live.commands import (
    Inject,
    Pause,
    Rebuild,
    Select,
    SetColumn,
    SetCurrent,
    SetSpeed,
    Step,
    Watch,
    WatchSelected,
    WatchSpikes,
)
from engine.live.run_configuration import run_configuration
from engine.live.session import Session

SETTINGS = run_configuration(None, size=8, seed=3)


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def session(clock):
    session = Session(SETTINGS, 1.0, clock)
    session.build(SETTINGS)
    return session


def live_for(session, clock, seconds, tick=0.01):
    for _ in range(round(seconds / tick)):
        clock.now += tick
        session.turn()
    return session.frame(taken=True)


def test_real_time_keeps_pace_with_the_clock(session, clock):
    status = live_for(session, clock, 2.0).status
    assert status.time_ms == pytest.approx(2000, abs=10)
    assert status.phase == "running"
    assert status.real_time
    assert status.lag_s == 0.0


def test_a_factor_of_real_time(session, clock):
    session.obey(SetSpeed(0.5))
    status = live_for(session, clock, 2.0).status
    assert status.time_ms == pytest.approx(1000, abs=10)
    assert status.asked_speed == 0.5
    assert not status.real_time


def test_falling_behind_is_told(session, clock):
    clock.now += 3.0
    session.turn()
    assert session.frame(taken=True).status.lag_s == pytest.approx(0.5)


def test_waiting_for_a_compiler_is_neither_a_lag_nor_what_a_step_takes(session, clock, monkeypatch):
    advance = session._live.advance

    def advance_slowly(steps, is_enough):
        session.note_compiling()
        advance(steps)
        clock.now += 8.0

    monkeypatch.setattr(session._live, "advance", advance_slowly)
    clock.now += 0.01
    session.turn()
    assert session.frame(taken=True, phase="compiling").status.phase == "compiling"
    monkeypatch.setattr(session._live, "advance", advance)
    clock.now += 0.01
    session.turn()
    status = session.frame(taken=True).status
    assert (status.phase, status.step, status.lag_s) == ("running", 2, 0.0)
    assert session._usual_step.mean_s == 0.0


@pytest.mark.parametrize(("works_s", "known_s"), [(3e-4, 0.0), (5e-3, 5e-3)])
def test_what_a_step_takes_is_not_how_long_it_waited(session, clock, monkeypatch, works_s, known_s):
    """For the interpreter, or for a core: else of chunks of few steps none but those would count
    that had to wait."""
    advance = session._live.advance

    def advance_late(steps, is_enough):
        advance(steps, is_enough)
        clock.now += 0.008

    monkeypatch.setattr(session._live, "advance", advance_late)
    monkeypatch.setattr(Simulation, "worked_s", property(lambda self: self.step * works_s))
    live_for(session, clock, 1.0)
    assert session._live.simulation.step > 50
    assert session._usual_step.mean_s == pytest.approx(known_s)


@pytest.mark.parametrize("threads", [1, 2])
def test_what_threads_worked_is_told(threads):
    simulation = Simulation(ClassicNetwork(size=4000, seed=3), threads=threads)
    assert (simulation.threads, simulation.worked_s) == (threads, 0.0)
    simulation.advance(1)
    worked_s = simulation.worked_s
    assert worked_s > 0.0
    simulation.advance(10)
    assert simulation.worked_s > worked_s


def test_it_is_the_simulation_that_a_script_would_run(session, clock):
    session.obey(Watch(0, 8, 100))
    session.obey(Select(2))
    session.obey(WatchSelected(True))
    frame = live_for(session, clock, 3.0)
    alone = Simulation(ClassicNetwork(size=8, seed=3))
    _, trace = alone.advance_traced(frame.status.step, 2)
    np.testing.assert_array_equal(frame.selected.values, trace)
    np.testing.assert_array_equal(
        frame.rows.x[:, -1], alone.state_of("neurons")[0].astype(np.float32)
    )
    assert frame.selected.last_spike_ms == alone.last_spike_step_of(2) * 10


def test_the_selected_neuron_is_recorded_only_while_it_is_watched(session, clock):
    session.obey(Select(2))
    assert live_for(session, clock, 1.0).selected is None
    session.obey(WatchSelected(True))
    before = session.frame(taken=True).status
    frame = live_for(session, clock, 1.0)
    assert frame.selected.neuron == 2
    recorded = np.isfinite(frame.selected.values).all(axis=1)
    assert frame.selected.time_ms[recorded][0] == before.time_ms
    assert recorded.sum() == frame.status.step - before.step
    session.obey(WatchSelected(False))
    session.obey(Select(3))
    assert live_for(session, clock, 1.0).selected is None
    session.obey(WatchSelected(True))
    session.obey(Rebuild(seed=4))
    assert live_for(session, clock, 1.0).selected.neuron == 3


def test_spikes_that_nobody_watched_are_told_once_somebody_does(session, clock):
    session.obey(WatchSpikes(False))
    for _ in range(4):
        frame = live_for(session, clock, 1.0)
        assert frame.spike_step.size == 0
        assert not frame.tells_spikes
    session.obey(Pause(True))
    session.obey(WatchSpikes(True))
    frame = session.frame(taken=True)
    alone = Simulation(ClassicNetwork(size=8, seed=3)).advance(frame.status.step)
    assert alone.step.size > 10
    np.testing.assert_array_equal(frame.spike_step, alone.step)
    np.testing.assert_array_equal(frame.spike_neuron, alone.neuron)
    assert session.frame(taken=True).spike_step.size == 0


def test_pause_step_and_go_on(session, clock):
    session.obey(Pause(True))
    assert live_for(session, clock, 1.0).status.step == 0
    session.obey(Step(3))
    status = live_for(session, clock, 1.0).status
    assert (status.step, status.phase) == (3, "paused")
    session.obey(Pause(False))
    assert live_for(session, clock, 1.0).status.step == pytest.approx(103, abs=1)


def test_a_step_pauses(session, clock):
    session.obey(Step(1))
    assert live_for(session, clock, 1.0).status.phase == "paused"


def test_current_and_pulse_and_its_end(session, clock):
    session.obey(Select(0))
    session.obey(WatchSelected(True))
    session.obey(SetCurrent(2.0))
    session.obey(Inject(3.0, 100, 0))
    frame = live_for(session, clock, 0.5)
    current = frame.selected.values[:, 3]
    assert (current[:10] == 5.0).all()
    assert (current[10:40] == 2.0).all()
    assert frame.status.current == 2.0


def test_commands_are_obeyed_within_a_step_that_takes_long(monkeypatch):
    monkeypatch.setattr("engine.runtime.stepping.SYNAPSES_PER_CALL", 1600)
    ticks = count(100)
    session = Session(run_configuration(None, size=1200, seed=3), None, lambda: float(next(ticks)))
    session.build(run_configuration(None, size=1200, seed=3))
    session.obey(Select(2))
    session.obey(WatchSelected(True))
    while session.frame(taken=True).status.step_progress == 0:
        session.turn()
    session.obey(Pause(True))
    session.obey(SetCurrent(7.0))
    for _ in range(5):
        session.turn()
    paused = session.frame(taken=True).status
    assert (paused.phase, paused.current) == ("paused", 7.0)
    assert 0 < paused.step_progress < 1
    session.obey(Step(2))
    for _ in range(1000):
        session.turn()
    frame = session.frame(taken=True)
    assert (frame.status.step, frame.status.step_progress) == (paused.step + 2, 0)
    alone = Simulation(ClassicNetwork(size=1200, seed=3))
    _, before = alone.advance_traced(paused.step, 2)
    alone.current = 2.0  # beside the 5.0 that are described
    _, after = alone.advance_traced(2, 2)
    np.testing.assert_array_equal(frame.selected.values, np.concatenate((before, after)))
    session.obey(Pause(False))
    while session.frame(taken=True).status.step_progress == 0:
        session.turn()
    session.obey(Rebuild(seed=4))
    status = session.frame(taken=True).status
    assert (status.step, status.step_progress) == (0, 0)


def test_rebuild_begins_anew_and_keeps_the_rest(session, clock):
    session.obey(Watch(0, 100, 10))
    session.obey(SetCurrent(4.0))
    live_for(session, clock, 1.0)
    session.obey(Rebuild(size=20, coupling="raw"))
    status = session.frame(taken=True).status
    assert (status.size, status.seed, status.coupling) == (20, 3, "raw")
    assert (status.current, status.step) == (4.0, 0)
    assert session.frame(taken=True).rows.x.shape[0] == 20


def test_a_network_that_cannot_be_built_is_told_and_reset_brings_back_the_last(session, clock):
    session.obey(Rebuild(size=2_000_000_000))
    status = session.frame(taken=True).status
    assert status.phase == "failed"
    assert "needs" in status.error
    assert status.size == 8
    assert session.turn() > 0
    session.obey(Rebuild())
    assert live_for(session, clock, 1.0).status.phase == "running"


def test_a_network_that_is_about_to_be_built_is_what_is_told(session, clock):
    session.obey(Watch(0, 8, 10))
    live_for(session, clock, 1.0)
    session.pending = session.rebuilt(Rebuild(size=500))
    frame = session.frame(taken=True, phase="building")
    assert (frame.status.size, frame.status.step) == (500, 0)
    assert frame.rows.x.size == 0
    assert frame.selected is None
    session.pending = None
    assert session.frame(taken=True).status.size == 8


def test_after_a_build_that_was_stopped_a_change_is_one_of_it_and_a_reset_goes_back(session):
    pending = session.rebuilt(Rebuild(size=500, coupling="raw"))
    session.abandoned = pending
    assert session.rebuilt(Rebuild(size=200)) == replace(pending, size=200)
    session.abandoned = pending
    assert session.rebuilt(Rebuild()) == session.configuration
    assert session.rebuilt(Rebuild(seed=5)) == replace(session.configuration, seed=5)


def test_divergence_is_told(session, clock):
    session.obey(SetCurrent(1e300))
    status = live_for(session, clock, 0.1).status
    assert status.phase == "failed"
    assert "left every bound" in status.error
    assert status.diverged
    session.obey(Rebuild(size=2_000_000_000))
    assert not session.frame(taken=True).status.diverged


def test_commands_for_neurons_that_are_not_there_do_nothing(session, clock):
    session.obey(Select(99))
    session.obey(WatchSelected(True))
    session.obey(Inject(5.0, 100, 99))
    frame = live_for(session, clock, 0.1)
    assert frame.selected is None
    assert frame.status.phase == "running"


def test_watching_beyond_the_last_neuron_shows_the_last_rows(session, clock):
    session.obey(Watch(1000, 5, 10))
    rows = live_for(session, clock, 0.2).rows
    assert (rows.first, rows.x.shape) == (3, (5, 10))


def test_watching_no_rows_beyond_the_last_neuron_shows_none(session, clock):
    session.obey(Watch(1000, 0, 10))
    frame = live_for(session, clock, 0.2)
    assert frame.rows.x.shape == (0, 10)
    assert frame.status.phase == "running"


def test_columns_of_several_steps(session, clock):
    session.obey(SetColumn(5))
    session.obey(Watch(0, 8, 6))
    rows = live_for(session, clock, 0.4).rows
    assert rows.column_ms == 50
    assert not np.isnan(rows.x[:, -4:]).any()


def test_commands_before_there_is_a_network(clock):
    session = Session(SETTINGS, None, clock)
    for command in (Watch(0, 5, 5), Select(1), Pause(False), Step(1), SetCurrent(3.0)):
        session.obey(command)
    frame = session.frame(taken=True)
    assert frame.status.phase == "starting"
    assert frame.rows.x.size == 0
    assert session.turn() > 0
