import pytest

from engine.live.commands import (
    Command,
    Inject,
    Pause,
    Rebuild,
    Select,
    SetColumn,
    SetCurrent,
    SetSpeed,
    Step,
)
from snn_tui.dashboard.quantities import UNLIMITED, BadValueError
from snn_tui.dashboard.steering import ControlName, Steering
from tests.snn_tui.dashboard.scripted_runner import ScriptedRunner, first_status


def steering(**status: object) -> tuple[Steering, list[Command]]:
    sent: list[Command] = []
    return Steering(sent.append, first_status(**status)), sent


def acknowledge(steering: Steering, **status: object) -> None:
    runner = ScriptedRunner(first_status())
    runner.publish(**({"phase": "running"} | status))
    frame = runner.take_frame()
    assert frame is not None
    steering.acknowledge(frame)


@pytest.mark.parametrize(
    ("name", "text", "command"),
    [
        ("size", "1000", Rebuild(size=1000)),
        ("seed", "0", Rebuild(seed=0)),
        ("coupling", "raw", Rebuild(coupling="raw")),
        ("current", "-2.5", SetCurrent(-2.5)),
        ("speed", "2.5", SetSpeed(2.5)),
        ("speed", "max", SetSpeed(None)),
        ("column", "200", SetColumn(20)),
        ("paused", "yes", Pause(True)),
    ],
)
def test_a_value_becomes_a_command(name: ControlName, text: str, command: Command) -> None:
    steer, sent = steering()
    steer.apply(name, text)
    assert sent == [command]


@pytest.mark.parametrize(("name", "text"), [("paused", "no"), ("size", "0100"), ("speed", "1.0")])
def test_a_value_that_is_already_sends_nothing(name: ControlName, text: str) -> None:
    steer, sent = steering(size=100)
    steer.apply(name, text)
    assert sent == []
    assert not steer.controls[name].pending


@pytest.mark.parametrize("name", ["size", "seed", "current", "speed", "column"])
def test_a_bad_value_sends_nothing(name: ControlName) -> None:
    steer, sent = steering()
    before = steer.controls[name].value
    with pytest.raises(BadValueError):
        steer.apply(name, "nonsense")
    assert sent == []
    assert steer.controls[name].value == before
    assert not steer.controls[name].pending


def test_a_value_is_pending_until_the_engine_has_it() -> None:
    steer, _ = steering(size=100)
    size = steer.controls["size"]
    steer.apply("size", "500")
    acknowledge(steer, size=100)
    assert (size.value, size.acknowledged, size.pending) == (500, 100, True)
    acknowledge(steer, size=500)
    assert (size.value, size.acknowledged, size.pending) == (500, 500, False)


def test_quick_nudges_add_up_before_they_are_acknowledged() -> None:
    steer, sent = steering(current=5.0)
    for _ in range(3):
        steer.nudge("current", 1)
    assert sent == [SetCurrent(5.1), SetCurrent(5.2), SetCurrent(5.3)]
    acknowledge(steer, current=5.1)
    assert steer.controls["current"].value == 5.3


def test_at_the_end_of_the_range_a_nudge_says_so_and_sends_nothing() -> None:
    steer, sent = steering(size=1, current=100.0)
    assert steer.nudge("size", -1) == "Size is at its lowest, 1"
    assert steer.nudge("current", 1) == "Current is at its highest, 100"
    assert sent == []


def test_a_failure_ends_all_waiting() -> None:
    steer, _ = steering(size=100)
    steer.apply("size", "1000000")
    acknowledge(steer, phase="failed", size=100)
    assert not steer.controls["size"].pending
    assert steer.controls["size"].value == 100


def test_real_time_is_a_speed_and_full_speed_another() -> None:
    steer, sent = steering(asked_speed=2.0)
    for _ in range(2):
        steer.toggle_real_time()
    assert sent == [SetSpeed(1.0), SetSpeed(None)]
    assert steer.controls["speed"].value == UNLIMITED
    acknowledge(steer, asked_speed=None)
    assert not steer.controls["speed"].pending


def test_a_step_pauses_first() -> None:
    steer, sent = steering()
    steer.step()
    acknowledge(steer, phase="paused")
    steer.step()
    assert sent == [Pause(True), Step(1), Step(1)]


@pytest.mark.parametrize("phase", ["starting", "compiling", "building"])
def test_what_does_not_run_says_nothing_about_pausing(phase: str) -> None:
    steer, _ = steering()
    acknowledge(steer, phase="paused")
    acknowledge(steer, phase=phase)
    assert steer.controls["paused"].value == "yes"


def test_a_pulse_is_what_was_set_and_is_told() -> None:
    steer, sent = steering()
    steer.apply("amplitude", "-3.5")
    steer.apply("duration", "50")
    assert steer.pulse(7) == "neuron 7: I-3.5 for 50 ms"
    assert steer.pulse(None) == "all neurons: I-3.5 for 50 ms"
    assert sent == [Inject(-3.5, 50.0, 7), Inject(-3.5, 50.0, None)]


def test_a_column_is_acknowledged_by_the_rows() -> None:
    steer, _ = steering()
    steer.apply("column", "50")
    acknowledge(steer)
    assert steer.controls["column"].pending
    runner = ScriptedRunner(first_status())
    runner.send(SetColumn(5))
    runner.publish(phase="running")
    frame = runner.take_frame()
    assert frame is not None
    steer.acknowledge(frame)
    assert not steer.controls["column"].pending


def test_reset_and_select_are_commands() -> None:
    steer, sent = steering()
    steer.reset()
    steer.select(3)
    assert sent == [Rebuild(), Select(3)]
