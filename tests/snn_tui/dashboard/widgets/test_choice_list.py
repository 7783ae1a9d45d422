"""Clicks in a list whose lines a search takes away meanwhile."""

from rich.style import Style
from textual.events import Click

from snn_tui.dashboard.dialogs.palette import PaletteDialog
from snn_tui.dashboard.widgets.choice_list import ChoiceList
from tests.snn_tui.dashboard.stage import Stage, dashboard


async def click(stage: Stage, line: int) -> None:
    """Click on a line of the list as it was drawn last."""
    choices = stage.app.screen.query_one(ChoiceList)
    at = {"x": 1, "y": 1, "delta_x": 0, "delta_y": 0, "button": 1}
    keys = {"shift": False, "meta": False, "ctrl": False}
    choices.post_message(Click(choices, **at, **keys, style=Style(meta={"option": line})))
    await stage.pilot.pause()


async def test_a_line_that_is_gone_is_not_chosen() -> None:
    async with dashboard() as stage:
        await stage.press("ctrl+p", *"paus")
        choices = stage.app.screen.query_one(ChoiceList)
        await click(stage, choices.option_count)
        assert isinstance(stage.app.screen, PaletteDialog)
        await click(stage, 0)
        assert not isinstance(stage.app.screen, PaletteDialog)
