"""The raster view: what it asks for, where its dots are, its cursor, and when it opens."""

from dataclasses import replace

import numpy as np
import pytest
from textual import events

from engine import ClassicNetwork, Simulation
from engine.live.commands import Inject, Select, Sort, WatchRaster
from engine.live.frame import AS_DESCRIBED
from engine.live.live_network import LiveNetwork
from engine.live.pulses import Pulse
from engine.live.raster import ROWS_PER_LINE, Raster
from engine.live.raster_watch import RasterWatch
from engine.live.run_configuration import run_configuration
from engine.live.weights import Ends
from snn_tui.dashboard.drawing.bands import GUTTER
from snn_tui.dashboard.drawing.braille import DOTS_ACROSS
from snn_tui.dashboard.drawing.pulse_marks import axis_with_pulses
from snn_tui.dashboard.drawing.waiting_lines import progress_bar
from tests.snn_tui.dashboard.stage import Stage, dashboard

SCREENS = [(80, 24), (120, 40), (200, 60)]
DOTS = [(0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80)]


async def open_raster(stage: Stage, frames: int = 3) -> None:
    await stage.press("2")
    for _ in range(frames):
        await stage.frame(20)


def dots(stage: Stage) -> np.ndarray:
    """What the screen shows within the plot's frame, dot by dot."""
    region = stage.app.view.plot.content_region
    lines = stage.text[region.y : region.bottom - 1]
    cells = [line.ljust(region.right)[region.x + GUTTER : region.right] for line in lines]
    grid = np.zeros((len(cells) * ROWS_PER_LINE, len(cells[0]) * DOTS_ACROSS), bool)
    for y, line in enumerate(cells):
        for x, cell in enumerate(line):
            code = ord(cell) - 0x2800
            for down, bits in enumerate(DOTS):
                for across, bit in enumerate(bits):
                    is_drawn = 0 < code < 256 and bool(code & bit)
                    grid[y * ROWS_PER_LINE + down, x * DOTS_ACROSS + across] = is_drawn
    return grid


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("size", [3, 100, 800])
async def test_each_dot_on_the_screen_is_a_spike_and_each_spike_a_dot(
    screen: tuple[int, int], size: int
) -> None:
    async with dashboard(screen, size=size) as stage:
        await open_raster(stage)
        drawn, raster = dots(stage), stage.app.view._shown
        above = line = 0
        for band in raster.bands:
            top = line * ROWS_PER_LINE
            for row in range(band.rows):
                first, end = (each * band.dots // band.rows for each in (row, row + 1))
                tall = max(1, end - first - 1)
                spiked = (raster.counts[above + row] > 0) & raster.known
                assert (drawn[top + first : top + first + tall] == spiked).all()
                assert not drawn[top + first + tall : top + end].any()
            above += band.rows
            line += band.lines
        assert line * ROWS_PER_LINE == len(drawn)
        assert drawn.any()


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize(("neurons_a_dot", "zooms"), [(1, 0), (3, 0), (1, 2)])
async def test_the_dots_on_the_screen_are_the_spikes_of_a_run(
    monkeypatch: pytest.MonkeyPatch, screen: tuple[int, int], neurons_a_dot: int, zooms: int
) -> None:
    """Of a population that has whole dots, few of which are drawn; a simulation has its spikes."""
    async with dashboard(screen, size=8) as stage:
        await open_raster(stage)
        await stage.press(*["}"] * zooms)
        await stage.tick()
        asked = stage.app.view.raster
        size = (asked.lines * ROWS_PER_LINE - 1) * neurons_a_dot
        live = LiveNetwork(run_configuration(None, size=size, seed=3), 1)
        live.raster.watch(asked)
        now = asked.columns * asked.column_steps + 7
        live.advance(now)
        monkeypatch.setattr(stage.runner, "_raster", live.raster.picture)
        await stage.frame(0)
        expected = np.zeros((asked.lines * ROWS_PER_LINE, asked.columns), bool)
        spikes = Simulation(ClassicNetwork(size=size, seed=3)).advance(now)
        end = now // asked.column_steps
        for step, neuron in zip(spikes.step, spikes.neuron, strict=True):
            column = step // asked.column_steps - (end - asked.columns)
            if 0 <= column < asked.columns:
                expected[neuron // neurons_a_dot, column] = True
        assert expected.sum() > 10
        assert asked.column_steps > 1 or zooms == 0
        np.testing.assert_array_equal(dots(stage), expected)


async def test_it_asks_while_it_is_in_sight_and_no_longer() -> None:
    async with dashboard() as stage:
        assert stage.runner.sent(WatchRaster) == []
        await open_raster(stage)
        (asked,) = stage.runner.sent(WatchRaster)
        plot = stage.app.view.plot
        assert (asked.lines, asked.columns) == (plot.lines, plot.columns)
        assert (asked.first, asked.neurons, asked.end_step) == (0, None, None)
        await stage.press("1")
        await stage.frame()
        assert stage.runner.sent(WatchRaster)[-1] == WatchRaster()


async def look(stage: Stage) -> None:
    """Ask for what the view wants by now, and see it."""
    await stage.frame()
    await stage.frame(0)


async def asked_after(stage: Stage, *keys: str) -> WatchRaster:
    await stage.press(*keys)
    await look(stage)
    asked = stage.runner.sent(WatchRaster)[-1]
    assert isinstance(asked, WatchRaster)
    return asked


async def test_zoom_and_moves_in_neurons_and_time() -> None:
    async with dashboard(size=800) as stage:
        await open_raster(stage)
        steps = (await asked_after(stage)).column_steps
        closer = await asked_after(stage, "z")
        assert (closer.first, closer.neurons) == (0, 400)
        assert (await asked_after(stage, "pagedown")).first == 200
        assert (await asked_after(stage, *["pagedown"] * 4)).first == 400
        assert (await asked_after(stage, "pageup")).first == 200
        assert (await asked_after(stage, "Z")).neurons is None
        assert (await asked_after(stage, "{")).column_steps < steps
        assert (await asked_after(stage, "}", "}")).column_steps > steps
        await asked_after(stage, *["z"] * 20)
        assert (await asked_after(stage, "a")).neurons is None


async def test_one_key_points_at_the_busiest_neuron_of_a_thousand() -> None:
    async with dashboard(size=1000) as stage:
        await stage.press("b")
        assert stage.runner.sent(Sort) == [Sort("rate")]
        assert stage.runner.sent(Select) == []
        await stage.frame()
        busiest = stage.runner.sent(Select)[-1].neuron
        assert stage.told == [f"Neuron {busiest} is the busiest: 10.4 Hz in 10 s"]


async def test_the_past_stays_and_now_goes_along() -> None:
    async with dashboard() as stage:
        await open_raster(stage)
        await stage.frame(600)
        await asked_after(stage, *["{"] * 3)
        past = await asked_after(stage, "B")
        assert past.end_step is not None
        before = dots(stage)
        await stage.frame(30)
        assert (dots(stage) == before).all()
        assert "the past" in "\n".join(stage.text)
        assert (await asked_after(stage, "B")).end_step < past.end_step
        oldest = await asked_after(stage, "home")
        assert (await asked_after(stage, "B")).end_step == oldest.end_step
        assert (await asked_after(stage, *["F"] * 20)).end_step is None
        await asked_after(stage, "B")
        assert (await asked_after(stage, "end")).end_step is None


def title(stage: Stage) -> str:
    return stage.text[stage.app.view.plot.region.y]


async def test_the_cursor_tells_neuron_and_time_and_selects() -> None:
    async with dashboard(size=800) as stage:
        await open_raster(stage, 20)
        assert "neurons 0…799 of 800" in title(stage)
        await stage.press("down", "down")
        raster, cursor = stage.app.view._shown, stage.app.view._cursor
        band = raster.bands[0]
        row = band.row_of(cursor.neuron)
        assert row == 1
        assert cursor.neuron == band.first_of(1)
        step = raster.end_step - (cursor.back + 1) * raster.column_steps
        assert f"neurons {band.first_of(1)}…{band.first_of(2) - 1} · early" in title(stage)
        assert f"{step * 10} ms" in title(stage)
        await stage.press("left")
        assert f"{(step - raster.column_steps) * 10} ms" in title(stage)
        assert await stage.press("enter") == [Select(band.first_of(1))]
        await stage.press("escape")
        assert "neurons 0…799" in title(stage)
        await stage.press("1")
        assert stage.app.view.chosen == band.first_of(1)


async def test_the_cursor_tells_how_many_spikes_are_there() -> None:
    async with dashboard() as stage:
        await open_raster(stage)
        raster = stage.app.view._shown
        columns = raster.counts.shape[1]
        places = np.argwhere((raster.counts > 0) & raster.known)
        row, column = min(places.tolist(), key=lambda at: at[0] + abs(at[1] - columns // 2))
        await stage.press("down", *["down"] * row)
        away = stage.app.view._cursor.back - (columns - 1 - column)
        await stage.press(*["right" if away > 0 else "left"] * abs(away))
        assert "1 spike" in title(stage)


async def test_a_cursor_that_leaves_takes_the_window_along() -> None:
    async with dashboard(size=800) as stage:
        await open_raster(stage, 20)
        await asked_after(stage, *["z"] * 6)
        assert (await asked_after(stage, *["down"] * 14)).first > 0
        assert (await asked_after(stage, *["up"] * 16)).first == 0
        await asked_after(stage, *["{"] * 3)
        stage.app.view._cursor = replace(
            stage.app.view._cursor, back=stage.app.view.plot.columns - 2
        )
        assert (await asked_after(stage, "left", "left")).end_step is not None


async def test_where_nothing_is_known_the_cursor_says_so() -> None:
    async with dashboard() as stage:
        await open_raster(stage, 2)
        await stage.press("down")
        assert title(stage).count("not known") == 1


async def test_the_mouse_points_selects_and_zooms() -> None:
    async with dashboard(size=800) as stage:
        await open_raster(stage)
        plot = stage.app.view.plot
        await stage.pilot.click(plot, offset=(GUTTER + 11, 6))
        await stage.settle()
        neuron = stage.app.view._cursor.neuron
        assert stage.runner.sent(Select)[-1] == Select(neuron)
        assert f"neurons {neuron}…" in title(stage)
        pointed = [line for line in stage.text if "▶" in line and "running" not in line]
        assert pointed == [stage.text[plot.region.y + 6]]
        for shift in (False, True):
            before = await asked_after(stage)
            plot.post_message(events.MouseScrollUp(plot, 30, 5, 0, 0, 0, shift, False, False))
            await stage.settle()
            after = await asked_after(stage)
            closer = (
                (before.neurons or 800) > after.neurons,
                before.column_steps > after.column_steps,
            )
            assert closer == (not shift, shift)


async def test_the_wheel_over_the_rates_zooms_in_time() -> None:
    async with dashboard() as stage:
        await open_raster(stage)
        rates, before = stage.app.view._rates, (await asked_after(stage)).column_steps
        for kind, factor in ((events.MouseScrollDown, 2), (events.MouseScrollUp, 1)):
            rates.post_message(kind(rates, 30, 2, 0, 0, 0, False, False, False))
            await stage.settle()
            assert (await asked_after(stage)).column_steps == before * factor


async def test_going_to_a_neuron_points_at_it() -> None:
    async with dashboard(size=800) as stage:
        await open_raster(stage)
        await asked_after(stage, "z", "z")
        await stage.press("g", *"799", "enter")
        await look(stage)
        assert stage.app.view.steering.selected == 799
        assert "799" in title(stage)


async def test_rates_are_spikes_of_a_population_by_neuron_and_second() -> None:
    async with dashboard(size=400) as stage:
        await open_raster(stage)
        region = stage.app.view._rates.region
        shown = "\n".join(stage.text[region.y : region.bottom])
        assert "early" in shown
        assert "late" in shown
        assert "Hz" in shown


async def test_it_opens_for_large_networks_until_another_view_is_chosen() -> None:
    another = {"network": "brunel", "coupling": AS_DESCRIBED}
    async with dashboard(size=100) as stage:
        assert stage.app.view.NAME == "overview"
        await stage.frame(size=301, **another)
        await stage.settle()
        assert stage.app.view.NAME == "raster"
        await stage.frame(size=5, network="another")
        assert stage.app.view.NAME == "overview"
        await stage.press("1")
        await stage.frame(size=301, network="a third")
        assert stage.app.view.NAME == "overview"
    async with dashboard(size=301) as stage:
        assert stage.app.view.NAME == "raster"
        assert "Raster · neurons 0…300" in title(stage)


async def test_while_there_is_no_network_it_says_why() -> None:
    async with dashboard(size=301) as stage:
        stage.runner.publish_nothing(phase="building", progress=0.5)
        await stage.tick()
        told = "\n".join(stage.text)
        assert "Building 301 neurons: 50%" in told
        assert f" {progress_bar(0.5)} " in told
        assert "network before." in told
        await stage.press("down", "enter", "z", "b", "home", "escape")


async def test_a_smaller_network_is_in_sight_as_a_whole() -> None:
    async with dashboard(size=800) as stage:
        await open_raster(stage)
        await asked_after(stage, "z", "pagedown", "down")
        await stage.frame(size=50, step=5)
        await stage.frame()
        assert (stage.runner.sent(WatchRaster)[-1].neurons, stage.app.view._cursor) == (None, None)


async def test_a_pulse_by_hand_is_marked_where_the_engine_says_that_it_began() -> None:
    async with dashboard(size=800) as stage:
        await open_raster(stage, 20)
        await stage.press("g", *"799", "enter", "escape")
        assert await stage.press("p") == [Inject(10.0, 200.0, 799)]
        begun_ms = stage.app.status.time_ms
        assert "↑" not in "\n".join(stage.text[:-1])
        await stage.frame(60)
        shown, plot = "\n".join(stage.text), stage.app.view.plot
        assert f"↑ I+10 into neuron 799 at {begun_ms} ms" in shown
        axis, raster = stage.text[plot.content_region.bottom - 1], stage.app.view._shown
        cell = axis.index("↑") - plot.content_region.x - GUTTER
        first_step = raster.end_step - raster.counts.shape[1] * raster.column_steps
        cell_steps = raster.column_steps * DOTS_ACROSS
        assert cell == (begun_ms // 10 - first_step) // cell_steps
        underlined = [
            y
            for y in range(plot.lines)
            if any(each.style and each.style.underline for each in plot.render_line(y))
        ]
        assert underlined == [plot.lines - 1]
        await stage.press("P")
        await stage.frame(20)
        assert "into all neurons" in "\n".join(stage.text)
        await stage.press("r")
        await stage.frame(20)
        await stage.frame(20)
        assert "↑" not in "\n".join(stage.text[:-1])


def test_a_tick_that_a_pulse_hides_goes_as_a_whole() -> None:
    counts = np.zeros((1, 40), np.int32)
    pulses = (Pulse(1.0, 6, 12, None), Pulse(1.0, -9, 1, None), Pulse(1.0, 39, 99, 3))
    raster = Raster((), counts, (), counts, 1, 40, 0, 0, pulses)
    axis = "└0 s  └1.5 s  └3 s  "
    parts = axis_with_pulses(axis, raster)
    assert "".join(text for text, _ in parts) == "─  ↑──└1.5 s  └3 s ↑"
    assert [text for text, is_pulse in parts if is_pulse] == ["─", "↑──", "↑"]
    later = Raster((), counts, (), counts, 1, 48, 0, 0, pulses)
    assert axis_with_pulses(axis, later)[0] == ("──", True)


@pytest.mark.parametrize(("screen", "shown"), [((120, 40), 8), ((80, 24), 3)])
async def test_each_population_has_a_line_of_rates_where_that_takes_little_from_the_dots(
    monkeypatch: pytest.MonkeyPatch, screen: tuple[int, int], shown: int
) -> None:
    """As eight of them have on a screen of 40 lines; on one of 24, neighbours share one."""
    ends = [Ends(f"layer {number}", 100 * number, 100) for number in range(8)]
    async with dashboard(screen, size=800) as stage:

        def eight() -> Raster | None:
            watch = RasterWatch(ends, lambda first, end: ())
            watch.watch(stage.runner._watch_raster)
            return watch.picture()

        monkeypatch.setattr(stage.runner, "_raster", eight)
        await open_raster(stage)
        region = stage.app.view._rates.content_region
        lines = stage.text[region.y : region.bottom]
        assert len(lines) == shown
        assert all("Hz" in line for line in lines)
        assert all(f"layer {k}" in lines[k] for k in range(8)) == (shown == 8)
