"""PhasePlot: two variables of a neuron against each other, a trail between nullclines."""

from dataclasses import replace
from itertools import groupby
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from rich.segment import Segment
from textual.strip import Strip

from engine.live.frame import Selected
from engine.models.phase_plane import NeuronPlane
from snn_tui.dashboard.drawing.axis import Axis, grown
from snn_tui.dashboard.drawing.braille import cells_of, has_dots
from snn_tui.dashboard.drawing.change_plane import is_of_change
from snn_tui.dashboard.drawing.plane import Dots, Trail, dotted, sign_changes
from snn_tui.dashboard.drawing.waiting_lines import waiting_lines
from snn_tui.dashboard.quantities import spelled
from snn_tui.dashboard.widgets.styled_widget import StyledWidget

SHADES = 4
STYLES = (*(f"age-{shade}" for shade in range(SHADES)), "across", "up", "now", "label")
ACROSS, UP, NOW, LABEL = range(SHADES, SHADES + 4)
HERE = "●"
GUTTER = 9
BELOW = 2
"""Lines of the axis below."""
ABOVE = 1
"""Lines of the key above."""
ROWS_A_TICK, COLUMNS_A_TICK = 4, 12
NEWEST = 32
"""Samples of the newest input that nullclines are drawn for: their mean."""
Line = list[tuple[str, str]]
"""Texts, and the styles they are drawn in."""


class Nullclines:
    """Both as they are drawn, kept until they are others."""

    def __init__(self, of: object, across: Dots, up: Dots) -> None:
        """of: all that they follow from."""
        self.of, self.across, self.up = of, across, up
        thin = dotted(up)
        self.dots: Dots = across | thin
        self.styles = np.where(has_dots(across), ACROSS, np.where(has_dots(thin), UP, -1))


class PhasePlot(StyledWidget):
    """A framed plane with axes that only grow, until another plane or network is shown."""

    STYLE_PREFIX = "phase"
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"phase--{style}" for style in STYLES}
    DEFAULT_CSS: ClassVar[str] = """
    PhasePlot {
        height: 1fr;
        border: round $frame;
        border-title-color: $foreground;
        border-title-style: bold;
        border-subtitle-color: $quiet;
        .phase--label { color: $quiet; }
        .phase--age-0 { color: $trace 40%; }
        .phase--age-1 { color: $trace 60%; }
        .phase--age-2 { color: $trace 80%; }
        .phase--age-3 { color: $trace; }
        .phase--now { color: $spike; text-style: bold; }
        .phase--across { color: $curve-y; }
        .phase--up { color: $curve-z; }
    }
    """

    def __init__(self) -> None:
        super().__init__(id="phase-plot")
        self._selected: Selected | None = None
        self._pair = (0, 1)
        self._words = ""
        self._axes: dict[tuple[str, ...], tuple[Axis, Axis]] = {}
        self._nullclines: Nullclines | None = None
        self._lines: list[Line] = []

    def show(self, selected: Selected, pair: tuple[int, int]) -> None:
        """Draw this neuron, these of its columns against each other."""
        known = np.isfinite(selected.values[:, pair]).all(axis=1)
        values, time_ms = selected.values[known], selected.time_ms[known]
        self._selected, self._pair = replace(selected, values=values, time_ms=time_ms), pair
        self._redraw()

    def wait(self, words: str) -> None:
        """Say why there is nothing to draw."""
        self._selected, self._words = None, words
        self._redraw()

    def forget(self) -> None:
        """Fit the axes anew."""
        self._axes.clear()

    def on_resize(self) -> None:
        """Fit the picture to the new size."""
        self._redraw()

    def render_line(self, y: int) -> Strip:
        """One line of the picture."""
        width, base = self.content_size.width, self.style_of("label")
        line = self._lines[y] if y < len(self._lines) else []
        strip = Strip([Segment(text, self.style_of(style)) for text, style in line])
        return strip.adjust_cell_length(width, base)

    def _redraw(self) -> None:
        columns = self.content_size.width - GUTTER - 1
        rows = self.content_size.height - ABOVE - BELOW
        selected = self._selected
        if selected is None or not len(selected.values) or min(columns, rows) < 1:
            yet = "Nothing is recorded of this neuron yet."
            words = self._words if selected is None else selected.unrecorded or yet
            lines = waiting_lines(words, self.content_size.width - 2)
            self._lines = [[(f" {line}", "label")] for line in lines]
            self.caption("Phase plane", "")
        else:
            self._lines = self._drawn(selected, columns, rows)
            self.caption(*captions(selected, self._pair, self.size.width - 4))
        self.refresh()

    def _drawn(self, selected: Selected, columns: int, rows: int) -> list[Line]:
        values = selected.values[:, self._pair]
        axes = self._fitted(selected, values)
        plane = plane_of(selected, self._pair) if np.isfinite(steady(selected)[0]) else None
        trail = Trail(values[:, 0], values[:, 1], axes, columns, rows, SHADES)
        dots, styles = trail.dots, trail.shade
        if plane is not None:
            dots, styles = self._with_nullclines(selected, plane, axes, trail)
        codes = cells_of(dots)
        styles = np.where(styles < 0, LABEL, styles)
        if trail.newest is not None:
            codes[trail.newest], styles[trail.newest] = ord(HERE), NOW
        names = quantities(selected)
        lines = [self._key(selected, plane)]
        gutters = _gutters(axes[1], rows)
        for gutter, row, kinds in zip(gutters, codes, styles, strict=True):
            lines.append([(gutter, "label"), *_runs(row, kinds)])
        return [*lines, *_below(axes[0], columns, names[self._pair[0]])]

    def _fitted(self, selected: Selected, values: NDArray[np.float64]) -> tuple[Axis, Axis]:
        """The axes of this plane, which hold all values."""
        names = quantities(selected)
        key = tuple(names[column] for column in self._pair)
        before = self._axes.get(key, (None, None))
        across, up = (grown(axis, values[:, k]) for k, axis in enumerate(before))
        self._axes[key] = (across or Axis(0.0, 1.0), up or Axis(0.0, 1.0))
        return self._axes[key]

    def _with_nullclines(
        self, selected: Selected, plane: NeuronPlane, axes: tuple[Axis, Axis], trail: Trail
    ) -> tuple[Dots, NDArray[np.int64]]:
        current, state = steady(selected)
        held = [state[selected.names.index(name)] for name in plane.plane.held]
        key = (axes, trail.dots.shape, id(plane), current, *held)
        if self._nullclines is None or self._nullclines.of != key:
            across, up = nullclines(plane, axes, trail.dots.shape, state, current)
            self._nullclines = Nullclines(key, across, up)
        behind = self._nullclines
        styles = np.where(trail.shade < 0, behind.styles, trail.shade)
        return trail.dots | behind.dots, styles

    def _key(self, selected: Selected, plane: NeuronPlane | None) -> Line:
        """What is what, above the plane."""
        up = f"{quantities(selected)[self._pair[1]]:>{GUTTER - 1}} "
        here: Line = [(up, "label"), (f"{HERE} ", "now"), ("now   ", "label")]
        if plane is None:
            many = len(selected.names)
            of_model = f"no nullclines: the model has {many} variable{'s' * (many > 1)}"
            why = "no nullclines of these two" if selected.planes else of_model
            if plane_of(selected, self._pair) is not None:
                why = "nullclines from the next step on: they depend on its input"
            return [*here, (why, "label")]
        if is_of_change(plane.plane):
            here.append((f"━ {plane.plane.across} stands still   ", "across"))
            return [*here, ("Δ in a step, no resets", "label")]
        current, _ = steady(selected)
        others = f" · {plane.plane.others}" if plane.plane.others else ""
        unit = spelled(selected.current_unit)
        return [
            *here,
            (f"━ d{plane.plane.across}/dt = 0   ", "across"),
            (f"┄ d{plane.plane.up}/dt = 0   ", "up"),
            (f"at I {current:.3g} {unit}".rstrip() + others, "label"),
        ]


def quantities(selected: Selected) -> list[str]:
    """What can be drawn: variables and the input current, with their units."""
    units = [*selected.units, spelled(selected.current_unit)]
    names = [*selected.names, "I"]
    every = [f"{name} ({unit})" if unit else name for name, unit in zip(names, units, strict=True)]
    return every if selected.has_input else every[:-1]


def pairs(selected: Selected) -> list[tuple[int, int]]:
    """Which columns can be drawn against each other, those with nullclines first."""
    names = list(selected.names)
    first = [(names.index(each.plane.across), names.index(each.plane.up)) for each in
             selected.planes]  # fmt: skip
    columns = range(len(names) + selected.has_input)
    every = [(across, up) for across in columns for up in columns if across < up]
    # All of the variables come before those with the current.
    rest = sorted((pair for pair in every if pair not in first), key=lambda pair: pair[1])
    return [*first, *rest]


def plane_of(selected: Selected, pair: tuple[int, int]) -> NeuronPlane | None:
    """The plane with nullclines that these columns are, if they are one."""
    names = [*selected.names, "I"]
    for each in selected.planes:
        if (each.plane.across, each.plane.up) == (names[pair[0]], names[pair[1]]):
            return each
    return None


def steady(selected: Selected) -> tuple[float, NDArray[np.float64]]:
    """Input and variables that nullclines are drawn for: three digits, so that they stand still.

    The input is NaN where none is known yet.
    """
    newest = selected.values[-NEWEST:]
    current = newest[np.isfinite(newest[:, -1]), -1]
    mean = current.mean() if current.size else np.nan
    rounded = [float(f"{value:.3g}") for value in (mean, *newest[-1, :-1])]
    return rounded[0], np.array(rounded[1:])


def nullclines(
    plane: NeuronPlane,
    axes: tuple[Axis, Axis],
    shape: tuple[int, ...],
    state: NDArray[np.float64],
    current: float,
) -> tuple[Dots, Dots]:
    """The dots where the quantity across and the one upwards stand still."""
    # A row and a column: what follows from one of them alone is not computed for each dot.
    across, up = axes[0].edges(shape[1])[None, :], axes[1].edges(shape[0])[::-1, None]
    with np.errstate(over="ignore", invalid="ignore"):
        slopes = plane.slopes(across, up, state, current)
    corners = (up.size, across.size)
    first, second = (sign_changes(np.broadcast_to(slope, corners)) for slope in slopes)
    return first, second


def captions(selected: Selected, pair: tuple[int, int], width: int) -> tuple[str, str]:
    """Title and subtitle."""
    names = [*selected.names, "I"]
    parts = [f"Phase plane {names[pair[0]]}, {names[pair[1]]} · neuron {selected.neuron:,}"]
    parts += [selected.population] if selected.population else []
    span_ms = float(np.ptp(selected.time_ms))
    trail = f"{span_ms / 1000:.3g} s" if span_ms >= 1000 else f"{span_ms:.3g} ms"
    units = [*selected.units, spelled(selected.current_unit)]
    now = [
        f"{name} {value:.2f} {unit}".rstrip()
        for name, value, unit in zip(names, selected.values[-1], units, strict=True)
        if np.isfinite(value) and (name != "I" or selected.has_input)
    ]
    return _cut(parts, width), _cut([f"trail {trail}", *now], width)


def _cut(parts: list[str], width: int) -> str:
    """As many of the parts as fit."""
    while len(parts) > 1 and len(" · ".join(parts)) > width:
        parts = parts[:-1]
    return " · ".join(parts)


def _runs(codes: NDArray[np.uint32], kinds: NDArray[np.int64]) -> Line:
    text = codes.tobytes().decode("utf-32-le").replace("\u2800", " ")
    runs, at = [], 0
    for kind, members in groupby(kinds.tolist()):
        count = len(list(members))
        runs.append((text[at : at + count], STYLES[kind]))
        at += count
    return runs


def _gutters(axis: Axis, rows: int) -> list[str]:
    """What stands left of each row: ticks and the axis."""
    gutters = [" " * (GUTTER - 1) + "│"] * rows
    for tick in axis.ticks(max(2, rows // ROWS_A_TICK)):
        row = rows - 1 - int(np.clip((tick - axis.low) / axis.span * rows, 0, rows - 1))
        gutters[row] = f"{tick:>{GUTTER - 2}.5g} ┤"
    return gutters


def _below(axis: Axis, columns: int, name: str) -> list[Line]:
    """The axis below, with ticks, and what it is of."""
    line, labels = ["─"] * columns, [" "] * columns
    room = columns - len(name) - 1
    for tick in axis.ticks(max(2, columns // COLUMNS_A_TICK)):
        column = int(np.clip((tick - axis.low) / axis.span * columns, 0, columns - 1))
        line[column], label = "┬", f"{tick:.5g}"
        start = max(0, column - len(label) // 2)
        if start + len(label) < room:
            labels[start : start + len(label)] = label
    labels[room + 1 :] = name
    margin = " " * (GUTTER - 1)
    return [
        [(f"{margin}└{''.join(line)}", "label")],
        [(f"{margin} {''.join(labels)}", "label")],
    ]
