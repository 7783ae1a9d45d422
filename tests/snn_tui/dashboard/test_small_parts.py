"""Parts of a few lines each: screenshots, failures, the screen's rate, the first status."""

import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from snn_tui.dashboard.actions import ACTIONS
from snn_tui.dashboard.failure_watch import PATIENCE_S, FailureWatch
from snn_tui.dashboard.screen_rate import ScreenRate
from snn_tui.dashboard.screenshot import save_svg
from tests.snn_tui.dashboard.scripted_runner import first_status
from tests.snn_tui.dashboard.stage import dashboard

NOON = datetime(2026, 3, 4, 12, 0, 0)
FAILED, RUNNING = first_status(phase="failed"), first_status(phase="running")


def test_screenshots_never_overwrite(tmp_path: Path) -> None:
    paths = [save_svg(f"<svg>{number}</svg>", tmp_path, NOON) for number in range(3)]
    assert [path.name for path in paths] == [
        "snn-tui-2026-03-04-120000.svg",
        "snn-tui-2026-03-04-120000-2.svg",
        "snn-tui-2026-03-04-120000-3.svg",
    ]
    assert [path.read_text() for path in paths] == [f"<svg>{number}</svg>" for number in range(3)]


def test_a_screenshot_into_nowhere_raises(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="none"):
        save_svg("<svg/>", tmp_path / "none", NOON)


def test_a_failure_is_told_once() -> None:
    watch = FailureWatch()
    assert not watch.is_due(RUNNING, 0.0)
    assert watch.is_due(FAILED, 1.0)
    assert not watch.is_due(FAILED, 100.0)
    assert not watch.is_due(RUNNING, 101.0)
    assert watch.is_due(FAILED, 102.0)


def test_after_a_reset_a_failure_that_lasts_is_told_again() -> None:
    watch = FailureWatch()
    watch.is_due(FAILED, 0.0)
    watch.reset(10.0)
    assert not watch.is_due(FAILED, 10.0 + PATIENCE_S / 2)
    assert watch.is_due(FAILED, 10.0 + PATIENCE_S)


def test_the_screens_rate_is_that_of_its_ticks() -> None:
    rate = ScreenRate()
    assert rate.fps == 0.0
    for tick in range(100):
        rate.tick(tick / 25)
    assert rate.fps == pytest.approx(25.0)
    for tick in range(100):
        rate.tick(100 + tick / 10)
    assert rate.fps == pytest.approx(10.0)


def test_a_rate_that_the_terminal_holds_down_is_told_and_soon_forgotten() -> None:
    rate = ScreenRate()
    for tick in range(30):
        rate.tick(tick / 30)
    assert not rate.is_held
    for tick in range(120):
        (rate.skip if tick % 6 else rate.tick)(1 + tick / 30)
    assert rate.is_held
    assert rate.fps == pytest.approx(5.0, abs=1.0)
    for tick in range(120):
        rate.tick(5 + tick / 30)
    assert not rate.is_held


@pytest.mark.parametrize("network", ["None", "'brunel-2000-ai'"])
def test_the_first_frame_needs_no_compiler(network: str) -> None:
    loaded = (
        "import sys\n"
        "from engine.live.first_status import first_status\n"
        "from snn_tui.dashboard import app\n"
        "from snn_tui.options import configured, described\n"
        f"first_status(configured(described({network})), 1.0)\n"
        "sys.exit(any(name in sys.modules for name in ('numba', 'llvmlite')))"
    )
    assert subprocess.run([sys.executable, "-c", loaded], check=False).returncode == 0


def test_the_terminal_check_loads_no_screen() -> None:
    loaded = "import sys, snn_tui.dashboard.terminal.check; sys.exit('textual' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", loaded], check=False).returncode == 0


@pytest.mark.parametrize("key", ["question_mark", "o", "i", "ctrl+p"])
async def test_what_was_told_does_not_cover_a_dialog(key: str) -> None:
    async with dashboard() as stage:
        stage.app.complain("Size is at its highest")
        await stage.settle()
        assert stage.told == ["Size is at its highest"]
        await stage.press(key)
        assert len(stage.app.screen_stack) == 2
        assert stage.told == []


def test_no_two_actions_have_one_name() -> None:
    assert len(ACTIONS.by_id) == len(ACTIONS.actions)
