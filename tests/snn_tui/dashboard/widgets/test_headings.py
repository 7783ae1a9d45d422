"""Headings where a population begins, among rows that scroll."""

from dataclasses import replace

import pytest

from tests.snn_tui.dashboard.stage import Stage, dashboard
from tests.snn_tui.dashboard.widgets.test_rows import labels

POPULATIONS = (("excitatory", 0), ("inhibitory[b]", 80))


async def frame(stage: Stage, populations: tuple[tuple[str, int], ...] = POPULATIONS) -> None:
    """A frame of a network of these populations."""
    stage.runner.run(5)
    made = stage.runner.take_frame()
    assert made is not None
    stage.runner._outbox = replace(made, rows=replace(made.rows, populations=populations))
    await stage.tick()


def lines(stage: Stage) -> list[str]:
    region = stage.app.view.rows.content_region
    return [line[region.x : region.right] for line in stage.text[region.y : region.bottom]]


async def test_a_population_begins_below_its_name() -> None:
    async with dashboard(size=100) as stage:
        await frame(stage)
        assert lines(stage)[0].strip(" ▐█▌▇") == "excitatory · 80"
        assert labels(stage)[0] == 0
        await stage.press("end")
        await frame(stage)
        at = next(k for k, line in enumerate(lines(stage)) if "inhibitory[b] · 20" in line)
        assert lines(stage)[at - 1].split()[0] == "79"
        assert lines(stage)[at + 1].split()[0] == "80"
        assert lines(stage)[-1].split()[:2] == ["▶", "99"]


async def test_a_click_chooses_the_row_below_the_mouse_in_spite_of_headings() -> None:
    async with dashboard(size=100) as stage:
        await frame(stage)
        await stage.pilot.click(stage.app.view.rows, offset=(20, 4))
        await stage.settle()
        assert stage.app.view.chosen == 2


async def test_one_population_has_no_heading_and_going_away_takes_them_along() -> None:
    async with dashboard(size=100) as stage:
        await frame(stage)
        await frame(stage, POPULATIONS[:1])
        assert "excitatory" not in "\n".join(stage.text)
        assert labels(stage)[0] == 0


@pytest.mark.parametrize("neurons", [2, 3, 10])
async def test_few_rows_and_their_headings_take_no_more_than_they_need(neurons: int) -> None:
    async with dashboard(size=neurons) as stage:
        populations = (("one", 0), ("other", 1))
        await frame(stage, populations)
        await frame(stage, populations)
        rows = stage.app.view.rows
        assert rows.content_size.height == 2 + neurons * rows.row_height


async def test_keys_go_from_population_to_population() -> None:
    populations = (("one", 0), ("two", 30), ("three", 90), ("four", 97))
    async with dashboard(size=100) as stage:
        await frame(stage, populations)
        view, seen = stage.app.view, []
        for key in ("J", "ctrl+down", "J", "J", "k", "K", "K", "ctrl+up", "K", "K"):
            await frame(stage, populations)
            await stage.press(key)
            seen.append(view.chosen)
        assert seen == [30, 90, 97, 97, 96, 90, 30, 0, 0, 0]
        await frame(stage, populations)
        await stage.press("J")
        await frame(stage, populations)
        assert lines(stage)[0].strip(" ▐█▌▇") == "two · 60"
        assert lines(stage)[1].split()[:2] == ["▶", "30"]


@pytest.mark.parametrize(
    ("key", "order", "why"),
    [("J", None, "there is but one"), ("K", "b", "rows are sorted by rate; press s")],
)
async def test_where_rows_keep_none_together_that_is_told(key: str, order: str, why: str) -> None:
    async with dashboard(size=100) as stage:
        await frame(stage, POPULATIONS if order else POPULATIONS[:1])
        if order:
            await stage.press(order)
            await frame(stage, ())
        before = stage.app.view.chosen
        await stage.press(key)
        assert stage.told == [f"No other population to go to: {why}"]
        assert stage.app.view.chosen == before
