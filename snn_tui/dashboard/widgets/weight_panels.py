"""The panels of the weights view: a histogram, a map, a course in time, and a neuron's synapses."""

from collections.abc import Callable
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.live.weights import Weights
from snn_tui.dashboard.drawing.bars import bar_lines, short_count
from snn_tui.dashboard.drawing.braille import DOTS_ACROSS, braille_curve
from snn_tui.dashboard.drawing.sparks import EIGHTHS
from snn_tui.dashboard.drawing.waiting_lines import waiting_lines
from snn_tui.dashboard.quantities import spelled
from snn_tui.dashboard.widgets.drawn_panel import (
    Drawing,
    DrawnPanel,
    Line,
    plain_line,
)

Draw = Callable[[Weights, int, int], Drawing]
"""Draws weights on so many columns and lines."""

SHADES = "·░▒▓█"
NO_SYNAPSE = " "
GUTTER = 8
"""Columns for the labels of a histogram or a map."""
WIDE_GUTTER = 17
FINEST = 0.05
"""Of the largest value, what the scale of a map is rounded to, about."""
FLATTEST = 0.01
"""Of the largest value, how much a course varies at least to be drawn as anything but flat."""
SMALLEST_PART = 64
"""Of the range of weights, its smallest part that is looked at alone."""


class WeightPanel(DrawnPanel[Weights]):
    """A framed picture of weights that a function draws, or words while there is none."""

    STYLE_PREFIX = "weights"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"weights--{part}" for part in ("label", "now", "start", "mean", "spread", "weight")),
        *(f"weights--shade-{shade}" for shade in range(len(SHADES))),
    }

    DEFAULT_CSS: ClassVar[str] = """
    WeightPanel {
        height: 1fr;
        border: round $frame;
        border-title-color: $foreground;
        border-title-style: bold;
        border-subtitle-color: $quiet;
        .weights--label, .weights--start { color: $quiet; }
        .weights--now, .weights--weight { color: $trace; }
        .weights--mean { color: $curve-x; }
        .weights--spread { color: $curve-y; }
        .weights--shade-0 { color: $trace 50%; }
        .weights--shade-1 { color: $trace 65%; }
        .weights--shade-2 { color: $trace 80%; }
        .weights--shade-3 { color: $trace; }
        .weights--shade-4 { color: $spike; }
    }
    """

    def __init__(self, name: str, draw: Draw) -> None:
        """name: what it is called while there is nothing to draw."""
        super().__init__(name, draw, id=f"weights-{name.lower()}")


def histogram(weights: Weights, width: int, height: int) -> Drawing:
    """How many synapses are of which weight, now and at the start, over one axis."""
    unit = spelled(weights.unit)
    columns, part = max(1, width - GUTTER - 1), _used_part(weights)
    bins = weights.counts.size // part
    # Weights begin at 0, which is the upper end of those that are negative.
    is_negative = weights.high <= 0.0
    used = slice(-bins, None) if is_negative else slice(bins)
    low, high = weights.low / part, weights.high / part
    start_lines = max(1, (height - 1) * 2 // 5)
    now_lines = max(1, height - 1 - start_lines)
    lines = [
        *_bars(weights.counts[used], columns, now_lines, "now"),
        *_bars(weights.first_counts[used], columns, start_lines, "start"),
        _axis(_number(low), f"{_number(high)} {unit}".rstrip(), columns, GUTTER),
    ]
    which = f" · {weights.number + 1} of {weights.of}" if weights.of > 1 else ""
    ends = f"{weights.source.population} → {weights.target.population}"
    title = f"Weights {ends}{which} · {weights.rule}"
    largest = weights.low if is_negative else weights.high
    most = f" · largest possible {_number(largest)} {unit}".rstrip() if part > 1 else ""
    return title, f"{weights.count:,} synapses{most}", lines


def course(weights: Weights, width: int, height: int) -> Drawing:
    """Mean and spread of all weights since the beginning."""
    unit, points = spelled(weights.unit), weights.course
    columns = max(1, width - WIDE_GUTTER - 1)
    end_ms = points.time_ms[-1]
    times = np.linspace(0.0, end_ms, columns * DOTS_ACROSS)
    low_lines = max(1, (height - 1) // 2)
    lines: list[Line] = []
    for name, values, rows in (
        ("mean", points.mean, max(1, height - 1 - low_lines)),
        ("spread", points.spread, low_lines),
    ):
        low, high = _span(values)
        if name == "spread":
            low = max(0.0, low)
        curve = braille_curve(np.interp(times, points.time_ms, values), columns, rows, low, high)
        labels = [f"{name:<6} {_number(high):>9} ", *[" " * WIDE_GUTTER] * (rows - 1)]
        if rows > 1:
            labels[-1] = f"{_number(low):>16} "
        lines += [[(a, "label"), (b, name)] for a, b in zip(labels, curve, strict=True)]
    lines.append(_axis("0 s", f"{end_ms / 1000:,.1f} s", columns, WIDE_GUTTER))
    now = f"mean {_number(points.mean[-1])} ± {_number(points.spread[-1])} {unit}".rstrip()
    change = weights.change_per_s
    told = "" if change is None else f"change {_number(change)} {unit}/s".replace(" /", " 1/")
    return " · ".join(filter(None, ("Mean and spread", told))), now, lines


def map_size(width: int, height: int) -> tuple[int, int]:
    """Rows and columns that a map has room for."""
    return height - 1, width - GUTTER


def weight_map(weights: Weights, width: int, height: int) -> Drawing:
    """Groups of targets against groups of sources: the mean weight, or its density a pair."""
    rows, columns = map_size(width, height)
    of = weights.synapses if weights.is_dense else weights.pairs
    values = np.where(weights.synapses > 0, weights.sums / np.maximum(of, 1), np.nan)
    strength = np.abs(values)
    low, high = _scale(strength, weights)
    with np.errstate(invalid="ignore"):
        share = (strength - low) / (high - low) * len(SHADES)
        levels = np.where(np.isfinite(share), np.clip(share, 0, len(SHADES) - 1), -1).astype(int)
    levels = levels[:rows, :columns]
    taller, wider = max(1, rows // len(levels)), max(1, columns // levels.shape[1])
    lines: list[Line] = []
    for row, of_row in enumerate(levels):
        first = weights.target.first + -(-row * weights.target.size // len(levels))
        for part in range(taller):
            label = f"{first:>{GUTTER - 1},} " if part == 0 else " " * GUTTER
            lines.append([(label, "label"), *_shaded(of_row, wider)])
    source, drawn = weights.source, levels.shape[1] * wider
    axis = _axis(f"{source.first:,} source →", f"{source.last:,}", drawn, 0)
    lines.append([(f"{'target↑':<{GUTTER}}", "label"), *axis])
    sign = "-" if weights.high <= 0.0 else ""
    kind = "Mean weight" if weights.is_dense else "Weight a pair"
    unit = spelled(weights.unit)
    key = f"{sign}{_number(low)} {SHADES} {sign}{_number(high)} {unit}".rstrip()
    return kind, key, lines


def incoming(weights: Weights, width: int, height: int) -> Drawing:
    """The synapses onto the selected neuron, strongest first."""
    unit, target = spelled(weights.unit), weights.target
    if weights.incoming is None:
        span = f"{target.first:,}…{target.last:,}" if target.size > 1 else f"{target.first:,}"
        words = f"The selected neuron is no target here. Targets: {span}. ↓ selects the next one."
        lines = [plain_line(f" {line}") for line in waiting_lines(words, width - 2)]
        return "Onto a neuron", "", lines
    told = weights.incoming
    longest = max(1, width - GUTTER - 11)
    reach = (weights.high - weights.low) / _used_part(weights)
    lines = [plain_line(f"{'source':>{GUTTER - 1}} {'weight':>9} {unit}")]
    for source, weight in zip(told.sources, told.weights, strict=True):
        label = f"{source:>{GUTTER - 1},} {_number(weight):>9} "
        lines.append([(label, "label"), (_bar(abs(weight) / reach, longest), "weight")])
    lines = lines[:height]
    if not told.synapses:
        return f"Onto neuron {told.neuron:,}", "", [plain_line(" It has no synapses here.")]
    subtitle = f"{len(lines) - 1:,} strongest of {told.synapses:,}"
    return f"Onto neuron {told.neuron:,} · {target.population}", subtitle, lines


def _bars(counts: NDArray[np.int64], columns: int, rows: int, name: str) -> list[Line]:
    """A histogram; the number at its top is what the longest bar stands for."""
    bars, most = bar_lines(counts, columns, rows)
    labels = [name, *[""] * (rows - 1)]
    if rows > 1:
        labels[1] = short_count(most)
    return [
        [(f"{words:>{GUTTER - 1}} ", "label"), (bar, name)]
        for words, bar in zip(labels, bars, strict=True)
    ]


def _shaded(levels: NDArray[np.int64], wider: int) -> Line:
    """A row of a map."""
    runs: Line = []
    for level in levels.tolist():
        text, style = (NO_SYNAPSE, "label") if level < 0 else (SHADES[level], f"shade-{level}")
        if runs and runs[-1][1] == style:
            runs[-1] = (runs[-1][0] + text * wider, style)
        else:
            runs.append((text * wider, style))
    return runs


def _scale(strength: NDArray[np.float64], weights: Weights) -> tuple[float, float]:
    """What the faintest and the fullest shade stand for: about the range there is."""
    known = strength[np.isfinite(strength)]
    if not known.size or known.max() == 0.0:
        return 0.0, weights.high - weights.low
    grain = 10.0 ** np.floor(np.log10(FINEST * known.max()))
    grain *= 5.0 if FINEST * known.max() >= 5.0 * grain else 1.0
    low = float(np.floor(known.min() / grain) * grain)
    return low, max(float(np.ceil(known.max() / grain) * grain), low + 2 * float(grain))


def _used_part(weights: Weights) -> int:
    """1 where weights are anywhere in their range, 2 where all are within the half next to 0, 4
    within a quarter, and so on."""
    counts = weights.counts + weights.first_counts
    used = np.flatnonzero(counts if weights.high > 0.0 else counts[::-1])
    part = 1
    while part < SMALLEST_PART and used.size and used[-1] < counts.size // (2 * part):
        part *= 2
    return part


def _span(values: NDArray[np.float64]) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    lack = max(0.0, FLATTEST * max(abs(low), abs(high)) - (high - low)) / 2
    return low - lack, high + lack


def _axis(low: str, high: str, columns: int, gutter: int) -> Line:
    """The ends of an axis, below a picture of so many columns."""
    return plain_line(" " * gutter + low + high.rjust(max(1, columns - len(low))))


def _bar(share: float, columns: int) -> str:
    eighths = round(min(share, 1.0) * columns * EIGHTHS)
    full, rest = divmod(eighths, EIGHTHS)
    return "█" * full + " ▏▎▍▌▋▊▉"[rest] * (rest > 0)


def _number(value: float) -> str:
    """Three digits that count."""
    return f"{value:.3g}" if value else "0"
