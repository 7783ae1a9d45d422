"""The selected neuron's curves: what they are drawn between, and what is drawn beside them."""

import numpy as np

from snn_tui.dashboard.drawing.braille import braille_curve
from tests.snn_tui.dashboard.stage import Stage, dashboard


def gutters(stage: Stage) -> list[str]:
    """Labels and ends of scales, from top to bottom."""
    detail = stage.app.view.detail
    return [label.strip() for label, _, _ in detail._lines if label.strip()]


async def test_a_curve_is_drawn_on_its_models_range_until_a_key_lets_it_fill_its_scale() -> None:
    async with dashboard() as stage:
        await stage.frame()
        fixed = gutters(stage)
        assert fixed[:6] == ["x   2.00", "-2.00", "y   2.00", "-12.00", "z   6.00", "0.00"]
        assert "fills" not in "\n".join(stage.text)
        await stage.press("a")
        await stage.frame()
        assert gutters(stage)[4:6] != fixed[4:6]
        assert "each curve fills its scale" in "\n".join(stage.text)
        await stage.press("a")
        assert gutters(stage) == fixed


async def test_what_synapses_give_is_a_curve_of_its_own_where_there_is_room() -> None:
    async with dashboard() as stage:
        await stage.frame()
        assert [label[0] for label in gutters(stage)[::2]] == ["x", "y", "z", "I", "S"]
        assert "from synapses" in "\n".join(stage.text)
        await stage.pilot.resize_terminal(80, 24)
        await stage.frame()
        assert [label[0] for label in gutters(stage)[::2]] == ["x", "y", "z"]


def test_a_level_is_a_dotted_line_and_none_where_it_is_out_of_the_scale() -> None:
    flat = np.zeros(20)
    assert braille_curve(flat, 10, 2, 0.0, 1.0, 1.0)[0] == "⠁" * 10
    assert braille_curve(flat, 10, 2, 0.0, 1.0, 1.1)[0] == "⠀" * 10
