"""NeuronDetail: the chosen neuron shown larger, its variables as curves over the same time."""

from typing import ClassVar

import numpy as np
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from engine.frame import Selected
from snn_tui.drawing.braille import braille_curve

NAMES = ("x", "y", "z", "current")
LABELS = {"x": "x", "y": "y", "z": "z", "current": "I"}
GUTTER = 8
LINES_FOR_CURRENT = 12
"""With fewer lines than this the input current is a number alone."""
SMALLEST_SPAN = 0.1
"""A curve that varies less than this is drawn as flat as it is."""


class NeuronDetail(Widget):
    """Curves of x, y, z and input current, and under them the neuron's numbers."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"neuron-detail--{name}" for name in NAMES),
        "neuron-detail--label",
    }

    def __init__(self) -> None:
        super().__init__(id="detail")
        self.border_title = "No neuron selected"
        self._selected: Selected | None = None
        self._lines: list[tuple[str, str, str]] = []

    def show(self, selected: Selected | None) -> None:
        """Draw this neuron."""
        self._selected = selected
        self.border_title, self.border_subtitle = _captions(selected)
        self._lines = self._curves()
        self.refresh()

    def on_resize(self) -> None:
        """Fit the curves to the new size."""
        self._lines = self._curves()

    def render_line(self, y: int) -> Strip:
        """One line: a label in the gutter, and a curve's dots."""
        width = self.content_size.width
        base = self.rich_style
        if y >= len(self._lines):
            return Strip.blank(width, base)
        label, curve, name = self._lines[y]
        styles: tuple[Style, Style] = (
            self.get_component_rich_style("neuron-detail--label"),
            self.get_component_rich_style(f"neuron-detail--{name}"),
        )
        strip = Strip([Segment(label, styles[0]), Segment(curve, styles[1])])
        return strip.adjust_cell_length(width, base)

    def _curves(self) -> list[tuple[str, str, str]]:
        """Label, dots and variable of each line."""
        width, height = self.content_size
        if self._selected is None or width <= GUTTER or height < len(NAMES) - 1:
            return []
        names = NAMES if height >= LINES_FOR_CURRENT else NAMES[:-1]
        lines: list[tuple[str, str, str]] = []
        for column, (name, rows) in enumerate(zip(names, _shares(height, len(names)), strict=True)):
            values = self._selected.values[:, column]
            low, high = _span(values)
            curve = braille_curve(values, width - GUTTER, rows, low, high)
            lines += zip(_gutter(LABELS[name], low, high, rows), curve, [name] * rows, strict=True)
        return lines


def _shares(height: int, curves: int) -> list[int]:
    """Lines for each curve, the membrane potential's coming first and being the largest."""
    each = max(height // (curves + 1), min(2, height // curves))
    return [height - each * (curves - 1), *[each] * (curves - 1)]


def _span(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> tuple[float, float]:
    finite = values[np.isfinite(values)]
    if not finite.size:
        return 0.0, 1.0
    low, high = float(finite.min()), float(finite.max())
    lack = max(0.0, SMALLEST_SPAN - (high - low)) / 2
    return low - lack, high + lack


def _gutter(label: str, low: float, high: float, rows: int) -> list[str]:
    """The label and the ends of the scale, beside the curve's lines."""
    if rows == 1:
        return [f"{label} {high:>5.1f} "]
    middle = [" " * GUTTER] * (rows - 2)
    return [f"{label} {high:>5.2f} ", *middle, f"  {low:>5.2f} "]


def _captions(selected: Selected | None) -> tuple[str, str]:
    if selected is None:
        return "No neuron selected", ""
    if not len(selected.values):
        return f"Neuron {selected.neuron:,}", "nothing recorded yet"
    x, y, z, current = selected.values[-1]
    spike = "never" if selected.last_spike_ms is None else f"at {selected.last_spike_ms:,} ms"
    title = f"Neuron {selected.neuron:,} · {selected.rate_hz:.1f} Hz · last spike {spike}"
    seconds = (selected.time_ms[-1] - selected.time_ms[0]) / 1000
    return title, f"x {x:.2f} · y {y:.2f} · z {z:.2f} · I {current:.2f} · {seconds:.1f} s"
