"""Controls: everything the user may set, with its range and keys, and the stimulus."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from snn_tui.steering import ControlName, Steering
from snn_tui.widgets.field import Field, ValueInput

FIELDS: tuple[tuple[ControlName, str, str], ...] = (
    ("size", "[ ]", "Number of neurons; another size builds another network"),
    ("current", "- +", "Applied current of every neuron, dimensionless"),
    ("seed", "n", "Seed of start state and weights; the same seed gives the same network"),
    ("coupling", "c", "scaled: weights times sqrt(10 / N) above 10 neurons; raw: as they are"),
    ("real_time", "t", "Keep pace with the wall clock, or run as fast as possible"),
    ("speed", "< >", "Times real time, or max: as fast as possible"),
    ("column", "{ }", "Simulated time that a column of the rows stands for"),
)
STIMULUS: tuple[tuple[ControlName, str, str], ...] = (
    ("amplitude", "", "Current of a pulse, added to the applied current, dimensionless"),
    ("duration", "", "How long a pulse lasts"),
)


class Controls(Vertical):
    """A line for each control."""

    def __init__(self, steering: Steering) -> None:
        super().__init__(id="controls")
        self.border_title = "Controls"
        self._steering = steering
        self._inject = ""

    def compose(self) -> ComposeResult:
        """The fields, and what injects a pulse."""
        for name, keys, tooltip in FIELDS:
            yield Field(name, self._steering.controls[name], keys, tooltip)
        with Vertical(id="stimulus"):
            for name, keys, tooltip in STIMULUS:
                yield Field(name, self._steering.controls[name], keys, tooltip)
            yield Static("", id="inject")

    def on_mount(self) -> None:
        """Say what the pulse keys do."""
        self.target(None)

    def update(self) -> None:
        """Show every control as it is now."""
        for field in self.query(Field):
            field.update()

    def target(self, neuron: int | None) -> None:
        """Say which neuron a pulse goes to."""
        one = "no neuron" if neuron is None else f"neuron {neuron}"
        into_one = f"[@click=app.do('pulse')][b]p[/b] into {one}[/]"
        text = f"{into_one}   [@click=app.do('pulse_all')][b]P[/b] all[/]"
        if text != self._inject:
            self._inject = text
            self.query_one("#inject", Static).update(text, layout=False)

    def field(self, name: ControlName) -> Field:
        """The line of this control."""
        return self.query_one(f"#{name}-field", Field)

    def focus_first(self) -> None:
        """Begin editing at the top."""
        self.query_one(ValueInput).focus()
