"""A replay as a picture, compared to the byte; renewed as those of test_snapshots.py."""

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from engine.recordings.plan import RecordingPlan
from engine.recordings.recording import Recording
from tests.engine.replaying.runs import record
from tests.snn_tui.dashboard.replay_stage import ReplayStage, replaying


@pytest.mark.parametrize(
    ("view", "screen"), [("1", (80, 24)), ("1", (120, 40)), ("2", (80, 24)), ("2", (120, 40))]
)
def test_replay(snap_compare: Any, tmp_path: Path, view: str, screen: tuple[int, int]) -> None:
    """Backwards, just after a pulse, of neurons some of which were sampled."""
    record(tmp_path / "run.h5", RecordingPlan(neurons=(0, 1, 3)), 2500)
    settings = tmp_path / "settings.toml"
    settings.write_text('theme = "snn-dark"', encoding="utf-8")
    with Recording(tmp_path / "run.h5") as recording:
        app, runner = replaying(recording, settings)

        async def play(pilot: Pilot[None]) -> None:
            stage = ReplayStage(app, runner, pilot)  # type: ignore[arg-type]
            await stage.tick()
            await stage.press(view, "down", "G", *"2.3", "enter", "v")
            await stage.run(0.25, times=5)

        assert snap_compare(app, terminal_size=screen, run_before=play)
