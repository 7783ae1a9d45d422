"""The rows of membrane potential, as the user moves along them, and the neuron shown larger."""

import re

import pytest
from textual import events

from engine.live.commands import Select, Watch
from snn_tui.dashboard.status_text import waiting
from tests.snn_tui.dashboard.stage import Stage, dashboard, open_overview


async def wheel(stage: Stage, kind: type[events.MouseEvent], times: int = 1) -> None:
    rows = stage.app.view.rows
    for _ in range(times):
        rows.post_message(kind(rows, 5, 5, 0, 0, 0, False, False, False))
        await stage.settle()


def labels(stage: Stage) -> list[int]:
    """The neurons that the screen shows."""
    region = stage.app.view.rows.region
    lines = stage.text[region.y + 1 : region.bottom - 1]
    words = [line[1:].replace("▶", " ").split(maxsplit=1)[0] for line in lines]
    return [int(word) for word in words if word.isdigit()]


async def test_the_wheel_scrolls_without_choosing() -> None:
    async with dashboard(size=100_000) as stage:
        await open_overview(stage)
        assert labels(stage)[0] == 0
        await wheel(stage, events.MouseScrollDown, 3)
        await stage.frame()
        first = labels(stage)[0]
        assert first > 0
        assert stage.app.view.chosen == 0
        assert stage.runner.sent(Watch)[-1].first == first
        await wheel(stage, events.MouseScrollUp, 3)
        assert labels(stage)[0] == 0


async def test_a_click_chooses_what_is_under_it_after_scrolling() -> None:
    async with dashboard(size=1000) as stage:
        await open_overview(stage)
        await wheel(stage, events.MouseScrollDown, 4)
        first = labels(stage)[0]
        await stage.pilot.click(stage.app.view.rows, offset=(20, 4))
        await stage.settle()
        assert stage.app.view.chosen == first + 3
        assert stage.runner.sent(Select)[-1] == Select(first + 3)


async def test_a_click_below_the_last_row_chooses_nothing() -> None:
    async with dashboard(size=1) as stage:
        await stage.pilot.click(stage.app.view.rows, offset=(20, 20))
        assert stage.app.view.chosen == 0


@pytest.mark.parametrize("size", [1, 2, 10, 23, 1_000_000])
async def test_the_last_neuron_comes_in_sight(size: int) -> None:
    async with dashboard(size=size) as stage:
        await open_overview(stage)
        await stage.press("end")
        await stage.frame()
        assert labels(stage)[-1] == stage.app.view.chosen == size - 1
        await stage.press("down", "pagedown")
        assert stage.app.view.chosen == size - 1


async def test_a_network_that_shrinks_keeps_a_neuron_chosen() -> None:
    async with dashboard(size=1_000_000) as stage:
        await open_overview(stage)
        await stage.press("end")
        await stage.frame(size=3, step=5)
        await stage.frame()
        assert stage.app.view.chosen == 2
        assert stage.runner.sent(Select)[-1] == Select(2)
        assert labels(stage) == [0, 1, 2]
        assert "into neuron 2 " in "\n".join(stage.text)


async def test_the_newest_is_in_line_in_rows_and_curves() -> None:
    async with dashboard(size=10) as stage:
        overview = stage.app.view
        row = stage.text[overview.rows.region.bottom - 4]
        curve = stage.text[overview.detail.region.y + 2]
        bars, dots = re.search("[▁-█┃]+", row), re.search("[⠀-⣿]+", curve)
        assert bars is not None
        assert dots is not None
        assert bars.end() == dots.end()


async def test_a_span_longer_than_the_trace_is_told() -> None:
    async with dashboard() as stage:
        assert "newest" not in str(stage.app.view.detail.border_title)
        await stage.press(*["right_curly_bracket"] * 6)
        await stage.frame(3000)
        assert "· newest 5.99 s ·" in str(stage.app.view.detail.border_title)


async def test_the_chosen_neuron_stays_in_sight_when_there_is_less_room() -> None:
    async with dashboard() as stage:
        await stage.press(*["down"] * 20)
        assert 20 in labels(stage)
        await stage.press("enter")
        assert 20 in labels(stage)
        await stage.pilot.resize_terminal(60, 16)
        await stage.settle()
        assert 20 in labels(stage)


async def test_a_resize_does_not_bring_back_what_was_scrolled_away() -> None:
    async with dashboard(size=1000) as stage:
        await open_overview(stage)
        await wheel(stage, events.MouseScrollDown, 20)
        first = labels(stage)[0]
        await stage.pilot.resize_terminal(100, 30)
        await stage.settle()
        assert labels(stage)[0] == first


async def test_the_scroll_bar_scrolls_and_chooses_nothing() -> None:
    async with dashboard(size=1000) as stage:
        await open_overview(stage)
        rows = stage.app.view.rows
        await stage.pilot.click(rows, offset=(rows.outer_size.width - 2, 20))
        await stage.settle()
        assert stage.app.view.chosen == 0
        assert stage.app.view.rows.first > 0


@pytest.mark.parametrize("phase", ["starting", "compiling", "building"])
async def test_while_there_is_no_network_the_chosen_neuron_says_what_goes_on(phase: str) -> None:
    async with dashboard(started=False) as stage:
        await stage.press("down", "down")
        stage.runner.publish_nothing(phase=phase, progress=0.5)
        await stage.tick()
        shown = "\n".join(stage.text)
        assert "─ Neuron 2 ─" in shown
        assert waiting(stage.app.status)[:20] in shown
        assert "Membrane potential · neurons" in shown


@pytest.mark.parametrize(("neurons", "lines"), [(1, 6), (2, 12), (3, 18), (10, 20), (22, 22)])
async def test_what_few_rows_leave_goes_to_the_chosen_neuron(neurons: int, lines: int) -> None:
    async with dashboard(size=neurons) as stage:
        rows, detail = stage.app.view.rows, stage.app.view.detail
        assert rows.content_size.height == lines
        assert rows.size.height + detail.size.height + 4 == stage.app.view.size.height
        assert rows.row_height * neurons == lines


async def test_the_share_follows_the_network_and_the_screen() -> None:
    async with dashboard(size=100) as stage:
        rows = stage.app.view.rows
        assert rows.content_size.height == 22
        await stage.frame(size=2)
        assert rows.content_size.height == 12
        await stage.press("enter")
        assert rows.content_size.height == 7
        await stage.press("enter")
        await stage.pilot.resize_terminal(80, 24)
        await stage.settle()
        assert rows.content_size.height == 10
        await stage.pilot.resize_terminal(60, 16)
        await stage.settle()
        assert rows.content_size.height == 12
        await stage.frame(size=500)
        await stage.pilot.resize_terminal(120, 40)
        await stage.settle()
        assert rows.content_size.height == 22
