"""A network that is paused, looked at in one view after another, by a session without threads."""

from pathlib import Path

import pytest

from engine.live.commands import Command
from engine.live.first_status import first_status
from engine.live.frame import Frame
from engine.live.run_configuration import run_configuration
from engine.live.session import Session
from snn_tui.dashboard.app import Dashboard
from tests.snn_tui.dashboard.stage import NEVER, Stage, TickingClock

CONFIGURATION = run_configuration(None, size=8, seed=3)


class RunByHand:
    """A session whose clock goes on by a quarter of a second with each frame."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self.commands: list[Command] = []
        self.session = Session(CONFIGURATION, 1.0, lambda: self.now_s)
        self.session.build(CONFIGURATION)

    def start(self) -> None:
        """Everything is there already."""

    def send(self, command: Command) -> None:
        self.commands.append(command)
        self.session.obey(command)

    def take_frame(self) -> Frame:
        for _ in range(25):
            self.now_s += 0.01
            self.session.turn()
        return self.session.frame(taken=True)

    def stop(self) -> None:
        """Nothing runs by itself."""


@pytest.mark.parametrize("first_key", ["1", "2", "3", "4"])
async def test_each_view_shows_what_there_is(first_key: str, tmp_path: Path) -> None:
    runner = RunByHand()
    app = Dashboard(
        runner,
        first_status(CONFIGURATION, 1.0),
        fps=NEVER,
        settings_path=tmp_path / "settings.toml",
        clock=TickingClock(1.0),
    )
    async with app.run_test(size=(120, 40), notifications=False) as pilot:
        stage = Stage(app, runner, pilot)  # type: ignore[arg-type]
        await stage.press(first_key)
        for _ in range(20):
            await stage.tick()
        await stage.press("space", "1", "down")
        for _ in range(2):
            await stage.tick()
        overview = "\n".join(stage.text)
        assert "is spiking" in overview
        assert "nothing recorded" not in overview
        assert "nan" not in overview
        for view, words in (("2", "Raster"), ("3", "●"), ("4", "Interspike intervals")):
            await stage.press(view)
            for _ in range(2):
                await stage.tick()
            shown = "\n".join(stage.text)
            assert words in shown
            assert "nan" not in shown
            assert "····│" not in shown  # as what is not known is drawn
        await stage.press("1")
        for _ in range(2):
            await stage.tick()
        # But for the frame above the keys, which tells what the log had room for lately.
        assert stage.text[:-2] == overview.split("\n")[:-2]
