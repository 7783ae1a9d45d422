"""RecordDialog: asks what is to be recorded and where, and says how much that will be."""

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Label, Static

from engine.description.network import Network
from engine.errors import EngineError
from engine.live.commands import Record
from engine.quoting import shown_path
from engine.recordings.plan import FittedPlan, RecordingPlan
from engine.runtime.memory import readable
from snn_tui.dashboard.dialogs.dialog import Dialog
from snn_tui.dashboard.widgets.line_input import LineInput
from snn_tui.neuron_list import names, neuron_list
from snn_tui.plain_numbers import whole_number

EVERYTHING = "all"
NOBODY = "none"
ONCE_BUILT = "Begins as soon as the network is built"
ROWS = {
    "file": "File",
    "populations": "Spikes of",
    "neurons": "Variables of",
    "variables": "which",
    "every": "every (steps)",
}


class RecordDialog(Dialog[Record | None]):
    """A recording that can be made, or Escape.

    rate_hz: of the network's neurons, by which its size is told before; None until it runs.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "Cancel")]

    def __init__(
        self, network: Network, rate_hz: float | None, file: Path, neuron: int | None
    ) -> None:
        super().__init__()
        self._network, self._rate_hz = network, rate_hz
        texts = {
            "file": str(file),
            "populations": EVERYTHING,
            "neurons": NOBODY if neuron is None else str(neuron),
            "variables": EVERYTHING,
            "every": "1",
        }
        self._inputs = {name: LineInput(lambda _: self._begin()) for name in ROWS}
        for name, text in texts.items():
            self._inputs[name].begin(text, selected=False)
        self._words = Static(id="record-size")
        self._complaint = Static(id="complaint")

    def compose(self) -> ComposeResult:
        """A line for each, and what to expect."""
        with Vertical(classes="dialog", id="record") as box:
            box.border_title = "Record from now on"
            box.border_subtitle = "Enter records · Tab next · Esc cancels · R ends it later"
            for name, label in ROWS.items():
                with Horizontal():
                    yield Label(label)
                    yield self._inputs[name]
            yield self._words
            yield self._complaint

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say what comes of it."""
        try:
            plan = self._plan().fitted(self._network)
        except (ValueError, EngineError) as error:
            self._words.update(Content(""))
            self._complaint.update(Content(str(error)))
        else:
            self._complaint.update(Content(""))
            self._words.update(Content(self._expected(plan)))

    def _expected(self, plan: FittedPlan) -> str:
        if self._rate_hz is None:
            return ONCE_BUILT
        return f"About {readable(plan.bytes_per_second(self._rate_hz))} a simulated second, now"

    def _plan(self) -> RecordingPlan:
        """Raises ValueError, which says what is legal."""
        text = {name: line.value.strip() for name, line in self._inputs.items()}
        every = whole_number(text["every"])
        if every is None:
            raise ValueError("every must be a whole number of steps, such as 1 or 10")
        populations = text["populations"]
        neurons = text["neurons"].lower() not in ("", NOBODY)
        variables = text["variables"].lower() not in ("", EVERYTHING)
        return RecordingPlan(
            populations=None if populations.lower() in ("", EVERYTHING) else names(populations),
            neurons=neuron_list(text["neurons"]) if neurons else (),
            variables=names(text["variables"]) if variables and neurons else (),
            every_steps=every,
        )

    def _begin(self) -> None:
        path = Path(self._inputs["file"].value.strip())
        try:
            plan = self._plan()
            plan.fitted(self._network)
            if path.name in ("", "..") or path.is_dir():
                raise ValueError("name a file to record into")
            if path.exists():
                raise ValueError(f"{shown_path(path)} exists; choose another name")
        except (ValueError, OSError, EngineError) as error:
            self._complaint.update(Content(str(error)))
        else:
            self.dismiss(Record(path, plan))
