"""A replay computes nothing, so it waits for no compiler."""

import subprocess
import sys

from engine.recordings.plan import RecordingPlan
from tests.engine.replaying.runs import record

CHILD = """
import sys
from engine.live.commands import Select, Watch, WatchRaster, WatchStatistics
from engine.recordings.recording import Recording
from engine.replaying.replay_session import ReplaySession

session = ReplaySession(Recording(sys.argv[1]), 1.0, lambda: 0.0)
for command in (Watch(0, 9, 9), Select(3), WatchRaster(9, 9, 9), WatchStatistics(True)):
    session.obey(command)
session.turn()
assert session.frame(taken=True).selected.planes
sys.exit(any(name in sys.modules for name in ("numba", "llvmlite")))
"""


def test_numba_is_not_loaded(tmp_path) -> None:
    record(tmp_path / "run.h5", RecordingPlan(neurons=(3,)), 100)
    command = [sys.executable, "-c", CHILD, str(tmp_path / "run.h5")]
    subprocess.run(command, check=True, timeout=120)
