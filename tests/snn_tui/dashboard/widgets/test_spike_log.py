"""The spike log: following, scrolling up, the filter, and floods of spikes."""

from textual import events

from engine.live.commands import WatchSpikes
from snn_tui.dashboard.widgets.spike_history import MOST_ENTRIES, SHARE_S, Spike
from snn_tui.dashboard.widgets.spike_log import DRAWN_EVERY_S
from tests.snn_tui.dashboard.scripted_runner import DT_MS
from tests.snn_tui.dashboard.stage import Stage, dashboard, open_overview


def lines(stage: Stage) -> list[str]:
    region = stage.app.view.log_.region
    log = stage.text[region.y + 1 : region.bottom - 1]
    return [line[region.x + 1 : region.right - 2].strip() for line in log]


def newest(stage: Stage) -> str:
    return [line for line in lines(stage) if line][-1]


async def pages(stage: Stage, count: int) -> None:
    """So many frames with spikes go by, and are drawn."""
    for _ in range(count):
        stage.clock.ahead_s += DRAWN_EVERY_S
        await stage.frame(50)


async def scroll(stage: Stage, kind: type[events.MouseEvent]) -> None:
    log = stage.app.view.log_
    log.post_message(kind(log, 5, 5, 0, 0, 0, False, False, False))
    await stage.settle()


async def test_scrolled_up_it_stands_still_and_says_how_to_follow() -> None:
    async with dashboard() as stage:
        await pages(stage, 4)
        await scroll(stage, events.MouseScrollUp)
        before = lines(stage)
        await pages(stage, 3)
        assert lines(stage) == before
        assert "newer, l follows" in stage.text[stage.app.view.log_.region.bottom - 1]
        await stage.press("l")
        assert lines(stage) != before
        await pages(stage, 1)
        assert stage.app.view.log_.following


async def test_the_wheel_down_to_the_end_follows_again() -> None:
    async with dashboard() as stage:
        await pages(stage, 4)
        await scroll(stage, events.MouseScrollUp)
        assert not stage.app.view.log_.following
        await scroll(stage, events.MouseScrollDown)
        assert stage.app.view.log_.following


async def test_a_click_on_a_spike_chooses_its_neuron() -> None:
    async with dashboard() as stage:
        await pages(stage, 2)
        log = stage.app.view.log_
        line = max(index for index, text in enumerate(lines(stage)) if "spiking" in text)
        neuron = int(lines(stage)[line].split()[2])
        await stage.pilot.click(log, offset=(5, line + 1))
        await stage.settle()
        assert stage.app.view.chosen == neuron


async def test_the_filter_shows_what_is_known_of_a_neuron_chosen_later() -> None:
    async with dashboard(size=5) as stage:
        await pages(stage, 20)
        neuron = int(newest(stage).split()[2])
        spikes = [line for line in lines(stage) if f"neuron {neuron} " in line]
        await stage.press("f", "g", *str(neuron), "enter")
        assert [line for line in lines(stage) if line][-len(spikes) :] == spikes


async def test_a_flood_is_bounded_counted_and_told() -> None:
    async with dashboard(size=1000) as stage:
        await open_overview(stage)
        log = stage.app.view.log_
        stage.clock.ahead_s += 2 * SHARE_S
        for _ in range(3):
            stage.runner.missed = 10**6
            await pages(stage, 1)
        assert any("more skipped" in line for line in lines(stage))
        percent = 100 * log.history.page / 10**6
        assert f"the newest {percent:.2g} % of all" in str(log.border_subtitle)
        assert len(log.history.entries) < MOST_ENTRIES
        await stage.press("f")
        assert log.border_subtitle == "too fast to show all"
        await stage.press("down")
        assert log.border_subtitle == ""


async def test_it_is_drawn_five_times_a_second_and_then_to_its_end() -> None:
    async with dashboard(size=50) as stage:
        await pages(stage, 1)
        log, before = stage.app.view.log_, lines(stage)
        await stage.frame(100)
        log.refresh()
        await stage.settle()
        assert lines(stage) == before
        stage.clock.ahead_s += DRAWN_EVERY_S
        await stage.tick()
        assert lines(stage) != before
        assert newest(stage).startswith(f"t={log.history.entries[-1].time}: ")


async def test_the_newest_spike_is_in_sight_however_many_there_are() -> None:
    async with dashboard(size=1000) as stage:
        await open_overview(stage)
        for _ in range(3):
            stage.runner.missed = 10**4
            await pages(stage, 1)
            last_ms = stage.runner.status.step * DT_MS - DT_MS
            assert newest(stage).startswith(f"t={last_ms}: ")
        stage.runner.missed = 0
        stage.clock.ahead_s += 2 * SHARE_S
        await stage.frame(0)
        assert "%" not in str(stage.app.view.log_.border_subtitle)


async def test_where_a_line_does_not_fit_all_are_short() -> None:
    async with dashboard((80, 24), size=20) as stage:
        await pages(stage, 3)
        assert newest(stage).endswith("is spiking")
        await stage.frame(10**7)
        await pages(stage, 1)
        assert not any("is spiking" in line for line in lines(stage))


async def test_the_key_bar_shows_the_keys_of_the_log_while_it_has_the_focus() -> None:
    async with dashboard((80, 24)) as stage:
        stage.app.screen.set_focus(stage.app.view.log_)
        await stage.settle()
        assert "↑ ↓ scroll" in stage.text[-1]
        await stage.press("escape")
        assert "↑ ↓ scroll" not in stage.text[-1]


async def test_a_log_that_comes_into_sight_while_time_stands_has_the_newest_spikes() -> None:
    async with dashboard(started=False) as stage:
        assert await stage.press("2") == []
        await stage.tick()
        assert stage.runner.sent(WatchSpikes) == [WatchSpikes(False)]
        for _ in range(3):
            await stage.frame(50)
        await stage.press("space", "1")
        stage.clock.ahead_s += DRAWN_EVERY_S
        await stage.frame(0, phase="paused")
        assert stage.runner.sent(WatchSpikes)[-1] == WatchSpikes(True)
        stage.clock.ahead_s += DRAWN_EVERY_S
        await stage.frame(0, phase="paused")
        before = lines(stage)
        assert len(before) > 10
        await stage.press("2")
        await stage.frame(0, phase="paused")
        await stage.press("1")
        await stage.frame(0, phase="paused")
        assert lines(stage) == before


async def test_a_run_that_began_again_out_of_sight_leaves_none_of_its_spikes() -> None:
    async with dashboard() as stage:
        await pages(stage, 4)
        await stage.press("2", "r")
        await stage.frame(0)
        await stage.frame(3000)
        await stage.press("1")
        await stage.frame(10)
        await stage.frame(10)
        spikes = [each for each in stage.app.view.log_.history.entries if isinstance(each, Spike)]
        assert spikes
        assert all(float(spike.time) >= 2900 * DT_MS for spike in spikes)
