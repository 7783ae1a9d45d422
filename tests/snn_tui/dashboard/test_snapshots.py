"""The screen as a picture: sizes, themes, dialogs and states, compared to the byte.

After a change that is meant: `pytest tests/snn_tui/dashboard/test_snapshots.py --snapshot-update`,
and look.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_textual_snapshot import SVGImageExtension
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot

from engine.live.frame import Dopamine
from snn_tui.dashboard.actions import ACTIONS
from snn_tui.dashboard.dialogs.failure import FailureDialog
from tests.snn_tui.dashboard.scripted_runner import ScriptedRunner, first_status
from tests.snn_tui.dashboard.stage import Stage, dashboard, on_stage

HUGE, LARGE, SMALL = (200, 60), (120, 40), (80, 24)
DARK, LIGHT, CONTRAST = "snn-dark", "snn-light", "snn-contrast"
Scene = Callable[[Stage], Awaitable[object]]
Looks = Callable[..., None]


@pytest.fixture
def looks(snap_compare: Any, tmp_path: Path) -> Looks:
    """Compares what a scene leaves on a screen of some size and theme."""

    def compare(scene: Scene, screen: tuple[int, int], theme: str, size: int = 100) -> None:
        path = tmp_path / "settings.toml"
        path.write_text(f'theme = "{theme}"', encoding="utf-8")
        runner = ScriptedRunner(first_status(size=size))
        app = on_stage(runner, path)

        async def play(pilot: Pilot[None]) -> None:
            stage = Stage(app, runner, pilot)
            await stage.begin()
            await scene(stage)

        assert snap_compare(app, terminal_size=screen, run_before=play)

    return compare


async def overview(stage: Stage) -> None:
    """As many frames as the log needs to come to the newest spikes."""
    await stage.press("down", "down")
    for _ in range(10):
        await stage.frame(24)


async def without_colour_alone(stage: Stage) -> None:
    """Everything that is told by colour, and must be told by words or shape too."""
    await overview(stage)
    await stage.frame(3, achieved_speed=0.83, lag_s=0.5)
    await stage.press("p", "e", "enter", "backspace", "0", "enter")
    stage.app.clear_notifications()
    await stage.settle()


async def paused(stage: Stage) -> None:
    await overview(stage)
    await stage.press("space")
    await stage.frame(0, phase="paused")


async def enlarged(stage: Stage) -> None:
    await stage.press("enter", "f")
    await overview(stage)


async def busiest(stage: Stage) -> None:
    await overview(stage)
    await stage.press("b")
    await stage.frame()
    await stage.frame()


async def failed(stage: Stage) -> None:
    await overview(stage)
    error = "neuron 8 left every bound at t=6,400 ms, even in the finest substeps"
    await stage.frame(0, phase="failed", error=error)
    assert isinstance(stage.app.screen, FailureDialog)


async def helped(stage: Stage) -> None:
    await overview(stage)
    await stage.press("question_mark")


def test_overview_of_few_neurons_in_high_contrast(looks: Looks) -> None:
    looks(without_colour_alone, SMALL, CONTRAST, size=4)


def test_enlarged_neuron(looks: Looks) -> None:
    looks(enlarged, LARGE, DARK)


@pytest.mark.parametrize("screen", [LARGE, SMALL], ids=["large", "small"])
def test_busiest_first(looks: Looks, screen: tuple[int, int]) -> None:
    looks(busiest, screen, DARK)


def test_paused(looks: Looks) -> None:
    looks(paused, SMALL, DARK)


def test_failure(looks: Looks) -> None:
    looks(failed, SMALL, LIGHT)


def test_help(looks: Looks) -> None:
    looks(helped, LARGE, DARK)


async def gallery(stage: Stage) -> None:
    await overview(stage)
    await stage.press("o", "down")


def test_gallery(looks: Looks) -> None:
    looks(gallery, SMALL, DARK)


def test_too_small(looks: Looks) -> None:
    looks(overview, (59, 15), DARK)


async def phase_plane(stage: Stage) -> None:
    await stage.press("3")
    for _ in range(4):
        await stage.frame(120)


async def two_other_variables(stage: Stage) -> None:
    await phase_plane(stage)
    await stage.press("a")


def test_phase_plane_of_two_other_variables(looks: Looks) -> None:
    looks(two_other_variables, SMALL, LIGHT)


async def statistics(stage: Stage) -> None:
    await stage.press("4")
    for _ in range(3):
        await stage.frame(12)


async def without_a_rhythm(stage: Stage) -> None:
    await statistics(stage)
    await stage.press("down")


def test_statistics_without_a_rhythm(looks: Looks) -> None:
    looks(without_a_rhythm, SMALL, CONTRAST)


async def weights(stage: Stage) -> None:
    await stage.press("end", "5")
    for _ in range(4):
        await stage.frame(120, learning=True)


async def not_learning(stage: Stage) -> None:
    await weights(stage)
    await stage.press("L")
    await stage.frame()


async def rewarded(stage: Stage) -> None:
    await weights(stage)
    await stage.frame(12, dopamine=Dopamine(100.0, 0.2))
    await stage.press("D")
    await stage.frame(12)


async def nothing_learns(stage: Stage) -> None:
    await stage.press("5")
    await stage.frame()


def test_weights_that_stay_in_high_contrast(looks: Looks) -> None:
    looks(not_learning, SMALL, CONTRAST, size=4)


@pytest.mark.parametrize("screen", [LARGE, SMALL], ids=["large", "small"])
def test_weights_after_a_reward(looks: Looks, screen: tuple[int, int]) -> None:
    looks(rewarded, screen, DARK)


def test_weights_of_a_network_that_does_not_learn(looks: Looks) -> None:
    looks(nothing_learns, SMALL, DARK)


async def raster(stage: Stage) -> None:
    await stage.press("2")
    for _ in range(4):
        await stage.frame(50)


async def pointed_at(stage: Stage) -> None:
    """A cursor, a selected neuron, a few neurons, and pulses into one and into all."""
    await raster(stage)
    await stage.press("p")
    await stage.frame(60)
    await stage.press("P")
    await stage.frame(40)
    stage.app.clear_notifications()
    await stage.press("z", "z", "down", "down", "left", "left", "enter", "down", "b")
    await stage.frame()


@pytest.mark.parametrize("theme", [DARK, LIGHT, CONTRAST])
def test_raster_with_a_cursor(looks: Looks, theme: str) -> None:
    looks(pointed_at, SMALL, theme)


VIEWS = {
    "overview": (overview, 100),
    "raster": (raster, 800),
    "phase": (phase_plane, 100),
    "statistics": (statistics, 100),
    "weights": (weights, 100),
}
"""How each comes to its picture, and of how many neurons."""


@pytest.mark.parametrize("screen", [SMALL, LARGE, HUGE], ids=["80x24", "120x40", "200x60"])
@pytest.mark.parametrize("view", VIEWS)
async def test_view(view: str, screen: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    """In each theme, one after the other: the same moment of one run."""
    pictures = snapshot.use_extension(SVGImageExtension)
    scene, size = VIEWS[view]
    async with dashboard(screen, size=size) as stage:
        await scene(stage)
        assert stage.app.view.id == view
        for theme in (DARK, LIGHT, CONTRAST):
            stage.app.theme = theme
            await stage.settle()
            is_same = stage.app.export_screenshot() == pictures(name=theme)
            assert is_same, f"{view} at {screen} in {theme} is another picture than the one kept"


def test_every_view_has_its_pictures() -> None:
    assert VIEWS.keys() == ACTIONS.views.keys()
