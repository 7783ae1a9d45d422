"""The dashboard on a recording."""

from engine.recordings.recording import Recording
from engine.replaying.first_status import first_replay_status
from engine.replaying.replay_runner import ReplayRunner
from snn_tui.dashboard.app import Dashboard, shown


def replay(recording: Recording, *, real_time: bool | None = None, fps: float = 30) -> int:
    """Show a recording until the user leaves; returns the process's exit code.

    real_time: whether to keep pace with the wall clock, whatever the network's description says;
    None leaves it to that.
    """
    speed = None if real_time is False else 1.0
    status = first_replay_status(recording, speed)
    app = Dashboard(ReplayRunner(recording, speed=speed), status, fps=fps)
    if real_time is not None:
        app.steering.keep_speed()
    return shown(app)
