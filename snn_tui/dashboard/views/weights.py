"""Weights: what synapses that learn are like, how they change, and whose are the strongest."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from engine.live.commands import WatchWeights
from engine.live.frame import Frame, Status
from engine.live.weights import Weights as Picture
from snn_tui.dashboard.another_run import is_another_run
from snn_tui.dashboard.dialogs.asking import Asking
from snn_tui.dashboard.dialogs.go_to import GoToDialog
from snn_tui.dashboard.status_text import waiting
from snn_tui.dashboard.steering import Steering
from snn_tui.dashboard.user_action import UserAction
from snn_tui.dashboard.views.view import NO_WEIGHTS, View
from snn_tui.dashboard.widgets.weight_panels import (
    WeightPanel,
    course,
    histogram,
    incoming,
    map_size,
    weight_map,
)

PAGE = 10
LOOKING = "Looking through all weights."
STILL = (
    "No synapse of {title} learns: its weights stay as they are, so there is nothing to see "
    "here.\n\n{instead}\n\nA network of your own learns by a [projections.plasticity] table in its "
    "file: snn-tui --network FILE; docs/plasticity.md tells which rules there are.\n\n"
    "1 leads back to the overview."
)

UNRECORDED = (
    "A recording has no weights: they are far more than all its spikes.\n\n"
    "snn-tui --headless weights runs a network, and writes those that it has then.\n\n"
    "1 leads back to the overview."
)


class Weights(View):
    """A projection that learns: its weights now and at first, over time, by group and by neuron."""

    NAME = "weights"
    KEY = "5"
    TITLE = "Weights"
    EXPLANATION = "What synapses that learn are like, and how they change"
    ACTIONS = (
        UserAction("next_target", "move(1)", "down,j", "↓ j", "Next target",
                   "Select the next neuron that has such synapses", "Weights", "target", "↑ ↓", 1),
        UserAction("previous_target", "move(-1)", "up,k", "↑ k", "Previous target",
                   "Select the neuron before that has such synapses", "Weights"),
        UserAction("targets_down", f"move({PAGE})", "pagedown", "PgDn", "Ten targets on",
                   "Select a neuron ten further on", "Weights"),
        UserAction("targets_up", f"move({-PAGE})", "pageup", "PgUp", "Ten targets back",
                   "Select a neuron ten before", "Weights"),
        UserAction("go_to_target", "go_to", "g", "g", "Go to a neuron",
                   "Select a neuron by its number", "Weights", "go to", "g", 8),
        UserAction("projection", "projection", "a", "a", "Another projection",
                   "Show the next projection that learns", "Weights", "another projection", "a", 7),
    )  # fmt: skip

    FOREMOST = frozenset({"learning", "reward"})
    DEFAULT_CSS: ClassVar[str] = """
    Weights {
        layout: horizontal;
        #weights-right { width: 43%; }
        #weights-still { display: none; padding: 1 2; width: 80; }
        &.still #weights-still { display: block; }
        &.still Vertical { display: none; }
    }
    """

    def __init__(self, steering: Steering, status: Status) -> None:
        super().__init__(steering, status)
        self._still = Static(id="weights-still")
        self._histogram = WeightPanel("Weights", histogram)
        self._map = WeightPanel("Map", weight_map)
        self._course = WeightPanel("Course", course)
        self._incoming = WeightPanel("Incoming", incoming)
        self._still_title = ""
        self._number = 0
        self._shown: Picture | None = None
        self._words = ""

    def compose(self) -> ComposeResult:
        """Two columns, or words where nothing learns."""
        yield self._still
        with Vertical(id="weights-left"):
            yield self._histogram
            yield self._course
        with Vertical(id="weights-right"):
            yield self._map
            yield self._incoming

    @property
    def weights(self) -> WatchWeights:
        """What the engine should summarise for this view; nothing while it can't be seen."""
        rows, columns = map_size(*self._map.content_size)
        if not self.display or rows < 1 or columns < 1:
            return NO_WEIGHTS
        return WatchWeights(self._number, rows, columns)

    def begin(self) -> None:
        """Whatever had the focus is out of sight."""
        self.screen.set_focus(None)
        self._show_whether_any_learn(self.status)

    def show(self, frame: Frame, now: float) -> None:
        """Show the frame's weights, if they are others than before."""
        before, self.status = self.status, frame.status
        self._show_whether_any_learn(frame.status)
        weights, shown = frame.weights, self._shown
        if weights is None:
            if waiting(frame.status) or is_another_run(before, frame.status):
                self._draw(None, waiting(frame.status) or LOOKING)
            elif shown is None or shown.number != self._number:
                self._draw(None, LOOKING)
        elif shown is None or not _is_same(weights, shown):
            # Not the picture's own number: that may be of before another one was asked for.
            self._number = min(self._number, weights.of - 1)
            self._draw(weights, "")

    def wait(self, status: Status) -> None:
        """Say why there is nothing to draw."""
        self._draw(None, waiting(status))

    def action_move(self, neurons: int) -> None:
        """Select a target so many further on, or the nearest there is."""
        if self._shown is None:
            return
        target, selected = self._shown.target, self.steering.selected
        if target.first <= selected <= target.last:
            selected += neurons
        self.steering.select(min(max(selected, target.first), target.last))

    async def action_go_to(self) -> None:
        """Ask for a neuron's number."""
        assert isinstance(self.app, Asking)
        await self.app.ask(GoToDialog(self.status.size), self._go_to)

    def action_projection(self) -> None:
        """Show the next projection that learns, after the last the first."""
        if self._shown is not None:
            self._number = (self._number + 1) % self._shown.of

    def _go_to(self, neuron: int | None) -> None:
        if neuron is not None:
            self.steering.select(neuron)

    def _show_whether_any_learn(self, status: Status) -> None:
        is_replay = status.replayed is not None
        is_still = status.learning is None or is_replay
        self.set_class(is_still, "still")
        if is_still and self._still_title != status.title:
            self._still_title = status.title
            self._shown = None
            still = UNRECORDED if is_replay else _still(status)
            self._still.update(Content(still))

    def _draw(self, weights: Picture | None, words: str) -> None:
        if weights is None and self._shown is None and words == self._words:
            return
        self._shown, self._words = weights, words
        self._histogram.show(weights, words)
        for panel in (self._course, self._map, self._incoming):
            panel.show(weights, "")


def _is_same(one: Picture, other: Picture) -> bool:
    """Whether two pictures are of one moment: each has arrays of its own."""
    return one.counts is other.counts and one.incoming is other.incoming


def _still(status: Status) -> str:
    return STILL.format(title=status.title, instead=_what_to_open())


def _what_to_open() -> str:
    """How to come to a network that learns."""
    # Loads the engine's models, which by then the engine itself has done.
    from engine.gallery import from_gallery, names  # noqa: PLC0415

    titles = [network.title for network in map(from_gallery, names()) if network.learns]
    if not titles:
        return "o opens another network."
    return f"o opens another network. Of the gallery these learn: {'; '.join(titles)}."
