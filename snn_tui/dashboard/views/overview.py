"""Overview: rows and the chosen neuron at the left, controls and spike log at the right."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from engine.live.commands import Watch
from engine.live.frame import Frame
from snn_tui.dashboard.status_text import waiting
from snn_tui.dashboard.steering import Steering
from snn_tui.dashboard.widgets.controls import Controls
from snn_tui.dashboard.widgets.neuron_detail import NeuronDetail
from snn_tui.dashboard.widgets.potential_rows import PotentialRows, row_height
from snn_tui.dashboard.widgets.spike_log import SpikeLog

BORDER = 2
"""Lines of a widget's frame."""
DETAIL_LINES = {"-short": 7, "-tall": 12}
"""Lines within the frame of the chosen neuron, as the style sheet has them."""


class Overview(Horizontal):
    """The network at a glance, and one neuron of it closely."""

    def __init__(self, steering: Steering, neurons: int) -> None:
        super().__init__(id="overview")
        self.rows = PotentialRows(neurons)
        self.detail = NeuronDetail()
        self.controls = Controls(steering)
        self.log_ = SpikeLog()
        self._left = Vertical(id="left")
        self._steering = steering
        self._identity: tuple[object, ...] = ()
        self._step = 0

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
    def window(self) -> Watch | None:
        """What the engine should record for this view; None while it can't be seen."""
        return self.rows.window if self.display else None

    def show(self, frame: Frame, now: float) -> None:
        """Show a frame that arrived at wall time `now`."""
        if self._is_another_run(frame):
            self.log_.clear()
            self.rows.forget_scale()
        if frame.status.size != self.rows.neurons:
            self.rows.resize_network(frame.status.size)
            self.share_out()
        self.rows.show(frame.rows)
        if self.chosen >= frame.status.size:
            self.choose(self.chosen)
        if self.detail.display:
            self._show_chosen(frame)
        self.log_.show(frame, now)
        self.controls.update()

    def on_resize(self) -> None:
        """Share the new room out."""
        self.share_out()

    def share_out(self) -> None:
        """Give the chosen neuron the lines that few rows leave."""
        usual = DETAIL_LINES["-tall" if self.screen.has_class("-tall") else "-short"]
        room = self.size.height - usual - 2 * BORDER
        taken = self.rows.neurons * row_height(self.rows.neurons, room)
        is_little = self.detail.display and not self.has_class("enlarged") and 0 < taken < room
        self.rows.styles.height = taken + BORDER if is_little else None
        self.set_class(is_little, "few")

    def _show_chosen(self, frame: Frame) -> None:
        if frame.selected is None:
            self.detail.wait(self.chosen, waiting(frame.status))
        else:
            span_ms = self.detail.columns * frame.rows.column_ms
            self.detail.show(frame.selected, round(span_ms / frame.status.dt_ms))

    def choose(self, neuron: int) -> None:
        """Choose the neuron of this number, or the nearest there is."""
        nearest = min(max(neuron, 0), self.rows.neurons - 1)
        self.rows.choose(nearest)
        self.log_.choose(nearest)
        self.controls.target(nearest)
        self._steering.select(nearest)

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
        """Choose a neuron so many further on."""
        self.choose(self.chosen + neurons)

    def action_page(self, pages: int) -> None:
        """Choose a neuron so many pages further on."""
        self.choose(self.chosen + pages * self.rows.page)

    def action_first(self) -> None:
        """Choose neuron 0."""
        self.choose(0)

    def action_last(self) -> None:
        """Choose the last neuron."""
        self.choose(self.rows.neurons - 1)

    def action_pulse(self, everyone: bool) -> None:
        """Inject the pulse that is set."""
        target = None if everyone else self.chosen
        self.log_.note(self._steering.pulse(target))

    def action_enlarge(self) -> None:
        """Give the chosen neuron most of the room, or take it back."""
        self.toggle_class("enlarged")
        self.share_out()

    def action_filter(self) -> None:
        """Show all spikes, or those of the chosen neuron."""
        self.log_.toggle_filter()

    def action_follow(self) -> None:
        """Return to the newest spikes."""
        self.log_.action_follow()

    def action_controls(self) -> None:
        """Go to the controls."""
        self.screen.set_focus(self.controls)

    def action_leave(self) -> None:
        """Go back to the rows."""
        self.screen.set_focus(self.rows)

    def _is_another_run(self, frame: Frame) -> bool:
        """Whether the network was built anew, or began again."""
        status = frame.status
        identity = (status.network, status.size, status.seed, status.coupling)
        another = identity != self._identity or status.step < self._step
        self._identity, self._step = identity, status.step
        return another
