"""PotentialRows: the membrane potential of every neuron, of which only the visible are drawn."""

from typing import ClassVar

import numpy as np
from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from engine.live.commands import Watch
from engine.live.frame import Rows
from engine.live.row_order import RowOrder
from snn_tui.dashboard.drawing.row_lines import HEADING, RowLines
from snn_tui.dashboard.drawing.scale import WITHIN_PERCENT, CommonScale
from snn_tui.dashboard.drawing.sparks import BAR, BLANK, UNKNOWN, Sparks
from snn_tui.dashboard.widgets.neuron_detail import GUTTER
from snn_tui.dashboard.widgets.styled_widget import StyledWidget

TALLEST_ROW = 6
STYLE_OF_KIND = ("trace", "spike", "unknown")
"""In the order of the kinds of characters."""
DIMENSIONLESS = (-2.0, 2.0)
MILLIVOLTS = 10.0
"""What a scale in mV grows by."""
POINTER = "▶"
FRAME = 4
"""Width of a border's lines and spaces about its words, within its corners."""
ROOM_FOR_ALL = 44
RATE, BRIEF_HZ = 6, 100
"""Columns of a rate; from so many Hz on it has no decimals."""
WORDS = {"rate": "busiest first · ", "population": "by population · ", "number": ""}
"""How rows are sorted."""


def row_height(neurons: int, lines: int) -> int:
    """How many of these lines, headings not counted, a neuron's row takes."""
    return max(1, min(TALLEST_ROW, lines // neurons))


class PotentialRows(StyledWidget, ScrollView, can_focus=True, inherit_bindings=False):
    """One row of bars per neuron on one common scale, the newest column at the right.

    Rows grow taller when there are fewer neurons than lines.
    """

    STYLE_PREFIX = "potential-rows"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"potential-rows--{part}{chosen}"
        for part in ("index", "trace", "spike", "unknown")
        for chosen in ("", "-chosen")
    } | {"potential-rows--heading"}

    class Clicked(Message):
        """The user clicked the row of a neuron."""

        def __init__(self, neuron: int) -> None:
            self.neuron = neuron
            super().__init__()

    def __init__(self, neurons: int) -> None:
        super().__init__(id="rows")
        self.border_title = "Membrane potential"
        self.neurons = neurons
        self.chosen: int | None = None
        self.order: RowOrder | None = None
        self._populations: tuple[tuple[str, int], ...] = ()
        self._lines = RowLines(neurons, 1)
        self._headings: dict[int, str] = {}
        """Words above a row, where there is more than one population."""
        self.scale = CommonScale(*DIMENSIONLESS, grain=0.5)
        self._unit: str | None = None
        self._room = Size(0, 0)
        self._rows: Rows | None = None
        self._sparks: Sparks | None = None
        self._strips: dict[tuple[int, int], Strip] = {}

    @property
    def row_height(self) -> int:
        """Lines that a neuron takes."""
        return row_height(self.neurons, self._room.height - len(self._headings))

    def lines_in(self, room: int) -> int:
        """How many lines of this room all rows and headings would take."""
        headings = len(self._headings)
        return headings + self.neurons * row_height(self.neurons, room - headings)

    @property
    def page(self) -> int:
        """How many neurons are in sight."""
        return max(1, self._room.height // self.row_height)

    @property
    def columns(self) -> int:
        """Columns that fit beside the index."""
        return max(0, self._room.width - self.label_width)

    @property
    def first(self) -> int:
        """The uppermost row in sight."""
        return self._lines.at(round(self.scroll_offset.y))[0]

    def neuron_of(self, row: int) -> int:
        """The neuron in a row."""
        return row if self.order is None else int(self.order.neurons[row])

    def row_of(self, neuron: int) -> int:
        """The row of a neuron."""
        return neuron if self.order is None else int(self.order.rows[neuron])

    def beginning(self, row: int, step: int) -> int | None:
        """The row where the next population begins, step = 1, or this one or the one before,
        step = -1; None if no population does."""
        begins = sorted(self._headings)
        if step > 0:
            return next((begin for begin in begins if begin > row), None)
        return next((begin for begin in reversed(begins) if begin < row), None)

    @property
    def has_headings(self) -> bool:
        """Whether rows keep several populations together."""
        return bool(self._headings)

    @property
    def window(self) -> Watch | None:
        """What the engine should record for this widget; None while it can't be seen."""
        columns = self.columns
        if columns < 1 or self._room.height < 1:
            return None
        rows = min(self.page + 1, self.neurons - self.first)
        return Watch(self.first, rows, columns)

    def show(self, rows: Rows) -> None:
        """Draw these rows; the chosen neuron stays in sight if they are in another order."""
        self._rows = rows
        if rows.order is not self.order or rows.populations != self._populations:
            self._take_order(rows)
        self._fit_scale(rows)
        self.scale.include(rows.x[~rows.spiked])
        self._sparks = Sparks(rows.x, rows.spiked, self.scale.low, self.scale.high, self.row_height)
        self._strips.clear()
        # Not the frame, nor the scroll bar, which would cut every line in two.
        self.refresh(self._room.region)
        self._caption(rows)

    def resize_network(self, neurons: int) -> None:
        """Make room for so many neurons."""
        self.neurons = neurons
        self.order, self._populations, self._headings = None, (), {}
        self.forget_scale()
        self._set_virtual_size()

    def forget_scale(self) -> None:
        """Begin with the smallest range again: another network is shown."""
        self._unit = None
        self.scale = CommonScale(*DIMENSIONLESS, grain=0.5)

    def _fit_scale(self, rows: Rows) -> None:
        """Take the range that suits the potential's unit, once there are values."""
        known = rows.x[np.isfinite(rows.x) & ~rows.spiked]
        if rows.unit == self._unit or not known.size:
            return
        self._unit = rows.unit
        if rows.unit:
            low, high = np.percentile(known, WITHIN_PERCENT) / MILLIVOLTS
            low, high = np.floor(low) * MILLIVOLTS, np.ceil(high) * MILLIVOLTS
            span = max(MILLIVOLTS, high - low)
            self.scale = CommonScale(float(low), float(low + span), grain=MILLIVOLTS)

    def choose(self, neuron: int | None) -> None:
        """Mark this neuron's row and bring it in sight."""
        self.chosen = neuron
        self._strips.clear()
        if neuron is not None:
            self._bring_in_sight(neuron)
        self.refresh()

    def bring_to_top(self, row: int) -> None:
        """Scroll to where this row, below its heading, is the first in sight."""
        self.scroll_to(y=self._lines.top_with_heading(row), animate=False, force=True)

    def on_resize(self) -> None:
        """Fit rows to the new size; a chosen one stays in sight."""
        chosen = self.chosen
        in_sight = chosen is not None and 0 <= self.row_of(chosen) - self.first < self.page
        self._room = self.scrollable_content_region.size
        self._set_virtual_size()
        self._strips.clear()
        if self.chosen is not None and in_sight:
            self._bring_in_sight(self.chosen)

    def on_click(self, event: events.Click) -> None:
        """Choose the neuron under the mouse."""
        line = event.get_content_offset(self)
        if line is None:
            return
        row, _ = self._lines.at(line.y + round(self.scroll_offset.y))
        if row < self.neurons:
            self.post_message(self.Clicked(self.neuron_of(row)))

    def notify_style_update(self) -> None:
        """Forget what was drawn in other colours."""
        self._strips.clear()
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """One line of one row."""
        key = self._lines.at(y + round(self.scroll_offset.y))
        if key not in self._strips:
            self._strips[key] = self._draw(*key)
        return self._strips[key]

    @property
    def label_width(self) -> int:
        """Width of pointer, number, rate if rows go by it, and a space."""
        own = len(str(self.neurons - 1)) + 2 + (0 if self.order is None else RATE)
        return max(own, GUTTER)

    def _take_order(self, rows: Rows) -> None:
        self.order, self._populations = rows.order, rows.populations
        several = rows.populations if len(rows.populations) > 1 else ()
        ends = [first for _, first in several[1:]] + [self.neurons]
        self._headings = {
            first: f"{name} · {end - first:,}"
            for (name, first), end in zip(several, ends, strict=False)
        }
        self._set_virtual_size()
        self._strips.clear()
        if self.chosen is not None:
            self._bring_in_sight(self.chosen)

    def _label(self, neuron: int, pointer: str) -> str:
        """What stands before a row: its neuron, and how fast it fires, once the engine told it."""
        if self.order is None:
            return f"{pointer}{neuron:>{self.label_width - 2}} "
        number = f"{pointer}{neuron:>{self.label_width - RATE - 2}}"
        rates_hz = None if self._rows is None else self._rows.rates_hz
        at = -1 if self._rows is None else self.row_of(neuron) - self._rows.first
        if rates_hz is None or not 0 <= at < rates_hz.size:
            return f"{number:<{self.label_width}}"
        hz = rates_hz[at]
        return f"{number} {hz:>{RATE - 1}.{1 if hz < BRIEF_HZ else 0}f} "

    def _draw(self, row: int, part: int) -> Strip:
        width, columns = self._room.width, self.columns
        if part == HEADING:
            words = Segment(f" {self._headings[row]}", self.style_of("heading"))
            return Strip([words]).adjust_cell_length(width, self.style_of("heading"))
        neuron = self.neuron_of(row) if row < self.neurons else row
        suffix = "-chosen" if neuron == self.chosen else ""
        styles = [self.style_of(f"{name}{suffix}") for name in STYLE_OF_KIND]
        index_style = self.style_of(f"index{suffix}")
        if neuron >= self.neurons:
            return Strip.blank(width, index_style)
        pointer = POINTER if suffix else " "
        label = self._label(neuron, pointer) if part == 0 else " " * self.label_width
        runs = self._runs(row, part, columns)
        missing = columns - sum(len(text) for text, _ in runs)
        if missing > 0:
            filler = UNKNOWN if part == self.row_height - 1 else " "
            runs.insert(0, (filler * missing, BLANK))
        segments = [Segment(label, index_style)]
        segments += [Segment(text, styles[kind]) for text, kind in runs]
        return Strip(segments).adjust_cell_length(width, styles[BAR])

    def _runs(self, at: int, part: int, columns: int) -> list[tuple[str, int]]:
        """The newest columns of a row that fit; none if the engine has not sent it yet."""
        if self._rows is None or self._sparks is None:
            return []
        row = at - self._rows.first
        if not 0 <= row < len(self._rows.x) or part >= self._sparks.height:
            return []
        return self._sparks.line(row, part, columns)

    def _caption(self, rows: Rows) -> None:
        lowest = round(self.scroll_offset.y) + self._room.height - 1
        last = max(self.first, min(self._lines.at(lowest)[0], self.neurons - 1))
        span = f"{self.first:,}…{last:,}" if last > self.first else f"{last:,}"
        which = f"{span} of {self.neurons:,}"
        name = f" {rows.name}" if rows.x.size else ""
        if not rows.is_recorded:
            self.caption(f"Spikes · {which}", self._unrecorded(rows))
            return
        order, what = ("", "neurons") if self.order is None else (WORDS[self.order.by], "rows")
        titles = (
            f"Membrane potential{name} · {order}{what} {which}",
            f"Membrane potential{name} · {order}{which}",
            f"Potential{name} · {order}{which}",
            f"{rows.name} · {order}{which}",
        )
        fitting = [title for title in titles if len(title) <= self.size.width - FRAME]
        title = fitting[0] if fitting else f"{rows.name} · {which}"
        subtitle = self._spans(rows) if rows.x.size else ""
        self.caption(title, subtitle)

    def _unrecorded(self, rows: Rows) -> str:
        """Why there are no bars, and the time that is in sight."""
        why = "no potentials were recorded"
        if self.size.width <= ROOM_FOR_ALL:
            return why
        seconds = rows.x.shape[1] * rows.column_ms / 1000
        return f"{why} · {rows.column_ms:g} ms a column · {seconds:.3g} s"

    def _spans(self, rows: Rows) -> str:
        """The range of the scale, and the time that is in sight."""
        scale = f"{self.scale.low:g}…{self.scale.high:g}"
        span = f"{rows.name} {scale} {rows.unit}".rstrip()
        if self.order is not None:
            rates = f"Hz in {rows.rate_ms / 1000:.3g} s"
            when = f"sorted at t={self.order.time_ms / 1000:.3f} s"
            parts = (rates, when, span)
            return " · ".join(parts if self.size.width > ROOM_FOR_ALL else parts[:2])
        seconds = rows.x.shape[1] * rows.column_ms / 1000
        parts = (span, f"{rows.column_ms:g} ms a column", f"{seconds:.3g} s")
        return " · ".join(parts if self.size.width > ROOM_FOR_ALL else parts[::2])

    def _set_virtual_size(self) -> None:
        self._lines = RowLines(self.neurons, self.row_height, list(self._headings))
        self.virtual_size = Size(0, self._lines.total)

    def _bring_in_sight(self, neuron: int) -> None:
        row = self.row_of(neuron)
        top, bottom = self._lines.top_with_heading(row), self._lines.top(row) + self.row_height
        offset = int(np.clip(self.scroll_offset.y, bottom - self._room.height, top))
        if offset != self.scroll_offset.y:
            self.scroll_to(y=offset, animate=False, force=True)
