"""Rows in another order than by number, as the user sorts and moves along them."""

import numpy as np

from engine.live.commands import Rebuild, Select, Sort
from tests.snn_tui.dashboard.stage import Stage, dashboard, open_overview
from tests.snn_tui.dashboard.widgets.test_rows import labels

BUSIEST = 30
"""Of a hundred: 30 * 37 % 101 is 100."""


def order(stage: Stage) -> list[int]:
    rows = stage.app.view.rows
    return [rows.neuron_of(row) for row in range(rows.neurons)]


async def sort(stage: Stage, key: str) -> None:
    await stage.press(key)
    await stage.frame()
    await stage.frame()  # of the rows that are in sight now


async def test_one_key_finds_the_busiest_of_a_thousand() -> None:
    async with dashboard(size=1000) as stage:
        await open_overview(stage)
        await sort(stage, "b")
        assert stage.runner.sent(Sort) == [Sort("rate")]
        assert stage.runner.sent(Select)[-1] == Select(BUSIEST)
        assert labels(stage)[0] == BUSIEST
        shown = "\n".join(stage.text)
        assert "busiest first" in shown
        assert "▶ 30  10.4 " in shown
        assert "Hz in 10 s · sorted at t=4.050 s" in shown


async def test_a_row_tells_the_rate_of_now_in_the_order_of_then() -> None:
    async with dashboard(size=1000) as stage:
        await open_overview(stage)
        await sort(stage, "b")
        before = labels(stage)
        await stage.frame(200)
        shown = "\n".join(stage.text)
        assert (labels(stage), "▶ 30  10.6 " in shown) == (before, True)
        assert "sorted at t=4.050 s" in shown


async def test_a_row_tells_no_rate_that_is_of_another() -> None:
    async with dashboard(size=1000) as stage:
        await open_overview(stage)
        await sort(stage, "b")
        stage.runner.deaf = True
        await stage.press("end")
        last = stage.app.view.chosen
        row = next(line for line in stage.text if f"▶{last:>3}" in line)
        assert row.removeprefix(f"│▶{last:>3}").startswith("       ")


async def test_the_selection_stays_with_its_neuron_and_in_sight() -> None:
    async with dashboard(size=1000) as stage:
        await open_overview(stage)
        await stage.press("end")
        await sort(stage, "s")
        assert stage.app.view.chosen == 999
        assert 999 in labels(stage)
        await sort(stage, "s")
        assert "by population" in "\n".join(stage.text)
        await sort(stage, "s")
        assert (stage.app.view.chosen, order(stage)) == (999, list(range(1000)))
        assert 999 in labels(stage)


async def test_keys_move_from_row_to_row() -> None:
    async with dashboard(size=100) as stage:
        await sort(stage, "b")
        rates = np.arange(100) * 37 % 101
        expected = np.argsort(-rates).tolist()
        assert order(stage) == expected
        await stage.press("down", "down")
        assert stage.app.view.chosen == expected[2]
        await stage.press("end")
        assert stage.app.view.chosen == expected[-1]
        await stage.press("home")
        assert stage.app.view.chosen == BUSIEST
        await stage.pilot.click(stage.app.view.rows, offset=(20, 4))
        await stage.settle()
        assert stage.app.view.chosen == expected[3]


async def test_a_reset_goes_back_to_numbers() -> None:
    async with dashboard(size=100) as stage:
        await sort(stage, "b")
        assert await stage.press("r") == [Rebuild()]
        await stage.frame()
        assert order(stage) == list(range(100))
        assert stage.app.view.chosen == BUSIEST


async def test_fewer_neurons_may_come_sorted() -> None:
    async with dashboard(size=1000) as stage:
        await open_overview(stage)
        await stage.press("end")
        stage.runner.send(Rebuild(size=500))
        stage.runner.send(Sort("rate"))
        await stage.frame()
        assert stage.app.view.chosen == 499
        assert stage.runner.sent(Select)[-1] == Select(499)
        await stage.frame()
        assert 499 in labels(stage)
