"""What the dashboard tells: one thing at a time, over the line of keys, while it is true."""

import pytest

from engine.live.replayed import Replayed
from tests.snn_tui.dashboard.stage import dashboard


async def test_one_thing_is_told_at_a_time() -> None:
    async with dashboard() as stage:
        stage.app.complain("Size is at its highest")
        stage.app.notify("Recorded: 12 spikes")
        await stage.settle()
        assert stage.told == ["Recorded: 12 spikes"]


async def test_what_is_no_complaint_is_not_taken_back() -> None:
    async with dashboard() as stage:
        stage.app.complain("Size is at its highest")
        stage.app.notify("Recorded: 12 spikes")
        await stage.settle()
        stage.app.take_back()
        assert stage.told == ["Recorded: 12 spikes"]


async def test_what_was_told_of_a_trail_goes_with_the_next_that_can_be() -> None:
    async with dashboard() as stage:
        await stage.press("3", *["{"] * 8)
        assert stage.told == ["The trail is at its shortest: 64"]
        await stage.press("}")
        assert stage.told == []


@pytest.mark.parametrize("screen", [(80, 24), (120, 40)])
@pytest.mark.parametrize("view", "12345")
async def test_a_message_covers_the_line_of_keys_alone(screen: tuple[int, int], view: str) -> None:
    replayed = Replayed("run.h5", 0, 3000, "")
    async with dashboard(screen, notifications=True, replayed=replayed) as stage:
        await stage.press(view)
        stage.app.complain("Current: a replay shows a run as it was")
        await stage.settle()
        (toast,) = stage.app.screen.query("Toast")
        assert stage.app.key_bar.region.contains_region(toast.region)
        assert toast.region.area > 0
