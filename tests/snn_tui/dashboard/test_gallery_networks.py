"""Networks of the gallery on the screen: opened from the gallery, shown with their own units."""

import re
from dataclasses import replace

import numpy as np
import pytest

from engine.gallery import from_gallery, names
from engine.live.commands import Load, SetColumn, SetCurrent
from engine.live.first_status import first_status
from engine.live.frame import AS_DESCRIBED, Rows, Selected
from engine.live.run_configuration import run_configuration
from snn_tui.dashboard.dialogs.gallery import GalleryDialog, _place
from snn_tui.dashboard.quantities import spelled
from snn_tui.dashboard.widgets.neuron_detail import NeuronDetail
from snn_tui.dashboard.widgets.potential_rows import PotentialRows
from tests.snn_tui.dashboard.stage import dashboard

DESCRIBED = {
    "network": "vogels-abbott-hh",
    "title": "Vogels and Abbott 2005",
    "models": "Hodgkin-Huxley, Traub-Miles",
    "integrator": "RK4",
    "dt_ms": 0.05,
    "current": 0.0,
    "current_unit": "pA",
    "storage": "stored",
}


async def test_a_network_of_the_gallery_is_opened() -> None:
    async with dashboard() as stage:
        await stage.press("o")
        assert isinstance(stage.app.screen, GalleryDialog)
        assert "The classic network" in "\n".join(stage.text)
        await stage.press("down")
        assert from_gallery("bursting-neuron").description[:30] in "\n".join(stage.text)
        assert await stage.press("down", "enter") == [
            Load(replace(from_gallery("current-and-rate"), seed=7))
        ]
        assert not isinstance(stage.app.screen, GalleryDialog)


@pytest.mark.parametrize(("key", "name"), [("1", "classic"), ("2", "bursting-neuron")])
async def test_the_first_of_the_gallery_are_opened_by_one_key(key: str, name: str) -> None:
    async with dashboard() as stage:
        assert await stage.press("o", key) == [Load(replace(from_gallery(name), seed=7))]


def test_single_neurons_and_small_circuits_come_first() -> None:
    sizes = [from_gallery(name).size for name in sorted(names(), key=_place)]
    assert sizes[0] == 10
    assert sizes[1:4] == [1, 1, 2]
    assert min(sizes[4:]) > 10


@pytest.mark.parametrize("key", ["escape", "q", "o"])
async def test_the_gallery_can_be_left(key: str) -> None:
    async with dashboard((80, 24)) as stage:
        assert await stage.press("o", "j", "k", key) == []
        assert not isinstance(stage.app.screen, GalleryDialog)


@pytest.mark.parametrize(("screen", "fewest"), [((60, 16), 8), ((80, 24), 12), ((120, 40), 16)])
async def test_each_network_of_the_gallery_is_one_line_with_its_size(
    screen: tuple[int, int], fewest: int
) -> None:
    async with dashboard() as stage:
        await stage.press("o")
        await stage.pilot.resize_terminal(*screen)
        await stage.settle()
        sizes = [f"{from_gallery(name).size:,}" for name in names()]
        ends = tuple(f" {size} neuron" if screen[0] > 60 else f" N {size}" for size in sizes)
        # The scroll bar's end may stand beside a line.
        inside = [line.partition("│  ")[2].partition("  │")[0] for line in stage.text]
        lines = [line.rstrip(" ▁▂▃▄▅▆▇█s") for line in inside]
        assert sum(line.endswith(ends) for line in lines) >= fewest
        assert any(line.startswith("Hindmarsh-Rose neurons") for line in lines)


@pytest.mark.parametrize("screen", [(60, 16), (80, 24), (120, 40)])
async def test_what_to_look_for_is_shown_again_while_the_network_runs(
    screen: tuple[int, int],
) -> None:
    ours = from_gallery("izhikevich-2003")
    about = {"description": ours.description, "look_for": ours.look_for, "source": ours.source}
    async with dashboard(screen, title="[b]Ours", **about) as stage:
        await stage.press("i")
        shown = "\n".join(stage.text)
        for words in ("[b]Ours", "800 excitatory", "Look for: Spikes at about 7 Hz", "1569-1572"):
            assert words in shown
        await stage.press("i")
        assert "Look for" not in "\n".join(stage.text)


def test_the_first_status_has_a_networks_own_words() -> None:
    ours = from_gallery("izhikevich-2003")
    status = first_status(run_configuration(ours), 1.0)
    assert (status.description, status.look_for, status.source) == (
        ours.description,
        ours.look_for,
        ours.source,
    )


async def test_another_network_keeps_seed_speed_view_and_selection() -> None:
    async with dashboard(learning=True) as stage:
        await stage.press("n", "down", "5", "o", "down")
        (load,) = await stage.press("enter")
        assert isinstance(load, Load)
        assert load.network.seed == 8
        await stage.frame(**(DESCRIBED | {"seed": 8, "learning": True}))
        assert stage.app.view.NAME == "weights"
        assert stage.app.steering.controls["seed"].text == "8"
        assert stage.app.steering.controls["speed"].text == "1"
        assert stage.app.steering.selected == 1


async def test_on_a_low_screen_the_description_scrolls_by_keys() -> None:
    async with dashboard((60, 16)) as stage:
        await stage.press("o")
        assert "Proc. R. Soc. Lond." not in "\n".join(stage.text)
        await stage.press("tab", "end")
        await stage.pilot.wait_for_animation()
        assert "(1984)" in "\n".join(stage.text)


async def test_another_network_brings_its_own_column_and_ranges() -> None:
    async with dashboard() as stage:
        before = len(stage.runner.commands)
        await stage.frame(**DESCRIBED)
        assert stage.runner.commands[before:] == [SetColumn(40)]
        shown = "\n".join(stage.text)
        assert "vogels-abbott-hh, RK4, dt 0.05 ms" in shown
        assert "±10000 pA" in shown
        assert await stage.press("+") == [SetCurrent(10.0)]


async def test_how_long_it_has_been_compiling_is_counted_while_no_frame_comes() -> None:
    async with dashboard(started=False) as stage:
        for _ in range(2):
            stage.runner.publish_nothing(phase="compiling", storage="")
            await stage.tick()
            assert "compiling 0 s, usually" in stage.text[0]
            stage.clock.ahead_s += 7.0
            await stage.tick()
            assert "compiling 7 s, usually" in stage.text[0]
            assert "7 s so far" in "\n".join(stage.text)
            await stage.frame()
            assert "compiling" not in "\n".join(stage.text)


async def test_on_a_narrow_screen_too_a_coupling_that_is_none_is_named() -> None:
    async with dashboard((80, 24), **DESCRIBED, coupling=AS_DESCRIBED) as stage:
        assert any("Coupling  as described" in line for line in stage.text)


async def test_what_a_network_has_not_is_refused_in_words() -> None:
    async with dashboard(**DESCRIBED, resizable=False, coupling=AS_DESCRIBED) as stage:
        shown = "\n".join(stage.text)
        assert re.search(r"Size +100 +fixed", shown)
        assert re.search(r"Coupling +as described +c", shown)
        assert await stage.press("c") == []
        assert stage.told == [
            "The weights of Vogels and Abbott 2005 are as described, whatever its size"
        ]
        assert await stage.press("]") == []
        assert stage.told == ["Vogels and Abbott 2005 has a fixed size of 100 neurons"]


OF_ONE_VARIABLE = Selected(
    neuron=3,
    time_ms=np.arange(100.0),
    values=np.tile([-61.0, 0.0], (100, 1)),
    rate_hz=5.0,
    last_spike_ms=None,
    names=("v",),
    units=("mV",),
    current_unit="mV",
)


async def test_a_selected_neuron_is_shown_with_its_models_variables() -> None:
    async with dashboard() as stage:
        values = np.tile([-61.5, 0.25, 0.5, 0.75, 12.0], (100, 1))
        selected = Selected(
            neuron=3,
            time_ms=np.arange(100.0),
            values=values,
            rate_hz=5.0,
            rate_ms=10_000.0,
            last_spike_ms=12.35,
            names=("v", "m", "h", "n"),
            units=("mV", "", "", ""),
            current_unit="uA_per_cm2",
            population="squid",
        )
        detail = stage.app.query_one(NeuronDetail)
        detail.show(selected, 2.0, 1.0)
        await stage.settle()
        shown = "\n".join(stage.text)
        assert "Neuron 3 · squid · 5.0 Hz in 10 s · last spike 12.35 ms" in shown
        assert "v -61.50 mV · m 0.25 · h 0.50 · n 0.75 · I 12.00 µA/cm2" in shown


async def test_where_inputs_are_jumps_there_is_no_curve_of_them_and_words_say_so() -> None:
    async with dashboard((80, 24)) as stage:
        detail = stage.app.query_one(NeuronDetail)
        detail.show(replace(OF_ONE_VARIABLE, jumps=True), 2.0, 0.1)
        await stage.settle()
        assert "v -61.00 mV · I 0.00 mV · no S: v jumps" in "\n".join(stage.text)
        detail.show(OF_ONE_VARIABLE, 2.0, 0.1)
        await stage.settle()
        assert "no S" not in "\n".join(stage.text)


async def test_rows_in_millivolts_have_a_scale_of_their_own() -> None:
    async with dashboard() as stage:
        rows = stage.app.query_one(PotentialRows)
        x = np.linspace(-72.0, -51.0, 400, dtype=np.float32).reshape(10, 40)
        spiked = np.zeros((10, 40), np.bool_)
        spiked[0, 0], x[0, 0] = True, 900.0
        rows.forget_scale()
        rows.show(Rows(0, x, spiked, 2.0, "v", "mV"))
        await stage.settle()
        assert (rows.scale.low, rows.scale.high) == (-80.0, -50.0)
        shown = "\n".join(stage.text)
        assert "Membrane potential v" in shown
        assert "v -80…-50 mV · 2 ms a column" in shown


def test_units_are_spelled_as_people_write_them() -> None:
    assert [spelled(u) for u in ("", "nA", "pA", "uA_per_cm2", "uS")] == [
        "",
        "nA",
        "pA",
        "µA/cm2",
        "µS",
    ]
