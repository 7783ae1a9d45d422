"""The phase plane: what it draws, of which neuron, and its nullclines."""

from dataclasses import replace

import numpy as np
import pytest

from engine.live.commands import Inject, Select
from snn_tui.dashboard.drawing.change_plane import with_change
from snn_tui.dashboard.widgets.phase_plot import PhasePlot, nullclines, pairs, steady
from tests.snn_tui.dashboard.stage import dashboard


def text(stage) -> str:
    return "\n".join(stage.text)


async def test_two_variables_with_axes_and_nullclines() -> None:
    async with dashboard() as stage:
        await stage.press("3")
        await stage.frame()
        shown = text(stage)
        words = ("Phase plane x, z · neuron 0", "━ dx/dt = 0", "┄ dz/dt = 0", "y at rest", "●")
        assert [word for word in (*words, "trail ", "at I ", "┤", "┬") if word not in shown] == []
        await stage.press("a")
        assert "Phase plane x, y · neuron 0" in text(stage)
        await stage.press("a")
        assert "Phase plane y, z" in text(stage)
        assert "no nullclines of these two" in text(stage)


async def test_nullclines_are_where_the_model_stands_still() -> None:
    """Within each dot of the drawn curves its derivative goes through 0."""
    async with dashboard() as stage:
        await stage.press("3")
        await stage.frame()
        plot = stage.app.query_one(PhasePlot)
        selected = stage.app.view._selected
        current, _ = steady(selected)
        across, up = plot._nullclines.across, plot._nullclines.up
        axes = plot._axes["x", "z"]
        height, width = across.shape
        x, z = axes[0].edges(width), axes[1].edges(height)[::-1]
        for dots, rate in (
            (across, lambda x, z: 1.0 - 5.0 * x**2 - x**3 + 3.0 * x**2 - z + current),
            (up, lambda x, z: 4.0 * (x + 1.6) - z),
        ):
            assert dots.sum() > width / 4
            for row, column in np.argwhere(dots):
                rates = rate(*np.meshgrid(x[column : column + 2], z[row : row + 2]))
                assert rates.min() <= 0.0 < rates.max()


async def test_nullclines_follow_the_current() -> None:
    async with dashboard() as stage:
        await stage.press("3")
        await stage.frame()
        before = stage.app.query_one(PhasePlot)._nullclines
        await stage.frame(0)
        assert stage.app.query_one(PhasePlot)._nullclines is before
        await stage.press("+", "+", "+", "+")
        await stage.frame(0)
        after = stage.app.query_one(PhasePlot)._nullclines
        assert (after.across != before.across).any()
        assert (after.up == before.up).all()


async def test_neurons_are_selected_one_after_another() -> None:
    async with dashboard() as stage:
        assert await stage.press("3") == [Select(0)]
        assert await stage.press("down", "j", "k") == [Select(1), Select(2), Select(1)]
        assert await stage.press("g", *"99", "enter", "down") == [Select(99), Select(99)]
        await stage.frame()
        assert "neuron 99" in text(stage)
        assert type((await stage.press("p"))[0]) is Inject
        await stage.press("1")
        assert stage.app.view.chosen == 99


async def test_the_trail_is_as_long_as_it_says_and_as_it_is_asked_to_be() -> None:
    async with dashboard() as stage:
        await stage.press("3")
        await stage.tick()
        await stage.frame(400)
        kept = len(stage.app.view._selected.values)
        assert "trail 5.99 s" in text(stage)
        lengths = []
        for key in "{" * 8 + "}" * 2:
            await stage.press(key)
            drawn = stage.app.query_one(PhasePlot)._selected
            span_s = float(np.ptp(drawn.time_ms)) / 1000
            assert f"trail {span_s:.3g} s" in text(stage) or f"trail {span_s * 1e3:.3g} ms" in text(
                stage
            )
            lengths.append(len(drawn.values))
        assert lengths == [kept, kept, 512, 256, 128, 64, 64, 64, 128, 256]
        assert drawn.time_ms[-1] == stage.app.view._selected.time_ms[-1]


async def test_axes_grow_until_they_are_fitted() -> None:
    async with dashboard() as stage:
        await stage.press("3")
        await stage.frame()
        plot, selected = stage.app.query_one(PhasePlot), stage.app.view._selected
        wide = replace(selected, values=selected.values * 3.0)
        plot.show(selected, (0, 2))
        fitted = plot._axes["x", "z"]
        plot.show(wide, (0, 2))
        grown = plot._axes["x", "z"]
        assert grown[0].span > fitted[0].span
        plot.show(selected, (0, 2))
        assert plot._axes["x", "z"] == grown
        await stage.press("f")
        assert plot._axes["x", "z"] == fitted


@pytest.mark.parametrize("variables", [1, 2, 3, 4])
async def test_models_of_any_number_of_variables(variables: int) -> None:
    names = ("v", "m", "h", "n")[:variables]
    async with dashboard() as stage:
        await stage.press("3")
        await stage.frame()
        of_many = replace(
            stage.app.view._selected,
            names=names,
            units=("mV", "", "", "")[:variables],
            current_unit="nA",
            values=np.random.default_rng(1).normal(size=(50, variables + 1)),
            time_ms=np.arange(50.0),
            planes=(),
        )
        assert len(pairs(of_many)) == variables * (variables + 1) // 2
        for pair in pairs(of_many):
            stage.app.query_one(PhasePlot).show(of_many, pair)
            await stage.settle()
            assert "no nullclines" in text(stage)
            assert "I (nA)" in text(stage) or pair[1] < variables


async def test_one_variable_is_drawn_against_its_change() -> None:
    v = np.array([-61.0, -60.0, -62.0, -65.0, -64.0])
    change = np.array([np.nan, 1.0, -2.0, np.nan, 1.0])
    async with dashboard((60, 16)) as stage:
        await stage.press("3")
        await stage.tick()
        await stage.frame()
        alone = replace(
            stage.app.view._selected,
            names=("v",),
            units=("mV",),
            current_unit="nA",
            values=np.column_stack((v, np.zeros(5))),
            time_ms=np.arange(5.0),
            planes=(),
            change=change,
        )
        drawn = with_change(alone)
        np.testing.assert_array_equal(drawn.values, np.column_stack((v, change, np.zeros(5))))
        plot = stage.app.query_one(PhasePlot)
        plot.show(drawn, pairs(drawn)[0])
        await stage.settle()
        words = ("Phase plane v, Δv", "Δv (mV)", "━ v stands still", "Δ in a step, no resets", "●")
        assert [word for word in words if word not in text(stage)] == []
        # It stands still where the change is 0, within a dot.
        (row,) = np.flatnonzero(plot._nullclines.across.any(axis=1))
        edges = plot._axes["v (mV)", "Δv (mV)"][1].edges(len(plot._nullclines.across))[::-1]
        assert edges[row + 1] <= 0.0 <= edges[row]
        assert not plot._nullclines.up.any()
        assert with_change(replace(alone, change=None)).names == ("v",)


async def test_while_a_network_is_built_the_view_says_so() -> None:
    async with dashboard() as stage:
        await stage.press("3")
        await stage.frame()
        stage.runner.publish_nothing(phase="building", progress=0.4)
        await stage.tick()
        assert "Building 100 neurons: 40%" in text(stage)


@pytest.mark.parametrize("screen", [(60, 16), (200, 60)])
async def test_it_fits_any_screen(screen: tuple[int, int]) -> None:
    async with dashboard(screen) as stage:
        await stage.press("3")
        await stage.tick()
        await stage.frame()
        assert all(len(line) <= screen[0] for line in stage.text)
        assert "●" in text(stage)


def test_slopes_that_are_no_numbers_are_no_nullclines() -> None:
    from snn_tui.dashboard.drawing.axis import Axis

    class Plane:
        def slopes(self, across, up, state, current):
            return across * np.nan, up * np.inf

    axes = Axis(-1.0, 1.0), Axis(-1.0, 1.0)
    across, up = nullclines(Plane(), axes, (8, 8), np.zeros(2), 0.0)
    assert not across.any()
    assert up.any(axis=1).sum() <= 2
