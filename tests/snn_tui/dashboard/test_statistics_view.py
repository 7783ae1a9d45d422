"""The statistics view: what it asks for, and what it says."""

from dataclasses import replace

import numpy as np
import pytest

from engine.live.commands import WatchStatistics
from engine.live.spike_statistics import Histogram
from snn_tui.dashboard.terminal.plain_text import plain_frame
from snn_tui.dashboard.widgets.statistics_panels import (
    Shown,
    intervals,
    rates,
    spectrum,
    table,
)
from tests.snn_tui.dashboard.scripted_runner import ScriptedRunner, first_status
from tests.snn_tui.dashboard.stage import dashboard


def text(stage) -> str:
    return "\n".join(stage.text)


def told(**changes):
    """What the scripted engine tells, the first population changed."""
    runner = ScriptedRunner(first_status())
    runner.send(WatchStatistics(True))
    runner.run(1)
    statistics = runner.take_frame().statistics
    first, *others = statistics.populations
    return replace(statistics, populations=(replace(first, **changes), *others))


async def test_only_the_view_in_sight_asks() -> None:
    async with dashboard() as stage:
        assert stage.runner.sent(WatchStatistics) == []
        await stage.press("4")
        await stage.frame()
        await stage.frame()
        assert stage.runner.sent(WatchStatistics) == [WatchStatistics(True)]
        await stage.press("1")
        await stage.tick()
        assert stage.runner.sent(WatchStatistics)[1:] == [WatchStatistics(False)]


async def test_numbers_histograms_and_a_spectrum_whose_peak_is_named() -> None:
    async with dashboard() as stage:
        await stage.press("4")
        assert "Gathering spikes" in text(stage)
        for _ in range(2):
            await stage.frame()
        shown = text(stage)
        words = ("rates over 10.2 s", "all else over 8.2 s", "▶ regular", "CV", "Fano 100 ms")
        words += ("synchrony in 1 ms", "peak 22.0 Hz", "Rates · mean 5.47 Hz", "CV 0.21", "▲")
        assert [word for word in (*words, "10.5 Hz", "640 ms") if word not in shown] == []
        await stage.press("down")
        assert "▶ irregular" in text(stage)
        assert "no clear peak" in text(stage)
        assert "▲" not in text(stage)
        await stage.press("j", "k", "k")
        assert "▶ regular" in text(stage)


async def test_a_neurons_rate_has_its_window_beside_it() -> None:
    async with dashboard() as stage:
        assert "1.2 Hz in 10.2 s" in text(stage)


async def test_the_peak_is_marked_where_it_is() -> None:
    async with dashboard() as stage:
        await stage.press("4")
        for _ in range(2):
            await stage.frame()
        marks = [line.index("▲") for line in stage.text if "▲" in line]
        (axis,) = [line for line in stage.text if " 200 " in line]
        assert abs(marks[0] - (axis.index(" 20 ") + 1.5)) <= 3


@pytest.mark.parametrize("height", [2, 3, 5])
def test_of_many_populations_those_about_the_chosen_one_are_shown(height: int) -> None:
    statistics = told()
    many = [replace(statistics.populations[0], name=f"p{number}") for number in range(9)]
    statistics = replace(statistics, populations=tuple(many))
    for number in range(9):
        title, _, lines = table(Shown(statistics, number), 80, height)
        assert f"{number + 1} of 9" in title
        assert len(lines) == height
        assert any(line[0][0].startswith(f"▶ p{number} ") for line in lines)


@pytest.mark.parametrize("size", [1, 1600, 10**6])
def test_every_number_of_a_population_is_in_a_narrow_table(size: int) -> None:
    """Of 60 columns a frame leaves 58."""
    excitatory = told(name="excitatory", size=size, rate_hz=61.04, peak_hz=179.64, synchrony=0.123)
    title, subtitle, lines = table(Shown(excitatory, 0), 58, 5)
    assert max(map(len, (title, subtitle))) <= 60 - 4
    assert "rest 8.2 s" in title
    assert "Fano in 100 ms" in subtitle
    head, row = lines[0][0][0], lines[1][0][0]
    assert head.split() == ["N", "Hz", "CV", "Fano", "synchrony", "peak"]
    assert len(row) == 58
    assert row.startswith("▶ excit")
    assert f" {size:,} " in row
    assert row.split()[-3:] == ["0.123", "179.6", "Hz"]


def test_one_neuron_is_one() -> None:
    shown = Shown(told(size=1, sampled=1), 0)
    assert rates(shown, 40, 8)[1].startswith("1 neuron ·")
    assert " of 1 neuron ·" in intervals(shown, 40, 8)[1]


def test_a_long_name_is_cut() -> None:
    _, _, lines = table(Shown(told(name="n" * 100), 0), 80, 5)
    assert len(lines[1][0][0]) == 80
    assert "n… " in lines[1][0][0]


def test_too_few_spikes_are_said_in_words() -> None:
    empty = told(
        intervals=Histogram(np.zeros(1, np.int64), 0.0, 1.0),
        frequency_hz=np.empty(0),
        power=np.empty(0),
    )
    assert "spiked twice" in intervals(Shown(empty, 0), 40, 8)[2][0][0][0]
    assert "too little time" in spectrum(Shown(empty, 0), 40, 8)[2][0][0][0]
    silent = told(power=np.zeros_like(told().populations[0].power), peak_hz=np.nan)
    assert "no clear peak" in spectrum(Shown(silent, 0), 40, 8)[0]


async def test_while_a_network_is_built_the_view_says_so() -> None:
    async with dashboard() as stage:
        await stage.press("4")
        await stage.frame()
        await stage.frame()
        stage.runner.publish_nothing(phase="building", progress=0.4)
        await stage.tick()
        assert "Building 100 neurons: 40%" in text(stage)
        await stage.frame()
        assert "▶ regular" in text(stage)


async def test_names_from_outside_are_made_plain() -> None:
    runner = ScriptedRunner(first_status())
    runner.send(WatchStatistics(True))
    runner.run(1)
    frame = replace(runner.take_frame(), statistics=told(name="a\x1b[2Jb"))
    assert plain_frame(frame).statistics.populations[0].name.isprintable()


@pytest.mark.parametrize("screen", [(60, 16), (80, 24), (200, 60)])
async def test_it_fits_any_screen(screen: tuple[int, int]) -> None:
    async with dashboard(screen) as stage:
        await stage.press("4")
        for _ in range(2):
            await stage.frame()
        assert all(len(line) <= screen[0] for line in stage.text)
        assert "▶ regular" in text(stage)
