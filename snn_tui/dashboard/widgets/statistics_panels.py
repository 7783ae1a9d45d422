"""The panels of the statistics view: a table of populations, histograms, and a spectrum."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from engine.live.spike_statistics import Histogram, PopulationStatistics, SpikeStatistics
from snn_tui.counted import neurons
from snn_tui.dashboard.drawing.bars import bar_lines, short_count
from snn_tui.dashboard.drawing.braille import DOTS_ACROSS, braille_curve
from snn_tui.dashboard.widgets.drawn_panel import Drawing, DrawnPanel, Line

GUTTER = 8
"""Columns for the labels of a histogram or a spectrum."""
POINTER = "▶"
UNKNOWN = "-"
ROUND = (1, 2, 5)
TICKS_APART = 2
"""Columns between two labels of an axis."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is told, and of which population in full."""

    told: SpikeStatistics
    number: int

    @property
    def chosen(self) -> PopulationStatistics:
        """That population."""
        return self.told.populations[self.number]


@dataclass(frozen=True, slots=True)
class Columns:
    """How wide a name, N, Hz, CV, Fano factor, synchrony and peak are in the table."""

    widths: tuple[int, ...]

    @property
    def width(self) -> int:
        """Of a line, the pointer and the spaces between included."""
        return 1 + sum(each + 1 for each in self.widths)

    def line(self, pointer: str, texts: Sequence[str]) -> str:
        """The texts in their columns; a name is cut to what numbers leave of the line."""
        name, *numbers = texts
        right = zip(numbers, self.widths[1:], strict=True)
        told = " ".join(f"{text:>{width}}" for text, width in right)
        room = self.width - len(told) - 3
        shown = name if len(name) <= room else name[: room - 1] + "…"
        return f"{pointer} {shown:<{room}} {told}"


WIDE, NARROW = Columns((16, 9, 7, 5, 11, 9, 9)), Columns((10, 7, 6, 5, 5, 9, 8))
Draw = Callable[[Shown, int, int], Drawing]


class StatisticsPanel(DrawnPanel[Shown]):
    """A framed picture of how populations fire."""

    STYLE_PREFIX = "statistics"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"statistics--{part}" for part in ("label", "row", "chosen", "bars", "curve", "peak")
    }
    DEFAULT_CSS: ClassVar[str] = """
    StatisticsPanel {
        height: 1fr;
        border: round $frame;
        border-title-color: $foreground;
        border-title-style: bold;
        border-subtitle-color: $quiet;
        .statistics--label { color: $quiet; }
        .statistics--row { color: $foreground; }
        .statistics--chosen { color: $foreground; background: $chosen; text-style: bold; }
        .statistics--bars { color: $trace; }
        .statistics--curve { color: $curve-x; }
        .statistics--peak { color: $spike; text-style: bold; }
    }
    """

    def __init__(self, name: str, draw: Draw) -> None:
        """name: what it is called while there is nothing to draw."""
        super().__init__(name, draw, id=f"statistics-{name.lower()}")


def table(shown: Shown, width: int, height: int) -> Drawing:
    """A line for each population, of as many as fit about the chosen one."""
    told, columns = shown.told, WIDE if width >= WIDE.width else NARROW
    lines: list[Line] = [[(_head(told, columns), "label")]]
    room = max(1, height - 1)
    first = min(max(0, shown.number - room // 2), max(0, len(told.populations) - room))
    for number in range(first, min(first + room, len(told.populations))):
        is_chosen = number == shown.number
        text = _row(told.populations[number], POINTER if is_chosen else " ", columns)
        lines.append([(text.ljust(width), "chosen" if is_chosen else "row")])
    of = len(told.populations)
    which = f" {shown.number + 1} of {of}" if of > 1 else ""
    bins = f"synchrony in {told.bin_ms:g} ms"
    if columns is NARROW:
        title = f"Population{which} · Hz over {_time(told.rate_ms)} · rest {_time(told.window_ms)}"
        return title, f"{bins} · Fano in {_time(told.count_ms)}", lines
    rates = f"rates over {_time(told.rate_ms)}"
    rest = f"all else over {_time(told.window_ms)}"
    which = f" ·{which}" if which else ""
    return f"Populations{which} · {rates} · {rest}", bins, lines


def rates(shown: Shown, width: int, height: int) -> Drawing:
    """Neurons by rate."""
    chosen = shown.chosen
    title = f"Rates · mean {_number(chosen.rate_hz)} Hz"
    subtitle = f"{neurons(chosen.size)} · over {_time(shown.told.rate_ms)}"
    return title, subtitle, _bars(chosen.rates, "Hz", width, height)


def intervals(shown: Shown, width: int, height: int) -> Drawing:
    """Interspike intervals by length."""
    chosen = shown.chosen
    count = int(chosen.intervals.counts.sum())
    if not count:
        return "Intervals", "", [[(" No neuron has spiked twice yet.", "label")]]
    title = f"Interspike intervals · CV {_number(chosen.variation)}"
    subtitle = f"{count:,} of {neurons(chosen.sampled)} · over {_time(shown.told.window_ms)}"
    return title, subtitle, _bars(chosen.intervals, "ms", width, height)


def spectrum(shown: Shown, width: int, height: int) -> Drawing:
    """The power of the population's rate, over frequencies on a logarithmic scale."""
    chosen, frequency = shown.chosen, shown.chosen.frequency_hz
    if frequency.size < 3:
        return "Spectrum", "", [[(" There is too little time yet.", "label")]]
    peak = "no clear peak"
    if math.isfinite(chosen.peak_hz):
        peak = f"peak {chosen.peak_hz:.1f} Hz"
    columns, rows = max(2, width - GUTTER - 1), max(1, height - 2)
    low, high = float(frequency[1]), float(frequency[-1])
    at = np.geomspace(low, high, columns * DOTS_ACROSS)
    # As few lines as there are at low frequencies are joined; of many the highest is drawn.
    power = np.interp(at, frequency, chosen.power)
    dots = np.searchsorted(np.sqrt(at[1:] * at[:-1]), frequency[1:])
    np.maximum.at(power, dots, chosen.power[1:])
    most = float(power.max())
    curve = braille_curve(power, columns, rows, 0.0, most if most > 0.0 else 1.0)
    gutters = [f"{_number(most):>{GUTTER - 1}} ", *[" " * GUTTER] * (rows - 1)]
    if rows > 1:
        gutters[-1] = f"{'0':>{GUTTER - 1}} "
    mark = [" "] * columns
    if math.isfinite(chosen.peak_hz):
        mark[_column(chosen.peak_hz, low, high, columns)] = "▲"
    lines: list[Line] = [
        [(left, "label"), (dots_, "curve")] for left, dots_ in zip(gutters, curve, strict=True)
    ]
    lines.append([(" " * GUTTER, "label"), ("".join(mark), "peak")])
    lines.append([(" " * GUTTER + _frequencies(low, high, columns), "label")])
    title = f"Spectrum of the rate · {chosen.name} · {peak}"
    subtitle = f"Hz²/Hz · every {low:.2g} Hz · over {_time(shown.told.window_ms)}"
    return title, subtitle, lines


def _head(told: SpikeStatistics, columns: Columns) -> str:
    fano = f"Fano {_time(told.count_ms)}" if columns is WIDE else "Fano"
    return columns.line(" ", ("", "N", "Hz", "CV", fano, "synchrony", "peak"))


def _row(each: PopulationStatistics, pointer: str, columns: Columns) -> str:
    numbers = (each.rate_hz, each.variation, each.fano_factor, each.synchrony)
    peak = f"{each.peak_hz:.1f} Hz" if math.isfinite(each.peak_hz) else UNKNOWN
    return columns.line(pointer, (each.name, f"{each.size:,}", *map(_number, numbers), peak))


def _bars(histogram: Histogram, unit: str, width: int, height: int) -> list[Line]:
    columns, rows = max(1, width - GUTTER - 1), max(1, height - 1)
    bars, most = bar_lines(histogram.counts, columns, rows)
    gutters = [f"{short_count(most):>{GUTTER - 1}} ", *[" " * GUTTER] * (rows - 1)]
    low, high = f"{histogram.low:.3g}", f"{histogram.high:.4g} {unit}"
    axis = " " * GUTTER + low + high.rjust(max(1, columns - len(low)))
    lines: list[Line] = [
        [(left, "label"), (bar, "bars")] for left, bar in zip(gutters, bars, strict=True)
    ]
    return [*lines, [(axis, "label")]]


def _frequencies(low: float, high: float, columns: int) -> str:
    """Round frequencies below a logarithmic axis, as many as there is room for."""
    axis, free = [" "] * columns, 0
    unit = " Hz"
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for value in (each * 10.0**power for power in powers for each in ROUND):
        if not low <= value <= high:
            continue
        text = f"{value:g}"
        start = max(0, _column(value, low, high, columns) - len(text) // 2)
        if free <= start and start + len(text) + len(unit) <= columns:
            axis[start : start + len(text)] = text
            free = start + len(text) + TICKS_APART
    axis[columns - len(unit) :] = unit
    return "".join(axis)


def _column(frequency: float, low: float, high: float, columns: int) -> int:
    share = math.log(frequency / low) / math.log(high / low)
    return min(max(round(share * columns - 0.5), 0), columns - 1)


def _time(ms: float) -> str:
    return f"{ms / 1000:.3g} s" if ms >= 1000 else f"{ms:.3g} ms"


def _number(value: float) -> str:
    """Three digits that count, or a dash for what is not known."""
    return f"{value:.3g}" if math.isfinite(value) else UNKNOWN
