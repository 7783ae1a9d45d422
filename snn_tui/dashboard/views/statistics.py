"""Statistics: how populations fire, in numbers, histograms and a spectrum, over a stated window."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal

from engine.live.frame import Frame, Status
from engine.live.spike_statistics import SpikeStatistics
from snn_tui.dashboard.status_text import waiting
from snn_tui.dashboard.steering import Steering
from snn_tui.dashboard.user_action import UserAction
from snn_tui.dashboard.views.view import View
from snn_tui.dashboard.widgets.statistics_panels import (
    Shown,
    StatisticsPanel,
    intervals,
    rates,
    spectrum,
    table,
)

GATHERING = "Gathering spikes."
FRAME = 3
"""Lines of the table's frame and its heading."""


class Statistics(View):
    """A line for each population, and the selected one's rates, intervals and spectrum."""

    NAME = "statistics"
    KEY = "4"
    TITLE = "Statistics"
    EXPLANATION = "Rates, intervals and rhythms of populations"
    ACTIONS = (
        UserAction("next_population", "move(1)", "down,j", "↓ j", "Next population",
                   "Show the population below in full", "Statistics", "population", "↑ ↓", 1),
        UserAction("previous_population", "move(-1)", "up,k", "↑ k", "Previous population",
                   "Show the population above in full", "Statistics"),
    )  # fmt: skip
    DEFAULT_CSS: ClassVar[str] = """
    Statistics {
        #statistics-populations { max-height: 45%; }
        Horizontal { height: 1fr; }
        Horizontal > StatisticsPanel { width: 1fr; height: 100%; }
    }
    """

    def __init__(self, steering: Steering, status: Status) -> None:
        super().__init__(steering, status)
        self._table = StatisticsPanel("Populations", table)
        self._plots = (StatisticsPanel("Rates", rates), StatisticsPanel("Intervals", intervals))
        self._spectrum = StatisticsPanel("Spectrum", spectrum)
        self._told: SpikeStatistics | None = None
        self._number = 0
        self._words = ""

    def compose(self) -> ComposeResult:
        """A table, two histograms beside each other, and a spectrum."""
        yield self._table
        with Horizontal():
            yield from self._plots
        yield self._spectrum

    @property
    def wants_statistics(self) -> bool:
        """While it can be seen."""
        return self.display

    def begin(self) -> None:
        """What was told before it went out of sight is old; whatever had the focus is too."""
        self.screen.set_focus(None)
        self._draw(None, GATHERING)

    def show(self, frame: Frame, now: float) -> None:
        """Show the frame's statistics, if they are others than before."""
        if frame.status.network != self.status.network:
            self._number = 0
        self.status = frame.status
        told, words = frame.statistics, waiting(frame.status) or GATHERING
        if told is None:
            if self._told is not None or words != self._words:
                self._draw(None, words)
        elif self._told is None or told.populations[0].rates is not self._told.populations[0].rates:
            self._draw(told, "")

    def wait(self, status: Status) -> None:
        """Say why there is nothing to draw."""
        self._draw(None, waiting(status))

    def action_move(self, populations: int) -> None:
        """Show another population in full, or the nearest there is."""
        if self._told is not None:
            self._number += populations
            self._draw(self._told, "")

    def _draw(self, told: SpikeStatistics | None, words: str) -> None:
        self._told, self._words = told, words
        shown = None
        if told is not None:
            self._number = min(max(self._number, 0), len(told.populations) - 1)
            self._table.styles.height = len(told.populations) + FRAME
            shown = Shown(told, self._number)
        self._table.show(shown, words)
        for panel in (*self._plots, self._spectrum):
            panel.show(shown, "")
