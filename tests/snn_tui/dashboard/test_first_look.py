"""How a network is shown when it is opened: as its description says, but for what the user set."""

from pathlib import Path

import numpy as np
import pytest

from engine.description.view import View
from engine.live.commands import SetColumn, SetSpeed
from engine.live.first_status import first_status
from engine.live.run_configuration import run_configuration
from screenshots.stepped_runner import SteppedRunner
from snn_tui.dashboard.app import Dashboard
from snn_tui.dashboard.drawing.sparks import SPIKE
from tests.snn_tui.dashboard.stage import NEVER, dashboard

BURSTING = {"network": "bursting-neuron", "view": View(speed=10.0, column_ms=250)}


async def test_a_network_is_shown_at_its_own_speed_and_span() -> None:
    async with dashboard() as stage:
        before = len(stage.runner.commands)
        await stage.frame(**BURSTING)
        assert stage.runner.commands[before:] == [SetColumn(25), SetSpeed(10.0)]
        await stage.frame()
        before = len(stage.runner.commands)
        await stage.frame(network="classic", view=None)
        assert stage.runner.commands[before:] == [SetColumn(5), SetSpeed(1.0)]


async def test_what_the_user_set_stays_the_users() -> None:
    async with dashboard() as stage:
        await stage.press("<", "}")
        await stage.frame()
        before = len(stage.runner.commands)
        await stage.frame(**BURSTING)
        assert stage.runner.commands[before:] == [SetColumn(10)]


async def test_a_column_of_the_users_that_can_not_be_there_is_given_up() -> None:
    async with dashboard(dt_ms=0.5) as stage:
        await stage.press("e", *["down"] * 5, "enter", *["backspace"] * 5, "7", "enter", "escape")
        assert stage.runner.sent(SetColumn)[-1] == SetColumn(14)
        before = len(stage.runner.commands)
        await stage.frame(dt_ms=10.0, **BURSTING)
        assert SetColumn(25) in stage.runner.commands[before:]


async def test_a_first_network_too_is_shown_as_it_says() -> None:
    async with dashboard(**BURSTING) as stage:
        assert stage.runner.sent(SetColumn) == [SetColumn(25)]
        assert stage.runner.sent(SetSpeed) == [SetSpeed(10.0)]


@pytest.mark.compiled
async def test_from_the_gallery_one_key_shows_bursts(tmp_path: Path) -> None:
    """How does a Hindmarsh-Rose neuron burst? With the real engine, its clock turned by hand."""
    configuration = run_configuration(seed=7, threads=1)
    runner = SteppedRunner(configuration)
    app = Dashboard(
        runner,
        first_status(configuration, 1.0),
        fps=NEVER,
        settings_path=tmp_path / "settings.toml",
        clock=lambda: runner.now_s,
    )
    async with app.run_test(size=(120, 40)) as pilot:
        app.poll()
        await pilot.press("o")
        await pilot.press("2")
        for _ in range(25):
            runner.run(0.1)
            app.poll()
        await pilot.pause()
        rows = app.view.rows
        assert app.status.network == "bursting-neuron"
        assert app.status.asked_speed == 10
        drawn = [rows.render_line(y).text for y in range(rows.row_height)]
        marks = np.flatnonzero([cell == SPIKE for cell in drawn[-1]])
        between = np.diff(marks)
        assert marks.size >= 6
        assert between.max() > 4 * np.median(between)
