"""The thread of a replay: frames come, commands are answered, and it ends."""

import time

import pytest

from engine.errors import EngineLoadError
from engine.live.commands import GoTo, Pause, Watch
from engine.recordings.plan import RecordingPlan
from engine.recordings.recording import Recording
from engine.replaying import replay_session
from engine.replaying.replay_runner import ReplayRunner
from tests.engine.replaying.runs import record

PATIENCE_S = 60.0


@pytest.fixture(scope="module")
def recording(tmp_path_factory):
    path = tmp_path_factory.mktemp("run") / "run.h5"
    record(path, RecordingPlan(), 1000)
    with Recording(path) as opened:
        yield opened


@pytest.fixture
def runner(recording):
    runner = ReplayRunner(recording, speed=None)
    yield runner
    runner.stop()
    assert not runner._thread.is_alive()


def frame_with(runner, wanted):
    """The first frame that is as wanted."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        frame = runner.take_frame()
        if frame is not None and wanted(frame.status):
            return frame
        time.sleep(0.001)
    raise AssertionError("there was no such frame")


def test_it_plays_and_answers(runner) -> None:
    runner.start()
    frame_with(runner, lambda status: status.step == 1000 and status.phase == "paused")
    runner.send(Pause(True))
    runner.send(Watch(0, 5, 7))
    runner.send(GoTo(300))
    frame = frame_with(runner, lambda status: status.step == 300)
    assert frame.rows.x.shape == (5, 7)
    assert runner.take_frame() is None


def test_no_spike_is_told_twice_or_not_at_all(runner, recording) -> None:
    runner._speed = 20.0
    runner.start()
    steps, neurons, skipped, status = [], [], 0, None
    while status is None or status.step < 1000:
        frame = frame_with(runner, lambda _: True)
        status = frame.status
        # A test that was kept waiting may have missed more than a frame has room for.
        skipped += frame.skipped
        steps += frame.spike_step.tolist()
        neurons += frame.spike_neuron.tolist()
        runner.send(Watch(0, len(steps) % 7, 7))
    spikes = recording.spikes()
    told = list(zip(steps, neurons, strict=True))
    assert told == sorted(set(told))
    assert set(told) <= set(zip(spikes.step.tolist(), spikes.neuron.tolist(), strict=True))
    assert status.replayed.leaps == 0
    assert len(told) + skipped == spikes.step.size


def test_what_cannot_begin_says_why(runner, monkeypatch) -> None:
    def fails(*anything: object) -> None:
        raise MemoryError("no room")

    monkeypatch.setattr(replay_session, "ReplaySession", fails)
    runner.start()
    runner._thread.join(PATIENCE_S)
    with pytest.raises(EngineLoadError, match="could not be opened: no room"):
        runner.take_frame()
