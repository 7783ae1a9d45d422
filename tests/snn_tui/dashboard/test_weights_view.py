"""The weights view: what it asks for, what it shows, and learning turned off and on."""

import numpy as np
import pytest

from engine.live.commands import Learn, Load, Select, WatchWeights
from snn_tui.dashboard.terminal.plain_text import plain_frame
from snn_tui.dashboard.views import weights as view
from tests.snn_tui.dashboard.stage import dashboard

NOBODY = WatchWeights(None)


def text(stage) -> str:
    return "\n".join(stage.text)


async def test_only_the_view_in_sight_asks_for_weights() -> None:
    async with dashboard(learning=True) as stage:
        assert stage.runner.sent(WatchWeights) == []
        await stage.press("5")
        await stage.frame()
        (asked,) = stage.runner.sent(WatchWeights)
        assert asked.number == 0
        assert asked.rows > 10
        assert asked.columns > 30
        await stage.frame()
        assert stage.runner.sent(WatchWeights) == [asked]
        await stage.press("1")
        await stage.tick()
        assert stage.runner.sent(WatchWeights) == [asked, NOBODY]


async def test_it_shows_both_histograms_map_course_and_synapses() -> None:
    async with dashboard(learning=True) as stage:
        await stage.press("5")
        for _ in range(3):
            await stage.frame()
        shown = text(stage)
        words = ("early → late · 1 of 2 · pair-stdp", "2,500 synapses", "now", "start", "0.5 mV")
        words += ("Mean weight", "target↑", "Mean and spread", "change 0.0123 mV/s", "±")
        words += ("The selected neuron is no target here",)
        assert [word for word in words if word not in shown.replace("\n", " ")] == []


async def test_targets_are_selected_one_after_another() -> None:
    async with dashboard(learning=True) as stage:
        await stage.press("5")
        await stage.frame()
        await stage.frame()
        assert await stage.press("down") == [Select(50)]
        assert await stage.press("j", "pagedown", "k") == [Select(51), Select(61), Select(60)]
        await stage.frame()
        assert "Onto neuron 60 · late" in text(stage)
        assert await stage.press("g", *"99", "enter") == [Select(99)]
        assert await stage.press("down") == [Select(99)]
        assert await stage.press("1") == [Select(99)]
        assert stage.app.view.chosen == 99


async def test_strongest_synapses_come_first() -> None:
    async with dashboard(learning=True) as stage:
        await stage.press("5", "1", "end", "5")
        await stage.frame()
        await stage.frame()
        lines = text(stage).split("Onto neuron 99", 1)[1].splitlines()[2:8]
        weights = [float(line.split()[-3]) for line in lines]
        assert weights == sorted(weights, reverse=True)


async def test_another_projection_is_shown_when_the_engine_says_so() -> None:
    async with dashboard(learning=True) as stage:
        await stage.press("5")
        await stage.frame()
        await stage.frame()
        assert await stage.press("a") == []
        await stage.tick()
        assert "early → late · 1 of 2" in text(stage)
        assert stage.runner.sent(WatchWeights)[-1].number == 1
        await stage.frame()
        assert "late → early · 2 of 2" in text(stage)
        await stage.press("a")
        await stage.tick()
        assert stage.runner.sent(WatchWeights)[-1].number == 0


async def test_a_picture_that_was_under_way_does_not_take_the_choice_back() -> None:
    async with dashboard(learning=True) as stage:
        await stage.press("5")
        await stage.frame()
        await stage.frame()
        await stage.press("a")
        await stage.frame()  # published before the engine hears of it
        assert "1 of 2" in text(stage)
        await stage.tick()
        assert stage.runner.sent(WatchWeights)[-1].number == 1
        await stage.frame()
        assert "2 of 2" in text(stage)


async def test_another_network_keeps_seed_and_view() -> None:
    async with dashboard(learning=True) as stage:
        await stage.press("5")
        await stage.frame()
        (load,) = [each for each in await stage.press("o", "down", "enter") if type(each) is Load]
        assert load.network.seed == 7
        await stage.frame(network=load.network.name, step=0)
        assert stage.app.view.NAME == "weights"
        assert "2,500 synapses" in text(stage)


async def test_learning_is_what_the_engine_acknowledged() -> None:
    async with dashboard(learning=True, deaf=True) as stage:
        assert "learning" in stage.text[0]
        assert await stage.press("L") == [Learn(False)]
        await stage.frame()
        assert "not learning" not in stage.text[0]
        await stage.frame(learning=False)
        assert "not learning" in stage.text[0]
        assert await stage.press("L") == [Learn(True)]


async def test_the_palette_turns_learning_off() -> None:
    async with dashboard(learning=True) as stage:
        sent = await stage.press("ctrl+p", *"learning on", "enter")
        assert sent == [Learn(False)]


async def test_where_nothing_learns_words_say_so_and_what_to_do() -> None:
    async with dashboard() as stage:
        assert await stage.press("L") == []
        assert "No synapse of The classic network learns" in stage.told[0]
        await stage.press("5")
        await stage.frame()
        shown = text(stage)
        assert "No synapse of The classic network learns" in shown
        assert "o opens another network" in shown
        assert "learning" not in stage.text[0]
        assert await stage.press("down", "a") == []
        await stage.frame(learning=True)
        assert "No synapse" not in text(stage)


def test_networks_of_the_gallery_that_learn_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import engine.gallery

    class Learning:
        title, learns = "One that learns", True

    monkeypatch.setattr(engine.gallery, "names", lambda: ["one"])
    monkeypatch.setattr(engine.gallery, "from_gallery", lambda name: Learning)
    assert "One that learns" in view._what_to_open()


async def test_while_a_network_is_built_the_view_says_so() -> None:
    async with dashboard(learning=True) as stage:
        await stage.press("5")
        await stage.frame()
        await stage.frame()
        stage.runner.publish_nothing(phase="building", progress=0.4)
        await stage.tick()
        assert "Building 100 neurons: 40%" in text(stage)
        await stage.frame()
        assert "2,500 synapses" in text(stage)


async def test_names_from_outside_are_made_plain() -> None:
    async with dashboard(learning=True) as stage:
        await stage.press("5")
        await stage.frame()
        stage.runner.run(5)
        frame = stage.runner.take_frame()
        assert frame is not None
        assert frame.weights is not None
        object.__setattr__(frame.weights.source, "population", "a\x1b[2Jb")
        shown = plain_frame(frame).weights
        assert shown is not None
        assert shown.source.population.isprintable()
        assert shown.counts is frame.weights.counts


@pytest.mark.parametrize("screen", [(60, 16), (80, 24), (200, 60)])
@pytest.mark.parametrize("size", [2, 7, 1000])
async def test_it_fits_any_screen_and_network(screen: tuple[int, int], size: int) -> None:
    async with dashboard(screen, learning=True, size=size) as stage:
        await stage.press("5")
        for _ in range(2):
            await stage.frame()
        await stage.press("down")
        await stage.frame()
        shown = text(stage)
        assert f"{(size // 2) * (size - size // 2):,} synapses" in shown
        assert "Onto neuron" in shown
        for line in np.array(stage.text):
            assert len(line) <= screen[0]
