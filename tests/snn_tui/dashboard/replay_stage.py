"""A dashboard on a recording, moved by hand: a clock that the test turns, no threads."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from engine.live.commands import Command
from engine.live.frame import Frame
from engine.recordings.recording import Recording
from engine.replaying.first_status import first_replay_status
from engine.replaying.replay_session import ReplaySession
from snn_tui.dashboard.app import Dashboard
from tests.snn_tui.dashboard.stage import NEVER, SCREEN, Stage, TickingClock


class ReplayedByHand:
    """A replay whose clock stands still but for `run`."""

    def __init__(self, recording: Recording) -> None:
        self.now_s = 0.0
        self.commands: list[Command] = []
        self.session = ReplaySession(recording, 1.0, lambda: self.now_s)

    def start(self) -> None:
        """Everything is there already."""

    def send(self, command: Command) -> None:
        self.commands.append(command)
        self.session.obey(command)

    def take_frame(self) -> Frame:
        while self.session.turn() == 0.0:
            pass
        return self.session.frame(taken=True)

    def stop(self) -> None:
        """Nothing runs by itself."""


class ReplayStage(Stage):
    """The hands that move it."""

    async def run(self, seconds: float, times: int = 1) -> None:
        """Time passes, a picture after each part of it."""
        for _ in range(times):
            self.runner.now_s += seconds / times  # type: ignore[attr-defined]
            await self.tick()


def replaying(recording: Recording, settings_path: Path) -> tuple[Dashboard, ReplayedByHand]:
    """A dashboard that moves when it is made to."""
    runner = ReplayedByHand(recording)
    app = Dashboard(
        runner,
        first_replay_status(recording, 1.0),
        fps=NEVER,
        settings_path=settings_path,
        clock=TickingClock(1.0),
    )
    return app, runner


@asynccontextmanager
async def replay(
    recording: Recording, screen: tuple[int, int] = SCREEN
) -> AsyncIterator[ReplayStage]:
    """A replay on a screen of this size, paused at its start."""
    with TemporaryDirectory() as folder:
        app, runner = replaying(recording, Path(folder) / "settings.toml")
        async with app.run_test(size=screen) as pilot:
            stage = ReplayStage(app, runner, pilot)  # type: ignore[arg-type]
            await stage.tick()
            await stage.press("space")
            await stage.tick()
            yield stage
