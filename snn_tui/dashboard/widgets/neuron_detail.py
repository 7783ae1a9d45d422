"""NeuronDetail: the chosen neuron shown larger, its variables as curves over the same time."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from engine.limits import FARTHEST
from engine.live.curve_range import CurveRange
from engine.live.frame import Selected
from snn_tui.dashboard.drawing.axis_before_now import axis_before_now
from snn_tui.dashboard.drawing.braille import braille_curve
from snn_tui.dashboard.drawing.curve_scale import Scale, filled_scale, fixed_scale, round_scale
from snn_tui.dashboard.drawing.waiting_lines import waiting_lines
from snn_tui.dashboard.quantities import spelled
from snn_tui.dashboard.widgets.styled_widget import StyledWidget

CURVES = ("curve-1", "curve-2", "curve-3", "curve-4")
"""Styles of the variables' curves, in the order of the model."""
CURRENT, OTHERS = "current", "others"
ANY = CurveRange(-FARTHEST, FARTHEST)
"""Of what nothing is known."""
GUTTER = 9
MARGIN = 1
"""At the right, as wide as the scroll bar of the rows: what happens at a time is in a line."""
FRAME = 4
"""Width of a border's lines and spaces about its words, within its corners."""
LINES_OF_CURVE = 2
"""A current is a number alone where curves would have fewer, and the potential no more."""
LINES_WITH_AXIS = 4
"""With fewer there are curves alone."""
MOST_SAMPLES = 4000


@dataclass(frozen=True, slots=True)
class Curve:
    """One of the curves: its label and style, its values, and between what it is drawn."""

    label: str
    style: str
    values: NDArray[np.float64]
    of: CurveRange | None = None
    """None for a current, whose scale begins at 0."""

    def scale(self, is_filled: bool) -> Scale:
        """The ends of its scale. is_filled: whether its values are to fill it."""
        if is_filled:
            return filled_scale(self.values, self.of or ANY)
        return round_scale(self.values) if self.of is None else fixed_scale(self.values, self.of)


class NeuronDetail(StyledWidget):
    """Curves of a neuron's variables and currents, and under them its numbers."""

    STYLE_PREFIX = "neuron-detail"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"neuron-detail--{name}" for name in (*CURVES, CURRENT, OTHERS)),
        "neuron-detail--label",
    }

    def __init__(self) -> None:
        super().__init__(id="detail")
        self.border_title = "Neuron 0"
        self._selected: Selected | None = None
        self.label_width = GUTTER
        """Columns beside the curves, as many as beside the rows."""
        self._samples = 0
        self._column_ms = 0.0
        self._waiting = ""
        self._is_filled = False
        self._lines: list[tuple[str, str, str]] = []

    @property
    def columns(self) -> int:
        """Columns of its curves."""
        return max(0, self.content_size.width - self.label_width - MARGIN)

    def show(self, selected: Selected, column_ms: float, dt_ms: float) -> None:
        """Draw this neuron's newest samples, so much time in a column, as far as they reach."""
        self._selected = selected
        self._column_ms = column_ms
        self._samples = round(self.columns * column_ms / dt_ms)
        self._draw()

    def toggle_scale(self) -> None:
        """Let every curve fill its scale, or draw each on a scale that stays."""
        self._is_filled = not self._is_filled
        self._draw()

    def wait(self, neuron: int, words: str) -> None:
        """Say why there is nothing to draw of this neuron yet."""
        self._selected, self._waiting = None, words
        self.caption(f"Neuron {neuron:,}", "")
        self._lines = self._curves()
        self.refresh()

    def on_resize(self) -> None:
        """Fit the curves to the new size."""
        self._lines = self._curves()

    def render_line(self, y: int) -> Strip:
        """One line: a label in the gutter, and a curve's dots."""
        width = self.content_size.width
        base = self.style_of("label")
        if y >= len(self._lines):
            return Strip.blank(width, base)
        label, curve, name = self._lines[y]
        strip = Strip([Segment(label, base), Segment(curve, self.style_of(name))])
        return strip.adjust_cell_length(width, base)

    def _draw(self) -> None:
        if self._selected is not None:
            width = self.size.width - FRAME
            self.caption(*_captions(self._selected, self._samples, self._is_filled, width))
        self._lines = self._curves()
        self.refresh()

    def _curves(self) -> list[tuple[str, str, str]]:
        """Label, dots and variable of each line."""
        width, height = self.columns, self.content_size.height
        if width < 1 or height < 1:
            return []
        if self._selected is None:
            words = waiting_lines(self._waiting, width)
            return [("", "", "label"), *((" " * MARGIN, line, "label") for line in words)]
        if not self._selected.values.size:
            unrecorded = waiting_lines(self._selected.unrecorded, width)
            return [(" " * MARGIN, line, "label") for line in unrecorded]
        lines: list[tuple[str, str, str]] = []
        if height >= LINES_WITH_AXIS:
            lines.append((" " * self.label_width, axis_before_now(width, self._column_ms), "label"))
            height -= 1
        # What is not kept is left blank, so that a time is in the same column as in the rows.
        samples = min(self._samples, MOST_SAMPLES)
        known = round(width * samples / self._samples) if samples else width
        shown = _shown(self._selected, samples, height)
        for curve, rows in zip(shown, _shares(height, len(shown)), strict=True):
            low, high = curve.scale(self._is_filled)
            threshold = None if curve.of is None else curve.of.threshold
            dots = braille_curve(curve.values, known, rows, low, high, threshold)
            for label, line in zip(_gutter(curve.label, low, high, rows), dots, strict=True):
                lines.append((f"{label:<{self.label_width}}", f"{line:>{width}}", curve.style))
        return lines


def _shown(selected: Selected, samples: int, height: int) -> list[Curve]:
    """The curves there is room for, over so many samples: currents are the first to go."""
    ranges = selected.ranges or (ANY,) * len(selected.names)
    curves = [
        Curve(name, style, _newest(_by_step(selected, selected.values[:, column]), samples), of)
        for column, (name, style, of) in enumerate(
            zip(selected.names, CURVES, ranges, strict=False)
        )
    ]
    currents = [("I", CURRENT, selected.values[:, -1])] if selected.has_input else []
    if selected.other_input and selected.others is not None:
        currents.append(("S", OTHERS, selected.others))
    for label, style, values in currents:
        if height > (len(curves) + 1) * LINES_OF_CURVE:
            curves.append(Curve(label, style, _newest(_by_step(selected, values), samples)))
    return curves[: max(1, height)]


def _shares(height: int, curves: int) -> list[int]:
    """Lines for each curve, the membrane potential's coming first and being the largest."""
    each = max(height // (curves + 1), min(2, height // curves))
    return [height - each * (curves - 1), *[each] * (curves - 1)]


def _by_step(selected: Selected, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """A value of each step up to now, NaN where there was no sample."""
    every, after = selected.every_steps, selected.after_steps
    if every == 1 and after == 0:
        return values
    until_last = (len(values) - 1) * every + 1
    steps = np.full(until_last + after, np.nan)
    steps[:until_last:every] = values
    return steps


def _newest(values: NDArray[np.float64], samples: int) -> NDArray[np.float64]:
    """The last so many samples, NaN before the first."""
    known = values[-samples:] if samples else values[:0]
    return np.concatenate((np.full(samples - len(known), np.nan), known))


def _gutter(label: str, low: float, high: float, rows: int) -> list[str]:
    """The label and the ends of the scale, beside the curve's lines."""
    if rows == 1:
        return [f"{label} {_number(high):>6} "]
    middle = [" " * GUTTER] * (rows - 2)
    return [f"{label} {_number(high):>6} ", *middle, f"  {_number(low):>6} "]


def _number(value: float) -> str:
    """At most six characters."""
    digits = 2 if abs(value) < 100 else 0
    return f"{value:.{digits}f}" if abs(value) < 1e5 else f"{value:.0e}"


def _captions(selected: Selected, samples: int, is_filled: bool, width: int) -> tuple[str, str]:
    """Title and subtitle, without their less important ends where there is no room."""
    if not len(selected.values) and not selected.unrecorded:
        return f"Neuron {selected.neuron:,}", "nothing recorded yet"
    last = selected.last_spike_ms
    spike = _no_spike(selected) if last is None else f"last spike {last:,.15g} ms"
    name = f"Neuron {selected.neuron:,}"
    if selected.population:
        name += f" · {selected.population}"
    if samples > MOST_SAMPLES:
        name += f" · newest {np.ptp(selected.time_ms[-MOST_SAMPLES:]) / 1000:.3g} s"
    rate = f"{selected.rate_hz:.1f} Hz in {selected.rate_ms / 1000:.3g} s"
    title = [name, rate, spike, *_mark(selected)]
    if is_filled:
        title.insert(1, "each curve fills its scale")
    if selected.unrecorded:
        return _joined(title, width), "only spikes"
    *variables, current = selected.values[-1]
    values = [
        _quantity(label, value, unit)
        for label, value, unit in zip(selected.names, variables, selected.units, strict=True)
    ]
    if selected.has_input and not np.isnan(current):
        values.append(_quantity("I", current, spelled(selected.current_unit)))
    others = np.nan if selected.others is None else selected.others[-1]
    if selected.other_input and not np.isnan(others):
        values.append(f"{_quantity('S', others, '')} from {selected.other_input}")
    elif selected.jumps:
        values.append(f"no S: {selected.names[0]} jumps")
    return _joined(title, width), _joined(values, width)


def _no_spike(selected: Selected) -> str:
    if selected.silent_ms is None:
        return "no spike yet"
    return f"no spike in {selected.silent_ms / 1000:.3g} s"


def _mark(selected: Selected) -> list[str]:
    """Where spikes are marked, if another variable than the potential tells them."""
    told = zip(selected.names[1:], selected.ranges[1:], strict=False)
    return [f"marked at {name} > {of.threshold:g}" for name, of in told if of.threshold is not None]


def _quantity(name: str, value: float, unit: str) -> str:
    return f"{name} {value:.2f} {unit}".rstrip()


def _joined(parts: list[str], width: int) -> str:
    """As many of the parts as fit."""
    while cell_len(" · ".join(parts)) > width and len(parts) > 1:
        parts = parts[:-1]
    return " · ".join(parts)
