"""When the engine fails: what went wrong is told, and there is a way out."""

import pytest

from engine.errors import EngineLoadError
from engine.live.commands import Rebuild
from snn_tui.dashboard.dialogs.failure import FailureDialog
from snn_tui.dashboard.failure_watch import PATIENCE_S
from tests.snn_tui.dashboard.stage import Stage, dashboard

ERROR = "neuron 3 left every bound at t=40 ms"


async def fail(stage: Stage, error: str = ERROR) -> None:
    await stage.frame(1, phase="failed", error=error)
    assert isinstance(stage.app.screen, FailureDialog)


@pytest.mark.parametrize("keys", [["r"], ["enter"], ["escape"], ["right", "left", "enter"]])
async def test_reset_starts_again(keys: list[str]) -> None:
    async with dashboard() as stage:
        await fail(stage)
        assert ERROR in "\n".join(stage.text)
        assert await stage.press(*keys) == [Rebuild()]
        assert not isinstance(stage.app.screen, FailureDialog)
        await stage.frame(5)
        assert "running" in stage.text[0]


@pytest.mark.parametrize("keys", [["q"], ["right", "enter"], ["tab", "enter"], ["ctrl+c"]])
async def test_quit_leaves(keys: list[str]) -> None:
    async with dashboard() as stage:
        await fail(stage)
        await stage.press(*keys)
        assert stage.app._exit
        stage.app.join_engine()
        assert stage.runner.stops == 1


@pytest.mark.parametrize("screen", [(120, 40), (60, 16)])
async def test_a_long_error_leaves_the_ways_out_in_sight(screen: tuple[int, int]) -> None:
    async with dashboard(screen) as stage:
        await fail(stage, "[red]x[/] " + "word " * 500)
        shown = "\n".join(stage.text)
        assert "[red]x[/]" in shown
        assert "Reset (r)" in shown
        assert "Quit (q)" in shown


async def test_it_comes_over_whatever_is_open() -> None:
    async with dashboard() as stage:
        await stage.press("ctrl+p")
        await fail(stage)


async def test_a_failure_that_a_reset_does_not_end_is_told_again() -> None:
    async with dashboard() as stage:
        await fail(stage)
        await stage.press("r")
        stage.clock.ahead_s += PATIENCE_S
        await fail(stage)


async def test_an_engine_that_cannot_be_loaded_is_told() -> None:
    async with dashboard(started=False) as stage:
        await stage.tick()

        def take_frame() -> None:
            raise EngineLoadError("The engine could not be loaded: no numba")

        stage.runner.take_frame = take_frame  # type: ignore[assignment]
        await stage.tick()
        assert isinstance(stage.app.screen, FailureDialog)
        assert "no numba" in "\n".join(stage.text)
        assert "failed" in stage.text[0]
