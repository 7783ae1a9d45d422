from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from engine.live.frame import Dopamine, Status
from engine.live.replayed import Replayed
from snn_tui.dashboard.status_text import (
    GAP,
    fit,
    is_behind,
    told_of_pause,
    told_of_reward,
    waiting,
)
from tests.snn_tui.dashboard.scripted_runner import first_status


def running(**changes: object) -> Status:
    values = {"phase": "running", "step": 1234, "achieved_speed": 1.0, "mean_rate_hz": 1.04}
    values["mean_rate_ms"] = 1040.0
    return first_status(**(values | changes))


def line(status: Status, width: int = 200) -> str:
    return GAP.join(text for text, _ in fit(status, 30.0, width))


def test_with_room_everything_is_said() -> None:
    assert line(running()) == (
        "▶ running  The classic network · Hindmarsh-Rose, RK4, dt 10 ms  N 100  t 12.34 s  "
        "speed 1.00 times real time  1.04 Hz mean rate in 1 s  procedural weights, 2 threads  "
        "30 fps"
    )


def test_with_less_room_the_least_important_goes_first() -> None:
    assert line(running(), 120) == (
        "▶ running  classic, RK4, dt 10 ms  N 100  t 12.34 s  speed 1.00  "
        "1.04 Hz mean rate in 1 s  procedural weights  30 fps"
    )
    assert line(running(), 80) == (
        "▶ running  classic, RK4  N 100  t 12.34 s  speed 1.00  1.04 Hz  procedural"
    )
    assert "  1.04 Hz in 1 s  " in line(running(), 106)
    assert line(running(), 40) == "▶ running  classic  N 100  t 12.34 s"


RECORDING = Replayed("run.h5", 0, 3000, "0.9.1")


def test_a_replay_says_what_it_shows_and_who_recorded_it() -> None:
    replay = running(replayed=RECORDING, storage="")
    assert line(replay).startswith(
        "▶ running  REPLAY run.h5  recorded by version 0.9.1  The classic network · "
    )
    assert "t 12.34 of 30.00 s" in line(replay)
    for width in (60, 80, 120):
        assert len(line(replay, width)) <= width
        assert "REPLAY" in line(replay, width)
        assert "t 12.34 of 30.00 s" in line(replay, width)


def test_a_replay_says_whose_spikes_alone_there_are() -> None:
    some = replace(RECORDING, populations="inhibitory", version="")
    assert "REPLAY run.h5  spikes of inhibitory alone  " in line(running(replayed=some))
    for width in (60, 80, 120):
        assert len(line(running(replayed=some), width)) <= width


def test_a_replay_says_which_way_it_goes_and_where_it_stands() -> None:
    back = Replayed("run.h5", 0, 3000, "", is_backwards=True)
    assert line(running(replayed=back)).startswith("◀ backwards  REPLAY run.h5  The classic")
    for step, words in ((0, "at the start"), (7, "paused"), (3000, "at the end")):
        status = running(replayed=back, phase="paused", step=step)
        assert line(status).startswith(f"‖ {words}  REPLAY")
    assert waiting(first_status(replayed=back)) == "Reading run.h5."


def test_a_reward_that_was_leapt_over_is_not_told() -> None:
    before = running(replayed=RECORDING, dopamine=Dopamine(5.0, None))
    given = Dopamine(5.0, None, 1, 2000.0)
    passed = running(replayed=RECORDING, dopamine=given, learning=True)
    assert told_of_reward(before, passed) == "Reward at 2.00 s: dopamine +5"
    leapt = Replayed("run.h5", 0, 3000, "0.9.1", leaps=1)
    assert told_of_reward(before, running(replayed=leapt, dopamine=given)) == ""


def test_a_network_that_is_opened_while_paused_says_so() -> None:
    paused = running(phase="paused", step=0, network="two-cells")
    told = "two-cells is paused at its first step: space lets it run"
    for before in (running(phase="building"), running(phase="paused"), running()):
        assert told_of_pause(before, paused) == told
    for now in (running(phase="paused"), running(step=0), replace(paused, replayed=RECORDING)):
        assert told_of_pause(running(phase="building"), now) == ""
    assert told_of_pause(running(phase="paused", network="two-cells"), paused) == ""


def test_one_neuron_is_one() -> None:
    assert waiting(first_status(phase="building", size=1)).startswith("Building 1 neuron:")
    assert waiting(first_status(phase="building", size=1000)).startswith("Building 1,000 neurons:")


def test_a_rate_that_a_slow_terminal_holds_down_is_a_warning() -> None:
    assert fit(running(), 2.345, 200, is_held=True)[-1] == ("2.3 fps, slow terminal", "warning")
    for width in (80, 100, 120):
        assert fit(running(), 12.345, width, is_held=True)[-1][0].startswith("12 fps, slow")


BRUNEL = {
    "network": "brunel-2000-si-fast",
    "models": "Leaky integrate-and-fire",
    "title": "Brunel 2000: synchronous irregular, fast",
    "integrator": "exact integration",
    "dt_ms": 0.1,
    "storage": "stored",
    "size": 12500,
}


@pytest.mark.parametrize("width", [80, 100, 120, 160])
@pytest.mark.parametrize("changes", [{}, {"lag_s": 0.5, "achieved_speed": 0.83}])
def test_how_weights_are_kept_is_said_on_every_comfortable_screen(
    changes: dict[str, object], width: int
) -> None:
    assert "procedural" in line(running(**changes), width)
    if width > 80 or not changes:
        assert "stored" in line(running(**BRUNEL, **changes), width)


def test_the_integrator_of_a_described_network_is_named() -> None:
    euler = "Euler, v in two half steps, as published"
    izhikevich = {
        "network": "izhikevich-2003",
        "title": "Izhikevich 2003",
        "models": "Izhikevich",
        "integrator": euler,
    }
    named = f"Izhikevich 2003 · Izhikevich, {euler}, dt 1 ms"
    assert named in line(running(**izhikevich, dt_ms=1.0), 230)
    assert f"Izhikevich 2003 · {euler}, dt 1 ms" in line(running(**izhikevich, dt_ms=1.0), 190)
    assert "izhikevich-2003, Euler, dt 1 ms" in line(running(**izhikevich, dt_ms=1.0), 120)
    assert "brunel-2000-si-fast, exact integration" in line(running(**BRUNEL), 120)


@given(width=st.integers(60, 200), lag=st.sampled_from([0.0, 0.5]))
def test_no_field_is_short_where_its_next_length_would_fit(width: int, lag: float) -> None:
    status = running(lag_s=lag, **BRUNEL)
    drawn = line(status, width)
    if "stored" in drawn and "stored weights" not in drawn:
        assert 1 + len(drawn) + len(" weights") > width


@pytest.mark.parametrize(
    ("phase", "words"),
    [
        ("starting", "Loading the engine"),
        ("compiling", "once on this machine"),
        ("building", "Building 12,500 neurons: 42%"),
        ("running", ""),
        ("failed", ""),
    ],
)
def test_what_there_is_to_wait_for_is_told(phase: str, words: str) -> None:
    told = waiting(running(**BRUNEL, phase=phase, progress=0.42))
    assert words in told
    assert bool(words) == bool(told)


@pytest.mark.parametrize("width", [80, 100, 120, 160])
@pytest.mark.parametrize(("level", "words"), [(0.2, "0.2"), (12.345, "12.3"), (-2.5, "-2.5")])
def test_dopamine_is_told_on_every_comfortable_screen(level: float, words: str, width: int) -> None:
    named = {"network": "izhikevich-2007", "size": 1000, "learning": True}
    assert f"  dopamine {words}" in line(running(**named, dopamine=Dopamine(100.0, level)), width)


def test_nobody_guesses_at_dopamine_before_there_is_a_network() -> None:
    assert "dopamine" not in line(running(phase="compiling", dopamine=Dopamine(100.0)))


def test_nobody_guesses_at_threads_before_there_is_a_network() -> None:
    assert "thread" not in line(running(phase="compiling", storage=""))


def test_being_behind_is_said_in_words() -> None:
    behind = running(achieved_speed=0.83, lag_s=0.5)
    assert is_behind(behind)
    in_words = "speed 0.83 times real time, 1 asked, 0.5 s behind"
    assert (in_words, "warning") in fit(behind, 30.0, 200)
    assert "speed 0.83, behind" in line(behind, 60)


@pytest.mark.parametrize(
    "changes",
    [
        {"asked_speed": None, "lag_s": 9.0},
        {"lag_s": 0.01},
        {"phase": "paused", "lag_s": 9.0},
    ],
)
def test_nobody_is_behind_who_is_not_late(changes: dict[str, object]) -> None:
    assert not is_behind(running(**changes))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"phase": "starting"}, "◌ starting"),
        ({"phase": "compiling", "compiling_s": 7.0}, "◌ compiling 7 s, usually 5 to 15 s"),
        ({"phase": "building", "progress": 0.42}, "◌ building  42%"),
        ({"phase": "building"}, "◌ building"),
        ({"phase": "paused"}, "‖ paused"),
        ({"phase": "failed"}, "✗ failed"),
        ({"phase": "failed", "diverged": True}, "✗ diverged"),
    ],
)
def test_the_phase_is_said_first(changes: dict[str, object], words: str) -> None:
    assert line(running(**changes)).startswith(f"{words}  The classic network")


@pytest.mark.parametrize("phase", ["starting", "compiling", "building", "paused"])
def test_there_is_no_speed_where_nothing_runs(phase: str) -> None:
    assert "speed" not in line(running(phase=phase))


@pytest.mark.parametrize(
    ("speed", "words"), [(0.834, "0.83"), (12.34, "12.3"), (1234.5, "1,234"), (0.00123, "0.0012")]
)
def test_speeds_keep_three_digits(speed: float, words: str) -> None:
    assert f"speed {words} times real time" in line(running(achieved_speed=speed, asked_speed=None))


def test_a_speed_that_is_not_yet_known_is_no_speed_of_nothing() -> None:
    shown = line(running(achieved_speed=0.0))
    assert "speed not yet known" in shown
    assert "0.00" not in shown


@given(
    width=st.integers(60, 200),
    size=st.integers(1, 10**6),
    step=st.integers(0, 10**8),
    lag=st.sampled_from([0.0, 0.5]),
    fps=st.floats(0, 60),
)
def test_the_line_fits_from_the_smallest_screen_on(
    width: int, size: int, step: int, lag: float, fps: float
) -> None:
    status = running(size=size, step=step, lag_s=lag)
    drawn = line(status, width)
    assert len(drawn) < width
    assert f"N {size:,}" in drawn
    assert ("behind" in drawn) == (lag > 0)
