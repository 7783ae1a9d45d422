"""The selected neuron's curves: what they are drawn between, and what is drawn beside them."""

import numpy as np

from snn_tui.dashboard.drawing.braille import braille_curve
from snn_tui.dashboard.widgets.neuron_detail import MOST_SAMPLES
from tests.snn_tui.dashboard.stage import Stage, dashboard, open_overview


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


async def test_curves_and_rows_share_their_columns_and_the_axis_between_them() -> None:
    async with dashboard(size=1000) as stage:
        await open_overview(stage)
        for key in ("down", "b"):
            await stage.press(key)
            await stage.frame()
            await stage.frame()
            rows, detail = stage.app.view.rows, stage.app.view.detail
            assert (rows.columns, rows.label_width) == (detail.columns, detail.label_width)
            axis = stage.text[detail.content_region.y][detail.content_region.x :]
            seconds = rows.label_width + rows.columns - 20  # of 50 ms
            assert axis[seconds : seconds + 5] == "▏-1 s"
            assert axis[: rows.label_width + rows.columns].endswith("now")


async def test_samples_that_are_not_kept_leave_their_time_blank() -> None:
    async with dashboard() as stage:
        detail = stage.app.view.detail
        assert detail._selected is not None
        detail.show(detail._selected, 1000.0, 10.0)
        curves = [dots for _, dots, style in detail._lines if style == "curve-1"]
        blank = round(detail.columns * (1 - MOST_SAMPLES / (detail.columns * 100)))
        assert all(dots[:blank].isspace() for dots in curves)
        assert all(len(dots) == detail.columns for dots in curves)
        assert "newest" in detail._captions[0]


async def test_where_spikes_are_marked_is_told_if_the_potential_does_not_tell_them() -> None:
    async with dashboard() as stage:
        assert "marked at y > -3.5" in stage.app.view.detail._captions[0]


def test_a_level_is_a_dotted_line_and_none_where_it_is_out_of_the_scale() -> None:
    flat = np.zeros(20)
    assert braille_curve(flat, 10, 2, 0.0, 1.0, 1.0)[0] == "⠁" * 10
    assert braille_curve(flat, 10, 2, 0.0, 1.0, 1.1)[0] == "⠀" * 10
