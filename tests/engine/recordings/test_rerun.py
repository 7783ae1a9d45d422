"""A recorded run, done again with the same hands, gives the same bits."""

from dataclasses import replace
from itertools import count

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from engine.gallery import from_gallery
from engine.live.commands import (
    EndRecording,
    Inject,
    Learn,
    Pause,
    Rebuild,
    Record,
    Reward,
    SetCurrent,
    Step,
)
from engine.live.run_configuration import run_configuration
from engine.live.session import Session
from engine.recordings.plan import RecordingPlan
from engine.recordings.recording import Recording
from engine.recordings.rerun import Rerun

DEEDS = st.lists(
    st.one_of(
        st.builds(SetCurrent, st.sampled_from([0.0, 1.5, 5.0, -2.0])),
        st.builds(
            Inject,
            st.sampled_from([3.0, -1.0, 0.1]),
            st.sampled_from([1.0, 30.0, 500.0]),
            st.one_of(st.none(), st.integers(0, 9)),
        ),
        st.builds(Learn, st.booleans()),
        st.builds(Reward, st.just(0.5)),
    ),
    max_size=3,
)
PORTIONS = st.lists(st.tuples(st.integers(1, 200), DEEDS), min_size=1, max_size=4)


def taken(session: Session, steps: int) -> None:
    session.obey(Pause(True))
    session.obey(Step(steps))
    while session._owed:
        session.turn()


@settings(max_examples=15, deadline=None)
@given(name=st.sampled_from(["classic", "classic-learning"]), before=PORTIONS, after=PORTIONS)
def test_the_same_hands_give_the_same_bits(tmp_path_factory, name, before, after) -> None:
    path = tmp_path_factory.mktemp("run") / "run.h5"
    configuration = run_configuration(from_gallery(name), seed=5)
    session = Session(configuration, None, count(0.0, 1e-4).__next__)
    session.obey(Learn(False))
    session.build(configuration)
    for steps, deeds in before:
        for deed in deeds:
            session.obey(deed)
        taken(session, steps)
    session.obey(Record(path, RecordingPlan(neurons=(4,))))
    for steps, deeds in after:
        taken(session, steps)
        for deed in deeds:
            session.obey(deed)
    session.obey(EndRecording())
    told = session.frame(taken=True).status.recorded
    assert told is not None
    assert not told.is_on
    assert told.path == path

    with Recording(path) as recording:
        assert recording.first_step == sum(steps for steps, _ in before)
        rerun = Rerun(recording)
        rerun.advance(recording.first_step)
        again = rerun.advance(recording.end_step - recording.first_step)
        for one, other in zip(again, recording.spikes(), strict=True):
            assert np.array_equal(one, other)
        assert rerun.simulation.state_of("neurons").tobytes() == (
            session._live.simulation.state_of("neurons").tobytes()
        )


def test_what_ends_a_recording_is_told(tmp_path) -> None:
    configuration = run_configuration(seed=5)
    session = Session(configuration, None, count(0.0, 1e-4).__next__)
    session.obey(Record(tmp_path / "none.h5", RecordingPlan()))
    told = session.frame(taken=True).status.recorded
    assert told is not None
    assert (told.is_failure, told.message) == (True, "Nothing is recorded: no network runs")

    session.build(configuration)
    session.obey(Record(tmp_path / "run.h5", RecordingPlan()))
    taken(session, 300)
    told = session.frame(taken=True).status.recorded
    assert told is not None
    assert told.is_on
    assert told.spikes > 0
    session.obey(Rebuild())
    told = session.frame(taken=True).status.recorded
    assert told is not None
    assert told.message.startswith(f"the network was built anew; {told.spikes} spikes up to t=3000")

    session.obey(Record(tmp_path / "run.h5", RecordingPlan()))
    told = session.frame(taken=True).status.recorded
    assert told is not None
    assert told.message == f"{tmp_path / 'run.h5'} exists"
    session.obey(Record(tmp_path / "run2.h5", RecordingPlan(neurons=(10,))))
    told = session.frame(taken=True).status.recorded
    assert told is not None
    assert told.message == "neuron must be from 0 to 9, not 10"
    assert not (tmp_path / "run2.h5").exists()


def test_from_a_moment(tmp_path) -> None:
    configuration = run_configuration(replace(from_gallery("classic"), seed=8))
    session = Session(configuration, None, count(0.0, 1e-4).__next__)
    session.build(configuration)
    session.obey(Inject(4.0, 3000.0, 2))
    taken(session, 120)
    moment = session._live.moment()

    resumed = Session(moment.configuration(), None, count(0.0, 1e-4).__next__)
    resumed.build(moment.configuration(), moment=moment)
    resumed.obey(SetCurrent(3.0))
    taken(resumed, 50)
    resumed.obey(Record(tmp_path / "run.h5", RecordingPlan()))
    taken(resumed, 150)
    resumed.obey(SetCurrent(4.0))
    taken(resumed, 150)
    resumed.close()
    with Recording(tmp_path / "run.h5") as recording:
        assert recording.first_step == 170
        assert recording.start is not None
        again = Rerun(recording).advance(300)
        assert again.step.size > 0
        for one, other in zip(again, recording.spikes(), strict=True):
            assert np.array_equal(one, other)


@pytest.mark.parametrize("threads", [1, 2])
def test_on_any_number_of_threads(tmp_path, threads: int) -> None:
    network = from_gallery("brunel-2000-ai").resized(500)
    configuration = run_configuration(network, seed=2)
    session = Session(configuration, None, count(0.0, 1e-4).__next__)
    session.build(configuration)
    session.obey(Record(tmp_path / "run.h5", RecordingPlan()))
    taken(session, 200)
    session.close()
    with Recording(tmp_path / "run.h5") as recording:
        again = Rerun(recording, threads=threads).advance(200)
        assert np.array_equal(again.neuron, recording.spikes().neuron)


def test_going_on(tmp_path) -> None:
    path, network = tmp_path / "run.h5", from_gallery("classic")
    plan = RecordingPlan(populations=("neurons",), neurons=(4, 2), variables=("y",), every_steps=3)
    configuration = run_configuration(network, seed=2)
    session = Session(configuration, None, count(0.0, 1e-4).__next__)
    session.build(configuration)
    session.obey(Record(path, plan))
    taken(session, 100)
    session.obey(Inject(4.0, 3000.0, 2))
    taken(session, 101)
    session.close()
    with Recording(path) as recording:
        assert recording.plan == plan
        rerun = Rerun(recording)
        rerun.advance(201)
    recorder = rerun.recorder(path)
    rerun.advance(99)
    recorder.close()
    taken(session, 99)
    with Recording(path) as recording:
        assert recording.end_step == 300
        rerun = Rerun(recording)
        again = rerun.advance(300)
        assert np.array_equal(again.step, recording.spikes().step)
        steps, values = recording.samples("y", 2)
        assert steps.tolist() == list(range(0, 300, 3))
        assert values.size == 100
    assert rerun.simulation.state_of("neurons").tobytes() == (
        session._live.simulation.state_of("neurons").tobytes()
    )
