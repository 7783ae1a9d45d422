"""Raster: when every neuron spiked, and how fast each population fires."""

from typing import ClassVar

from textual.app import ComposeResult

from engine.live.commands import WatchRaster
from engine.live.frame import Frame, Status
from engine.live.raster import Raster as Picture
from engine.live.row_order import RowOrder
from snn_tui.dashboard.dialogs.asking import Asking
from snn_tui.dashboard.dialogs.go_to import GoToDialog
from snn_tui.dashboard.status_text import waiting
from snn_tui.dashboard.steering import Steering
from snn_tui.dashboard.user_action import UserAction
from snn_tui.dashboard.views import raster_captions as captions
from snn_tui.dashboard.views.raster_window import RasterWindow
from snn_tui.dashboard.views.view import NO_RASTER, View
from snn_tui.dashboard.widgets.raster_plot import Cursor, RasterPlot
from snn_tui.dashboard.widgets.rate_curves import RateCurves

MANY_NEURONS = 300
"""Beyond so many rows of potentials tell less than dots."""
USUAL_RATES, MOST_RATES = 0.25, 0.3
"""Of the height for rates: as the style sheet has it, and if each population then has a line."""
BORDER = 2
"""Lines of a frame."""
FRAME = 4
"""Width of a border's lines and spaces about its words, within its corners."""


class Raster(View):
    """All neurons over the last moments, a dot for a spike."""

    NAME = "raster"
    KEY = "2"
    TITLE = "Raster"
    EXPLANATION = "When every neuron spiked, and how fast each population fires"
    ACTIONS = (
        UserAction("cursor_down", "move(1, 0)", "down,j", "↓ j", "Cursor down",
                   "Point at the neurons below", "Raster", "cursor", "↑ ↓ ← →", 1),
        UserAction("cursor_up", "move(-1, 0)", "up,k", "↑ k", "Cursor up",
                   "Point at the neurons above", "Raster"),
        UserAction("cursor_left", "move(0, 1)", "left", "←", "Cursor left",
                   "Point at an earlier time", "Raster"),
        UserAction("cursor_right", "move(0, -1)", "right", "→", "Cursor right",
                   "Point at a later time", "Raster"),
        UserAction("choose_neuron", "choose", "enter", "Enter", "Select the neuron at the cursor",
                   "The other views show it larger", "Raster", "select", "Enter", 6),
        UserAction("no_cursor", "no_cursor", "escape", "Esc", "Take the cursor away",
                   "And tell the range of neurons again", "Raster"),
        UserAction("zoom_in", "zoom(1)", "z", "z", "Fewer neurons",
                   "Look at half as many, about the cursor; also by the wheel", "Raster",
                   "zoom", "z Z", 2),
        UserAction("zoom_out", "zoom(-1)", "Z", "Z", "More neurons",
                   "Look at twice as many", "Raster"),
        UserAction("neurons_down", "page(1)", "pagedown", "PgDn", "Neurons further down",
                   "Move on by half of what is in sight", "Raster"),
        UserAction("neurons_up", "page(-1)", "pageup", "PgUp", "Neurons further up",
                   "Move back by half of what is in sight", "Raster"),
        UserAction("less_time", "zoom_time(1)", "left_curly_bracket", "{", "Less time in a dot",
                   "Look closer at a shorter past; also by the wheel over the rates", "Raster",
                   "time", "{ }", 3),
        UserAction("more_time", "zoom_time(-1)", "right_curly_bracket", "}", "More time in a dot",
                   "See a longer past", "Raster"),
        UserAction("earlier", "scroll(-0.5)", "B,shift+left", "B", "Back in time",
                   "Move back by half of what is in sight, and stay there", "Raster",
                   "back", "B F", 7),
        UserAction("later", "scroll(0.5)", "F,shift+right", "F", "Forward in time",
                   "Move on by half of what is in sight", "Raster"),
        UserAction("raster_pulse", "pulse(False)", "p", "p", "Pulse into the selected neuron",
                   "Inject the current pulse that is set in the controls", "Raster",
                   "pulse", "p", 4, in_replay="never"),
        UserAction("raster_pulse_all", "pulse(True)", "P", "P", "Pulse into all neurons",
                   "Inject the current pulse that is set in the controls", "Raster",
                   in_replay="never"),
        UserAction("oldest", "oldest", "home", "Home", "Oldest spikes that are kept",
                   "The start, or as far back as 3 million spikes reach", "Raster"),
        UserAction("now", "now", "end", "End", "Now",
                   "Go along with time again", "Raster"),
        UserAction("everything", "everything", "a", "a", "All neurons, now",
                   "Show every neuron, and go along with time", "Raster", "all", "a", 7),
        UserAction("point_at_busiest", "busiest", "b", "b", "The busiest neuron",
                   "Point at the neuron of the highest rate, and select it", "Raster",
                   "busiest", "b", 4),
        UserAction("point_at", "go_to", "g", "g", "Go to a neuron",
                   "Point at a neuron by its number, and select it", "Raster"),
    )  # fmt: skip

    DEFAULT_CSS: ClassVar[str] = """
    Raster {
        RasterPlot, RateCurves {
            border: round $frame;
            border-title-color: $foreground;
            border-title-style: bold;
            border-subtitle-color: $quiet;
            .raster--label { color: $quiet; }
            .raster--label-chosen { color: $foreground; background: $chosen; text-style: bold; }
            .raster--unknown { color: $unknown; }
            .raster--pulse { color: $spike; text-style: bold underline; }
            .raster--pulse-mark { color: $spike; text-style: bold; }
            .raster--cursor { color: $foreground; text-style: bold reverse; }
            .raster--population-0 { color: $population-1; }
            .raster--population-1 { color: $population-2; }
            .raster--population-2 { color: $population-3; }
            .raster--population-3 { color: $population-4; }
            .raster--population-4 { color: $population-5; }
            .raster--population-5 { color: $population-6; }
        }
        RasterPlot { height: 1fr; }
        RasterPlot:focus { border: round $frame-focus; border-title-color: $frame-focus; }
        RateCurves { height: 25%; min-height: 4; }
    }
    """

    def __init__(self, steering: Steering, status: Status) -> None:
        super().__init__(steering, status)
        self.plot = RasterPlot()
        self._rates = RateCurves()
        self._window = RasterWindow(status.size, status.dt_ms)
        self._cursor: Cursor | None = None
        self._shown: Picture | None = None
        self._order: RowOrder | None = None
        self._wants_busiest = False

    @classmethod
    def suits(cls, status: Status) -> bool:
        """Whether it is the first to look at."""
        return status.size > MANY_NEURONS

    def compose(self) -> ComposeResult:
        """One above the other, over the same time."""
        yield self.plot
        yield self._rates

    @property
    def raster(self) -> WatchRaster:
        """What the engine should count for this view; nothing while it can't be seen."""
        lines, columns = self.plot.lines, self.plot.columns
        if not self.display or lines < 1 or columns < 1:
            return NO_RASTER
        return self._window.request(lines, columns)

    def begin(self) -> None:
        """Take the focus, and go along with time."""
        self.screen.set_focus(self.plot)
        self._window.end_step = None

    def show(self, frame: Frame, now: float) -> None:
        """Draw the frame's raster."""
        before, self.status = self.status, frame.status
        if (before.network, before.size, before.dt_ms) != _identity(frame.status):
            self._window = RasterWindow(frame.status.size, frame.status.dt_ms)
            self._cursor = None
        elif frame.status.step < before.step and frame.status.replayed is None:
            self._window.end_step = None
        if frame.raster is None:
            self.wait(frame.status)
        else:
            self._shown = frame.raster
            self._draw()
        before_order, self._order = self._order, frame.rows.order
        if self._wants_busiest and self._order is not None and self._order is not before_order:
            self._point_at_busiest(self._order)

    def wait(self, status: Status) -> None:
        """Say why there is nothing to draw."""
        self._shown = None
        self.plot.caption(self.TITLE, "")
        self.plot.wait(waiting(status))
        self._rates.wait()

    def on_raster_plot_clicked(self, event: RasterPlot.Clicked) -> None:
        """Point there, and select the neuron."""
        self._cursor = event.cursor
        self.action_choose()

    def on_raster_plot_zoomed(self, event: RasterPlot.Zoomed) -> None:
        """Zoom about the mouse."""
        if event.is_time:
            self.action_zoom_time(event.direction)
        else:
            about = self._about if event.about is None else event.about.neuron
            self._window.zoom_neurons(event.direction, about)

    def action_move(self, down: int, back: int) -> None:
        """Point at a row further down and a column further back, or at the newest at first."""
        if self._shown is None:
            return
        columns = self._shown.counts.shape[1]
        if self._cursor is None:
            self._cursor = Cursor(self._about, columns // 2)
        else:
            neuron = captions.neuron_beside(self._shown, self._cursor.neuron, down)
            self._window.bring_in_sight(neuron)
            at = self._cursor.back + back
            if not 0 <= at < columns:
                self._move_time(-back * columns // 4)
                at = min(max(0, at), columns - 1)
            self._cursor = Cursor(neuron, at)
        self._draw()

    def action_choose(self) -> None:
        """Select the neuron at the cursor."""
        if self._cursor is not None:
            self.steering.select(self._cursor.neuron)
            self._draw()

    def action_no_cursor(self) -> None:
        """Point at nothing."""
        self._cursor = None
        self._draw()

    def action_zoom(self, direction: int) -> None:
        """Look at fewer neurons (1) or at more (-1)."""
        self._window.zoom_neurons(direction, self._about)

    def action_page(self, direction: int) -> None:
        """Move among the neurons by half of those in sight."""
        self._window.move_neurons(direction * max(1, self._window.neurons // 2))
        self._cursor = None

    def action_zoom_time(self, direction: int) -> None:
        """Look at less time (1) or at more (-1)."""
        self._window.zoom_time(direction, self.plot.columns)

    def action_scroll(self, screens: float) -> None:
        """Look at a later time, or an earlier one if below 0."""
        self._move_time(round(screens * self.plot.columns))

    def action_oldest(self) -> None:
        """Look at the oldest time of which all spikes are kept."""
        self._move_time(-self.status.step)

    def action_now(self) -> None:
        """Go along with time."""
        self._window.end_step = None

    def action_everything(self) -> None:
        """Show every neuron, now."""
        self._window.show_all()

    async def action_go_to(self) -> None:
        """Ask for a neuron's number."""
        assert isinstance(self.app, Asking)
        await self.app.ask(GoToDialog(self.status.size), self._go_to)

    def action_busiest(self) -> None:
        """Ask who fires most; the engine counts."""
        self._wants_busiest = True
        self.steering.sort("rate")

    def action_pulse(self, everyone: bool) -> None:
        """Inject the pulse that is set; where it began, a frame will say."""
        self.app.notify(self.steering.pulse(None if everyone else self.steering.selected))

    def _point_at_busiest(self, order: RowOrder) -> None:
        self._wants_busiest = False
        neuron = int(order.neurons[0])
        self._go_to(neuron)
        rate = f"{order.rates_hz[neuron]:.3g} Hz in {order.window_s:.3g} s"
        self.notify(f"Neuron {neuron} is the busiest: {rate}")

    def _go_to(self, neuron: int | None) -> None:
        if neuron is not None:
            self._window.bring_in_sight(neuron)
            self._cursor = Cursor(neuron, self.plot.columns // 2)
            self.action_choose()

    def _move_time(self, by: int) -> None:
        if self._shown is not None:
            oldest, now = self._shown.oldest_step, self.status.step
            self._window.move_time(by, self.plot.columns, oldest, now)

    @property
    def _about(self) -> int:
        """The neuron to zoom about: the cursor's, else the selected one, else the middle one."""
        first, end = self._window.first, self._window.first + self._window.neurons
        if self._cursor is not None and first <= self._cursor.neuron < end:
            return self._cursor.neuron
        selected = self.steering.selected
        return selected if first <= selected < end else (first + end) // 2

    def _draw(self) -> None:
        if self._shown is None:
            return
        raster, status, width = self._shown, self.status, self.plot.size.width - FRAME
        is_past, full = self._window.end_step is not None, self.plot.full
        where = captions.title(raster, self._cursor, status.size, status.dt_ms)
        what = captions.subtitle(raster, status.dt_ms, full, width, is_past=is_past)
        self.plot.caption(f"{self.TITLE} · {where}", what)
        self.plot.show(self._shown, self.status.dt_ms, self._cursor, self.steering.selected)
        self._rates.show(self._shown, self.status.dt_ms)
        lines, height = len(raster.populations) + BORDER, self.size.height
        is_fitting = USUAL_RATES * height < lines <= MOST_RATES * height
        self._rates.styles.height = lines if is_fitting else None


def _identity(status: Status) -> tuple[str, int, float]:
    return status.network, status.size, status.dt_ms
