"""Steering: every value the user may set, as the engine acknowledged it and as it was asked for."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, cast

from engine.description.view import View
from engine.live.commands import (
    Command,
    GoTo,
    Inject,
    Learn,
    Load,
    Pause,
    PlayBackwards,
    Rebuild,
    Reward,
    Select,
    SetColumn,
    SetCurrent,
    SetSpeed,
    Sort,
    Step,
)
from engine.live.frame import Frame, Status
from engine.live.replayed import Replayed
from engine.live.row_order import SortedBy
from engine.runtime.memory import readable

if TYPE_CHECKING:
    from engine.description.network import Network
    from engine.description.resizing import Coupling
from snn_tui.counted import neurons
from snn_tui.dashboard.forecast import times_real_time
from snn_tui.dashboard.quantities import (
    AMPLITUDE,
    COUPLING,
    CURRENT,
    DURATION,
    FIXED_COUPLING,
    FIXED_SIZE,
    NUDGE,
    SEED,
    SIZE,
    SPEED,
    UNLIMITED,
    BadValueError,
    Choice,
    Quantity,
    Value,
    amplitude,
    column_width,
    current,
    duration,
)

ControlName = Literal[
    "size",
    "current",
    "seed",
    "coupling",
    "speed",
    "column",
    "amplitude",
    "duration",
    "paused",
    "learning",
]
PAUSED = Choice(title="Paused", options=("no", "yes"))
LEARNING = Choice(title="Learning", options=("off", "on"))
OF_A_RUN = {"size", "current", "seed", "coupling", "learning", "amplitude", "duration"}
"""Controls of what a recording has as it was."""
PHASES_THAT_RUN = {"running": "no", "paused": "yes"}


@dataclass(slots=True)
class Control:
    """One value: what is acknowledged, and what was asked for since."""

    kind: Quantity | Choice
    acknowledged: Value
    asked: Value | None = None

    @property
    def value(self) -> Value:
        """What was asked for last, acknowledged or not yet."""
        return self.acknowledged if self.asked is None else self.asked

    @property
    def pending(self) -> bool:
        """Whether the engine has yet to acknowledge it."""
        return self.asked is not None

    @property
    def text(self) -> str:
        """The value as the user would type it."""
        return self.kind.text(self.value)

    def acknowledge(self, value: Value) -> None:
        """Note what the engine says that it is."""
        self.acknowledged = value
        if self.asked == value:
            self.asked = None


class Steering:
    """Turns what the user does into commands, and frames into acknowledged values."""

    def __init__(self, send: Callable[[Command], None], status: Status) -> None:
        self._send = send
        self.dt_ms = status.dt_ms
        """The time step."""
        self._by_hand: dict[ControlName, Value] = {}
        """What the user set last, of what the user did set."""
        self._usual_speed = UNLIMITED if status.asked_speed is None else status.asked_speed
        kinds: dict[ControlName, Quantity | Choice] = {
            "size": SIZE,
            "current": CURRENT,
            "seed": SEED,
            "coupling": COUPLING,
            "speed": SPEED,
            "column": column_width(status.dt_ms),
            "paused": PAUSED,
            "learning": LEARNING,
        }
        values = _acknowledged(status, column_ms=status.dt_ms)
        self.controls = {
            name: Control(kind, values.get(name, "no")) for name, kind in kinds.items()
        }
        self.controls["amplitude"] = Control(AMPLITUDE, 10.0)
        self.controls["duration"] = Control(DURATION, 200)
        self.selected = 0
        """The neuron that is shown larger, as it was asked for last."""
        self._status = status
        self._fit(status)

    def acknowledge(self, frame: Frame) -> None:
        """Take over what the engine says; a failure ends all waiting."""
        before, self._status = self._status, frame.status
        self.dt_ms = frame.status.dt_ms
        if _kind(before) != _kind(frame.status):
            self._fit(frame.status)
        for name, value in _acknowledged(frame.status, frame.rows.column_ms).items():
            control = self.controls[name]
            control.acknowledge(value)
            if frame.status.phase == "failed":
                control.asked = None

    def load(self, network: "Network", origin: str = "") -> None:
        """Build another network, of the seed that is. origin: its file, empty for the gallery."""
        self._send(Load(replace(network, seed=int(self.controls["seed"].value)), origin))

    def load_changed(self, network: "Network", origin: str) -> None:
        """Build the network as its file has it now; what was set stays."""
        self._send(Load(network, origin, is_changed=True))

    def ask(self, name: ControlName, value: Value) -> None:
        """Ask the engine for the user's legal value; what it then is, a frame will say."""
        self._by_hand[name] = value
        self._ask(name, value)

    def keep_speed(self) -> None:
        """Take the present speed as the user's own."""
        self._by_hand["speed"] = self._usual_speed

    def suit(self, status: Status, column_ms: int) -> None:
        """Ask for the speed and the column that suit a network, but for what the user has set.

        column_ms: where its description names none.
        """
        view, hand, column = status.view or View(), self._by_hand, column_width(status.dt_ms)
        suited, kept = view.column_ms or column_ms, hand.get("column")
        self._ask("column", suited if kept is None or not column.allows(float(kept)) else kept)
        if not hand.keys() & {"speed", "real_time"}:
            speed = view.speed or self._usual_speed
            if speed != self.controls["speed"].value:
                self._ask("speed", speed)

    def _ask(self, name: ControlName, value: Value) -> None:
        control = self.controls[name]
        if name in ("amplitude", "duration"):
            control.acknowledged = value
            return
        control.asked = value
        self._send(self._command(name, value))

    def apply(self, name: ControlName, text: str) -> str:
        """Ask for what the user typed, if it is another value; what to expect of it, or empty.

        Raises BadValueError.
        """
        control = self.controls[name]
        if text == control.text:
            return ""
        refusal = self.refusal(name)
        if refusal:
            raise BadValueError(refusal)
        value = control.kind.parse(text)
        if value == control.value:
            return ""
        if name == "size" and self.lacks_memory(int(value)):
            raise BadValueError(self.forecast(int(value)))
        self.ask(name, value)
        return self.forecast(int(value)) if name == "size" else ""

    def nudge(self, name: ControlName, direction: int) -> str:
        """Ask for the next value up or down; why there is none or what to expect, or empty."""
        refusal = self.refusal(name)
        if refusal:
            return refusal
        control = self.controls[name]
        value = control.kind.nudged(control.value, direction)
        if value == control.value:
            end = "highest" if direction > 0 else "lowest"
            return f"{control.kind.title} is at its {end}, {control.text}"
        if name != "size":
            self.ask(name, value)
            return ""
        if not self.lacks_memory(int(value)):
            self.ask(name, value)
        return self.forecast(int(value))

    def toggle_real_time(self) -> None:
        """Keep pace with the wall clock, or if it does, run as fast as possible."""
        self.ask("speed", UNLIMITED if self.controls["speed"].value == 1 else 1.0)

    def step(self, steps: int = 1) -> None:
        """Advance by one step, or go back by one (-1), and stay there."""
        if self.controls["paused"].value == "no":
            self.ask("paused", "yes")
        self._send(Step(steps))

    @property
    def replayed(self) -> Replayed | None:
        """The recording that is shown, if one is."""
        return self._status.replayed

    def go_to(self, step: int) -> None:
        """Show this moment of a recording."""
        self._send(GoTo(step))

    def turn(self) -> None:
        """Let a recording be replayed the other way."""
        if self.replayed is not None:
            self._send(PlayBackwards(not self.replayed.is_backwards))

    def reset(self) -> None:
        """Start the same network from its beginning."""
        self._send(Rebuild())

    def select(self, neuron: int) -> None:
        """Show this neuron larger."""
        self.selected = neuron
        self._send(Select(neuron))

    def sort(self, by: SortedBy) -> None:
        """Put the rows in this order, by what was measured up to now."""
        self._send(Sort(by))

    def pulse(self, neuron: int | None) -> str:
        """Inject the pulse that is set into one neuron or all; says so."""
        amplitude, duration = self.controls["amplitude"], self.controls["duration"]
        self._send(Inject(float(amplitude.value), float(duration.value), neuron))
        target = "all neurons" if neuron is None else f"neuron {neuron}"
        return f"{target}: I{float(amplitude.value):+g} for {duration.text} ms"

    def reward(self) -> str | None:
        """Give a dose of dopamine; a sentence where it would change nothing."""
        dopamine = self._status.dopamine
        if dopamine is None:
            return (
                f"No weight of {self._status.title} is changed by dopamine: that takes synapses "
                "with the rule reward-stdp"
            )
        self._send(Reward(dopamine.dose))
        return None

    def forecast(self, size: int) -> str:
        """What will be wrong with so many neurons, before they are built; or empty."""
        outlook = self._status.outlook
        if outlook is None:
            return ""
        if self.lacks_memory(size):
            needed, free = readable(outlook.bytes(size)), readable(outlook.free_bytes or 0)
            return f"Size {size} needs {needed} of memory, and {free} are free"
        slow = self.slow_range(size)
        if slow is None:
            return ""
        return f"Size {size}: {times_real_time(*slow)}"

    def slow_range(self, size: int) -> tuple[float, float] | None:
        """Between which speeds so many neurons can be, if that may be slower than asked for."""
        outlook, asked = self._status.outlook, self._status.asked_speed or 1.0
        if outlook is None:
            return None
        low, high = outlook.range_of_speed(size)
        return (low, high) if low < min(1.0, asked) else None

    def lacks_memory(self, size: int) -> bool:
        """Whether so many neurons would need more memory than is free."""
        outlook = self._status.outlook
        if outlook is None or outlook.free_bytes is None:
            return False
        return outlook.bytes(size) > outlook.free_bytes

    def refusal(self, name: ControlName) -> str:
        """Why this network has no such control, or nothing."""
        if self.replayed is not None and name in OF_A_RUN:
            return f"{self.controls[name].kind.title}: a replay shows a run as it was"
        if name == "coupling" and not self._status.has_coupling:
            return f"The weights of {self._status.title} are as described, whatever its size"
        if name == "size" and not self._status.resizable:
            return f"{self._status.title} has a fixed size of {neurons(self._status.size)}"
        if name == "learning" and self._status.learning is None:
            return f"No synapse of {self._status.title} learns, so there is nothing to turn off"
        return ""

    def _fit(self, status: Status) -> None:
        """Let choices, ranges and steps be those of the network, its time step and its unit."""
        self.controls["size"].kind = SIZE if status.resizable else FIXED_SIZE
        self.controls["coupling"].kind = COUPLING if status.has_coupling else FIXED_COUPLING
        self.controls["column"].kind = column_width(status.dt_ms)
        self.controls["duration"].kind = duration(status.dt_ms)
        self.controls["current"].kind = current(status.current_unit)
        self.controls["amplitude"].kind = amplitude(status.current_unit)
        self.controls["amplitude"].acknowledged = 100 * NUDGE.get(status.current_unit, 0.1)

    def _command(self, name: ControlName, value: Value) -> Command:
        makers: dict[ControlName, Callable[[], Command]] = {
            "size": lambda: Rebuild(size=int(value)),
            "seed": lambda: Rebuild(seed=int(value)),
            "coupling": lambda: Rebuild(coupling=cast("Coupling", value)),
            "current": lambda: SetCurrent(float(value)),
            "speed": lambda: SetSpeed(None if value == UNLIMITED else float(value)),
            "column": lambda: SetColumn(round(float(value) / self.dt_ms)),
            "paused": lambda: Pause(value == "yes"),
            "learning": lambda: Learn(value == "on"),
        }
        return makers[name]()


def _kind(status: Status) -> tuple[object, ...]:
    """All that the kinds of the controls follow from."""
    return status.dt_ms, status.current_unit, status.has_coupling, status.resizable


def _acknowledged(status: Status, column_ms: float) -> dict[ControlName, Value]:
    speed = UNLIMITED if status.asked_speed is None else status.asked_speed
    values: dict[ControlName, Value] = {
        "size": status.size,
        "current": status.current,
        "seed": status.seed,
        "coupling": status.coupling,
        "speed": speed,
        "column": round(column_ms),
    }
    if status.phase in PHASES_THAT_RUN:
        values["paused"] = PHASES_THAT_RUN[status.phase]
    if status.learning is not None:
        values["learning"] = "on" if status.learning else "off"
    return values
