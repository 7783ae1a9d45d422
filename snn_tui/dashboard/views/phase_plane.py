"""Phase plane: two variables of the selected neuron against each other, with nullclines."""

from dataclasses import replace

from textual.app import ComposeResult

from engine.live.feed import MAX_SAMPLES
from engine.live.frame import Frame, Selected, Status
from snn_tui.dashboard.dialogs.asking import Asking
from snn_tui.dashboard.dialogs.go_to import GoToDialog
from snn_tui.dashboard.drawing.change_plane import with_change
from snn_tui.dashboard.status_text import waiting
from snn_tui.dashboard.steering import Steering
from snn_tui.dashboard.terminal.plain_text import PlainApp
from snn_tui.dashboard.user_action import UserAction
from snn_tui.dashboard.views.view import View
from snn_tui.dashboard.widgets.phase_plot import PhasePlot, pairs

LEAST_STEPS = 64
"""Of a trail."""
ONE_ALONE = "One quantity of this neuron alone was recorded: a plane takes two."


class PhasePlane(View):
    """The way of one neuron through the plane of two of its variables."""

    NAME = "phase"
    KEY = "3"
    TITLE = "Phase plane"
    EXPLANATION = "Two variables of a neuron against each other, with nullclines"
    ACTIONS = (
        UserAction("phase_next", "move(1)", "down,j", "↓ j", "Next neuron's plane",
                   "Select the neuron after", "Plane", "neuron", "↑ ↓", 2),
        UserAction("phase_previous", "move(-1)", "up,k", "↑ k", "Previous neuron's plane",
                   "Select the neuron before", "Plane"),
        UserAction("phase_go_to", "go_to", "g", "g", "Go to a neuron's plane",
                   "Select a neuron by its number", "Plane", "go to", "g", 8),
        UserAction("phase_variables", "another", "a", "a", "Two other variables",
                   "Draw the next two variables against each other", "Plane",
                   "variables", "a", 1),
        UserAction("phase_fit", "fit", "f", "f", "Fit the axes",
                   "Let the axes hold what is drawn now", "Plane",
                   "fit", "f", 7),
        UserAction("phase_shorter", "stretch(-1)", "left_curly_bracket", "{", "Shorter trail",
                   "Draw half as many of the newest steps", "Plane", "trail", "{ }", 6),
        UserAction("phase_longer", "stretch(1)", "right_curly_bracket", "}", "Longer trail",
                   "Draw twice as many of the newest steps", "Plane"),
        UserAction("phase_pulse", "pulse", "p", "p", "Pulse into this neuron",
                   "Inject the current pulse that is set in the controls",
                   "Phase plane", "pulse", "p", 3, in_replay="never"),
    )  # fmt: skip

    def __init__(self, steering: Steering, status: Status) -> None:
        super().__init__(steering, status)
        self._plot = PhasePlot()
        self._kind: tuple[object, ...] = ()
        self._chosen = 0
        self._selected: Selected | None = None
        self._steps = MAX_SAMPLES

    def compose(self) -> ComposeResult:
        """The plane is all."""
        yield self._plot

    @property
    def wants_selected(self) -> bool:
        """While it can be seen."""
        return self.display

    def begin(self) -> None:
        """Ask for the selected neuron; whatever had the focus is out of sight."""
        self.screen.set_focus(None)
        self._select(self.steering.selected)

    def show(self, frame: Frame, now: float) -> None:
        """Draw the frame's neuron."""
        self.status = frame.status
        if self.steering.selected >= frame.status.size:
            self._select(self.steering.selected)
        if frame.selected is None:
            self._selected = None
            self._plot.wait(waiting(frame.status))
            return
        self._selected = selected = with_change(frame.selected)
        kind = (frame.status.network, selected.names, selected.units, len(selected.planes))
        if kind != self._kind:
            self._kind, self._chosen = kind, 0
            self._plot.forget()
        self._draw()

    def wait(self, status: Status) -> None:
        """Say why there is nothing to draw."""
        self._selected = None
        self._plot.wait(waiting(status))

    def action_move(self, neurons: int) -> None:
        """Select a neuron so many further on, or the nearest there is."""
        self._select(self.steering.selected + neurons)

    async def action_go_to(self) -> None:
        """Ask for a neuron's number."""
        assert isinstance(self.app, Asking)
        await self.app.ask(GoToDialog(self.status.size), self._go_to)

    def action_another(self) -> None:
        """Draw the next two variables."""
        self._chosen += 1
        self._draw()

    def action_fit(self) -> None:
        """Let the axes hold what is drawn now, and no more."""
        self._plot.forget()
        self._draw()

    def action_stretch(self, direction: int) -> None:
        """Draw twice as many of the newest steps (1) or half as many (-1)."""
        assert isinstance(self.app, PlainApp)
        steps = self._steps * 2 if direction > 0 else self._steps // 2
        if LEAST_STEPS <= steps <= MAX_SAMPLES:
            self._steps = steps
            self.app.take_back()
            self._draw()
        else:
            end = "longest, all steps that are kept" if direction > 0 else "shortest"
            self.app.complain(f"The trail is at its {end}: {self._steps:,}")

    def action_pulse(self) -> None:
        """Inject the pulse that is set."""
        self.app.notify(self.steering.pulse(self.steering.selected))

    def _draw(self) -> None:
        if self._selected is not None:
            possible = pairs(self._selected)
            if possible or self._selected.unrecorded:
                pair = possible[self._chosen % len(possible)] if possible else (0, 0)
                self._plot.show(self._newest(self._selected), pair)
            else:
                self._plot.wait(ONE_ALONE)

    def _newest(self, selected: Selected) -> Selected:
        """The same, no further back than the trail is to reach."""
        kept = slice(-self._steps, None)
        return replace(selected, time_ms=selected.time_ms[kept], values=selected.values[kept])

    def _go_to(self, neuron: int | None) -> None:
        if neuron is not None:
            self._select(neuron)

    def _select(self, neuron: int) -> None:
        self.steering.select(min(max(neuron, 0), self.status.size - 1))
