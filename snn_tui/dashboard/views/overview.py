"""Overview: rows and the chosen neuron at the left, controls and spike log at the right."""

from typing import get_args

from textual.app import ComposeResult
from textual.containers import Vertical

from engine.live.commands import Watch
from engine.live.frame import Frame, Status
from engine.live.row_order import SortedBy
from snn_tui.dashboard.dialogs.asking import Asking
from snn_tui.dashboard.dialogs.go_to import GoToDialog
from snn_tui.dashboard.status_text import waiting
from snn_tui.dashboard.steering import Steering
from snn_tui.dashboard.terminal.plain_text import PlainApp
from snn_tui.dashboard.user_action import UserAction
from snn_tui.dashboard.views.view import NO_ROWS, View
from snn_tui.dashboard.widgets.controls import Controls
from snn_tui.dashboard.widgets.neuron_detail import NeuronDetail
from snn_tui.dashboard.widgets.potential_rows import PotentialRows
from snn_tui.dashboard.widgets.spike_log import SpikeLog

ORDERS = get_args(SortedBy)
BORDER = 2
"""Lines of a widget's frame."""
DETAIL_LINES = {"-short": 7, "-tall": 12}
"""Lines within the frame of the chosen neuron, as the style sheet has them."""


class Overview(View):
    """The network at a glance, and one neuron of it closely."""

    NAME = "overview"
    KEY = "1"
    TITLE = "Overview"
    EXPLANATION = "The network at a glance, and one neuron of it closely"
    ACTIONS = (
        UserAction("pulse", "pulse(False)", "p", "p", "Pulse into the selected neuron",
                   "Inject the current pulse that is set in the controls", "To begin with",
                   "pulse", "p", 3, in_replay="never"),
        UserAction("pulse_all", "pulse(True)", "P", "P", "Pulse into all neurons",
                   "Inject the current pulse that is set in the controls", "Stimulus",
                   in_replay="never"),
        UserAction("next", "move(1)", "down,j", "↓ j", "Next neuron",
                   "Select the neuron below", "To begin with", "neuron", "↑ ↓", 7),
        UserAction("previous", "move(-1)", "up,k", "↑ k", "Previous neuron",
                   "Select the neuron above", "To begin with"),
        UserAction("page_down", "page(1)", "pagedown", "PgDn", "Page down",
                   "Select a neuron one page below", "Neurons"),
        UserAction("page_up", "page(-1)", "pageup", "PgUp", "Page up",
                   "Select a neuron one page above", "Neurons"),
        UserAction("rows_below", "move_population(1)", "ctrl+down,J", "Ctrl+↓ J",
                   "Next population",
                   "Select the first neuron of the population below", "Neurons"),
        UserAction("rows_above", "move_population(-1)", "ctrl+up,K", "Ctrl+↑ K",
                   "Previous population",
                   "Select the first neuron of this population, or of the one above", "Neurons"),
        UserAction("first", "first", "home", "Home", "First neuron",
                   "Select the neuron of the first row", "Neurons"),
        UserAction("last", "last", "end", "End", "Last neuron",
                   "Select the neuron of the last row", "Neurons"),
        UserAction("go_to", "go_to", "g", "g", "Go to a neuron",
                   "Select a neuron by its number", "Neurons"),
        UserAction("busiest", "busiest", "b", "b", "Busiest first",
                   "Sort neurons by their rates, and select the busiest", "Neurons",
                   "busiest", "b", 9),
        UserAction("sort", "sort", "s", "s", "Another order",
                   "Sort neurons by number, by rate, or by rate in each population", "Neurons"),
        UserAction("enlarge", "enlarge", "enter,d", "Enter d", "Enlarge the selected neuron",
                   "Give its curves most of the screen, or take it back", "View",
                   "enlarge", "d", 10),
        UserAction("fill_scales", "fill_scales", "a", "a", "Fixed or filled scales",
                   "Draw each curve on its model's range, or let it fill its scale", "View"),
        UserAction("wider", "app.nudge('column', 1)", "right_curly_bracket", "}",
                   "More time in a column",
                   "Show a longer past, coarser, as far back as it is kept", "View"),
        UserAction("narrower", "app.nudge('column', -1)", "left_curly_bracket", "{",
                   "Less time in a column",
                   "Show a shorter past, finer; what is older has gaps", "View"),
        UserAction("filter", "filter", "f", "f", "Log of one neuron alone",
                   "Show all spikes in the log, or those of the selected neuron", "View",
                   "filter", "f", 9),
        UserAction("follow", "follow", "l", "l", "Follow the log",
                   "Return to the newest spikes", "View"),
        UserAction("leave", "leave", "escape", "Esc", "Back to the neurons",
                   "Leave a control or the log", "View"),
    )  # fmt: skip
    FOREMOST = frozenset({"open", "controls"})

    def __init__(self, steering: Steering, status: Status) -> None:
        super().__init__(steering, status)
        self.rows = PotentialRows(status.size)
        self.detail = NeuronDetail()
        self.controls = Controls(steering)
        self.log_ = SpikeLog()
        self._left = Vertical(id="left")
        self._wants_busiest = False
        self._leaps = 0

    def compose(self) -> ComposeResult:
        """Two columns."""
        with self._left:
            yield self.rows
            yield self.detail
        with Vertical(id="right"):
            yield self.controls
            yield self.log_

    @property
    def chosen(self) -> int:
        """The neuron that is shown larger."""
        return self.rows.chosen or 0

    @property
    def window(self) -> Watch:
        """What the engine should tell this view; nothing while it can't be seen."""
        return (self.rows.window or NO_ROWS) if self.display else NO_ROWS

    @property
    def wants_selected(self) -> bool:
        """While there is room for its curves."""
        return self.display and self.detail.display

    @property
    def wants_spikes(self) -> bool:
        """While its log can be seen; it then has the newest of those before."""
        return self.display

    def forget(self) -> None:
        """Begin log and scale anew."""
        self.log_.clear()
        self._wants_busiest = False
        self.rows.forget_scale()

    def show(self, frame: Frame, now: float) -> None:
        """Show a frame that arrived at wall time `now`."""
        if frame.status.size != self.rows.neurons:
            self.rows.resize_network(frame.status.size)
            # Before rows come in an order in which the neuron that was chosen has no place.
            if self.chosen >= frame.status.size:
                self.choose(self.chosen)
            self.share_out()
        before, lines = self.rows.order, self.rows.virtual_size
        self.rows.show(frame.rows)
        if self.rows.virtual_size != lines:
            self.share_out()
        if self._wants_busiest and self.rows.order is not before:
            self._wants_busiest = False
            self.choose(self.rows.neuron_of(0))
        if self.detail.display:
            self._show_chosen(frame)
        if frame.tells_spikes:
            if self._has_leapt(frame):
                self.log_.show_anew(frame, now)
            else:
                self.log_.show(frame, now)
        self.controls.update()

    def pass_time(self, now: float) -> None:
        """Draw what the log still owes."""
        self.log_.pass_time(now)

    def begin(self) -> None:
        """Go to the rows, and ask for the chosen neuron."""
        self.screen.set_focus(self.rows)
        self.choose(self.steering.selected)

    def wait(self, status: Status) -> None:
        """Say why there is nothing to draw."""
        self.detail.wait(self.chosen, waiting(status))

    def show_steering(self) -> None:
        """Show what was asked for."""
        self.controls.update()

    def on_resize(self) -> None:
        """Share the new room out."""
        self.share_out()

    def share_out(self) -> None:
        """Give the chosen neuron the lines that few rows leave."""
        usual = DETAIL_LINES["-tall" if self.screen.has_class("-tall") else "-short"]
        room = self.size.height - usual - 2 * BORDER
        taken = self.rows.lines_in(room)
        is_little = self.detail.display and not self.has_class("enlarged") and 0 < taken < room
        self.rows.styles.height = taken + BORDER if is_little else None
        self.set_class(is_little, "few")

    def _show_chosen(self, frame: Frame) -> None:
        if frame.selected is None:
            self.detail.wait(self.chosen, waiting(frame.status))
        else:
            self.detail.label_width = self.rows.label_width
            self.detail.show(frame.selected, frame.rows.column_ms, frame.status.dt_ms)

    def choose(self, neuron: int) -> None:
        """Choose the neuron of this number, or the nearest there is."""
        nearest = min(max(neuron, 0), self.rows.neurons - 1)
        self.rows.choose(nearest)
        self.log_.choose(nearest)
        self.controls.target(nearest)
        self.steering.select(nearest)

    def on_potential_rows_clicked(self, event: PotentialRows.Clicked) -> None:
        """Choose the neuron of a row."""
        self.choose(event.neuron)

    def on_spike_log_clicked(self, event: SpikeLog.Clicked) -> None:
        """Choose the neuron that spiked."""
        self.choose(event.neuron)

    def on_controls_pulse_clicked(self, event: Controls.PulseClicked) -> None:
        """Inject the pulse that is set."""
        self.action_pulse(event.everyone)

    def action_move(self, neurons: int) -> None:
        """Choose a neuron so many rows further on."""
        row = min(max(self.rows.row_of(self.chosen) + neurons, 0), self.rows.neurons - 1)
        self.choose(self.rows.neuron_of(row))

    def action_page(self, pages: int) -> None:
        """Choose a neuron so many pages further on."""
        self.action_move(pages * self.rows.page)

    def action_move_population(self, step: int) -> None:
        """Choose the first neuron of a population further on, and begin the rows with it."""
        assert isinstance(self.app, PlainApp)
        if not self.rows.has_headings:
            is_mixed = self.rows.order is not None
            why = "rows are sorted by rate; press s" if is_mixed else "there is but one"
            self.app.complain(f"No other population to go to: {why}")
            return
        self.app.take_back()
        row = self.rows.beginning(self.rows.row_of(self.chosen), step)
        if row is not None:
            self.choose(self.rows.neuron_of(row))
            self.rows.bring_to_top(row)

    def action_first(self) -> None:
        """Choose the neuron of the first row."""
        self.choose(self.rows.neuron_of(0))

    def action_last(self) -> None:
        """Choose the neuron of the last row."""
        self.choose(self.rows.neuron_of(self.rows.neurons - 1))

    def action_busiest(self) -> None:
        """Sort neurons by their rates up to now, and choose the first."""
        self._wants_busiest = True
        self.steering.sort("rate")

    def action_sort(self) -> None:
        """Sort neurons in the next way; the chosen one stays chosen."""
        by = "number" if self.rows.order is None else self.rows.order.by
        self.steering.sort(ORDERS[(ORDERS.index(by) + 1) % len(ORDERS)])

    async def action_go_to(self) -> None:
        """Ask for a neuron's number."""
        assert isinstance(self.app, Asking)
        await self.app.ask(GoToDialog(self.rows.neurons), self._go_to)

    def action_pulse(self, everyone: bool) -> None:
        """Inject the pulse that is set."""
        assert isinstance(self.app, PlainApp)
        if refusal := self.steering.refusal("amplitude"):
            self.app.complain(refusal)
            return
        self.app.take_back()
        target = None if everyone else self.chosen
        self.log_.note(self.steering.pulse(target))

    def action_enlarge(self) -> None:
        """Give the chosen neuron most of the room, or take it back."""
        self.toggle_class("enlarged")
        self.share_out()

    def action_fill_scales(self) -> None:
        """Draw curves on scales that stay, or let each fill its own."""
        self.detail.toggle_scale()

    def action_filter(self) -> None:
        """Show all spikes, or those of the chosen neuron."""
        self.log_.toggle_filter()

    def action_follow(self) -> None:
        """Return to the newest spikes."""
        self.log_.action_follow()

    def action_leave(self) -> None:
        """Go back to the rows."""
        self.screen.set_focus(self.rows)

    def _go_to(self, neuron: int | None) -> None:
        if neuron is not None:
            self.choose(neuron)

    def _has_leapt(self, frame: Frame) -> bool:
        """Whether a replay does not go on from where it was."""
        replayed = frame.status.replayed
        before, self._leaps = self._leaps, 0 if replayed is None else replayed.leaps
        return self._leaps != before
