"""Spikes and traces as the modes of these names write them, or as CSV, from a pipe."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import click
import numpy as np
from numpy.typing import NDArray

from engine.limits import MAX_NEURONS
from snn_tui.headless.plot.sources.limits import MOST_NUMBERS, MOST_SPIKES
from snn_tui.headless.plot.sources.piped_numbers import LineFormat, PipedNumbers
from snn_tui.headless.plot.sources.window import Window
from snn_tui.plots.bins import resolution
from snn_tui.plots.data import Column, Group, SpikeData, TraceData, Train
from snn_tui.streams import tell

TIME = rb"\d{1,15}(?:\.\d{1,15})?"
NUMBER = rb"-?(?:\d{1,400}(?:\.\d{0,400})?|\.\d{1,400})(?:[eE][-+]?\d{1,3})?"
CLASSIC = LineFormat(
    rb"t=%b: neuron \d{1,10} is spiking" % TIME, 2, words=b"abcdefghijklmnopqrstuvwxyz=:"
)
CSV = LineFormat(rb"[ \t]*%b[ \t]*,[ \t]*%b[ \t]*" % (NUMBER, NUMBER), 2)
HEADERS = {b"neuron,time_ms": (1, 0), b"time_ms,neuron": (0, 1)}
"""Of CSV files of spikes: which column has the times, and which the neurons."""
SPIKE = "a spike such as t=660: neuron 8 is spiking, or 8,660 (neuron,time_ms)"
TRACE_HEADER = re.compile(rb"t_ms((?:,[ \t]*[A-Za-z]\w{0,39}){1,100})\n")
CLASSIC_COLUMNS = ("x", "y", "z", "I")
MOST_COLUMNS = 100
LAST_MS, FINEST = 1e15, 1e-9
"""The last time, and of a time what its number tells apart for sure."""


def piped_spikes(descriptor: int) -> "PipedSpikes":
    """Spikes that are read from there."""
    return PipedSpikes(PipedNumbers(descriptor, "the lines of --headless spikes"))


def piped_trace(descriptor: int) -> "PipedTrace":
    """A trace that is read from there."""
    return PipedTrace(PipedNumbers(descriptor, "the lines of --headless trace"))


@dataclass(frozen=True, slots=True)
class PipedSpikes:
    """Lines `t=660: neuron 8 is spiking`, or CSV as files of spikes have it."""

    numbers: PipedNumbers

    @property
    def has_begun(self) -> bool:
        """Whether there was a line."""
        return self.numbers.has_begun

    def spikes(self, window: Window) -> SpikeData:
        """Those within the window; the neurons are those up to the highest that spiked."""
        parts, notes = _kept(_spikes(self.numbers, window), MOST_SPIKES, "spikes")
        rows = np.concatenate(parts) if parts else np.empty((0, 2))
        time_ms, neuron = rows[:, 0].copy(), rows[:, 1].astype(np.int64)
        dt_ms = resolution(time_ms) or 1.0
        first, last = (float(time_ms.min()), float(time_ms.max())) if len(rows) else (0.0, 0.0)
        # What begins late, as from `tail`, is shown from there on.
        usual_ms = first if first > last / 2 else 0.0
        from_ms = usual_ms if window.from_ms is None else window.from_ms
        end_ms = max(last, from_ms)
        to_ms = end_ms + max(dt_ms, FINEST * end_ms) if window.to_ms is None else window.to_ms
        size = int(neuron.max()) + 1 if len(rows) else 1
        groups = (Group("", 0, size),)
        return SpikeData("Spikes", Train(time_ms, neuron), groups, from_ms, to_ms, dt_ms, notes)


@dataclass(frozen=True, slots=True)
class PipedTrace:
    """CSV lines of a time and values at it, as `--headless trace` writes them."""

    numbers: PipedNumbers

    @property
    def has_begun(self) -> bool:
        """Whether there was a line."""
        return self.numbers.has_begun

    def trace(self, window: Window) -> TraceData:
        """What is within the window."""
        columns = _columns(self.numbers)
        rows = _trace(self.numbers, len(columns), window)
        parts, notes = _kept(rows, MOST_NUMBERS // (len(columns) + 1), "lines")
        if not parts:
            raise click.UsageError("no line of the input is from --from-ms to --to-ms.")
        table = np.concatenate(parts)
        return TraceData("Trace", table[:, 0].copy(), columns, table[:, 1:], notes)


def _kept(
    rows: Iterator[NDArray[np.float64]], most: int, what: str
) -> tuple[list[NDArray[np.float64]], tuple[str, ...]]:
    """As many as there is room for; if there are more, that is told."""
    parts: list[NDArray[np.float64]] = []
    count = 0
    for block in rows:
        parts.append(block[: most - count])
        count += len(block)
        if count > most:
            note = f"only the first {most:,} {what}, up to {parts[-1][-1, 0]:.10g} ms"
            tell(f"{note}, are drawn; --from-ms and --to-ms choose others")
            return parts, (note,)
    return [part for part in parts if len(part)], ()


def _spikes(numbers: PipedNumbers, window: Window) -> Iterator[NDArray[np.float64]]:
    """Times and neurons."""
    first = numbers.first_line()
    header = bytes(first.translate(None, b" \t\n"))
    time, neuron = HEADERS.get(header, (1, 0))
    kind = CSV
    if header in HEADERS:
        numbers.skip_line()
    elif CLASSIC.has(first):
        kind, time, neuron = CLASSIC, 0, 1
    for block in numbers.rows(kind, SPIKE):
        rows = block[:, [time, neuron]]
        is_neuron = (rows[:, 1] >= 0) & (rows[:, 1] < MAX_NEURONS) & (rows[:, 1] % 1 == 0)
        is_legal = is_neuron & (rows[:, 0] >= 0) & (rows[:, 0] <= LAST_MS)
        if not is_legal.all():
            row = int(np.argmin(is_legal))
            what = "a time" if is_neuron[row] else "the number of a neuron"
            raise numbers.error(row, f"{block[row, 0]:.15g},{block[row, 1]:.15g} is without {what}")
        yield rows[(rows[:, 0] >= window.low) & (rows[:, 0] < window.high)]
        # Lines of the classic kind are in the order of time; a pipe without end has one here.
        if kind is CLASSIC and rows[-1, 0] >= window.high:
            return


def _columns(numbers: PipedNumbers) -> tuple[Column, ...]:
    """What the values are, by a header, or by their number."""
    first = numbers.first_line()
    header = TRACE_HEADER.fullmatch(first)
    if header is not None:
        numbers.skip_line()
        names = header[1].decode("ascii").replace(" ", "").replace("\t", "").split(",")[1:]
        return tuple(_column(name) for name in names)
    count = min(first.count(b","), MOST_COLUMNS)
    if count == len(CLASSIC_COLUMNS):
        return tuple(map(Column, CLASSIC_COLUMNS))
    return tuple(Column(f"column{number}") for number in range(2, count + 2))


def _column(key: str) -> Column:
    name, _, unit = key.partition("_")
    return Column(name, unit)


def _trace(numbers: PipedNumbers, columns: int, window: Window) -> Iterator[NDArray[np.float64]]:
    pattern = rb"%b(?:,[ \t]*%b){%d}" % (NUMBER, NUMBER, max(1, columns))
    values = "1 value" if columns == 1 else f"{columns} values"
    legal = f"a time and {values} such as {', '.join(['0'] * (columns + 1))}"
    if columns < 1:
        legal = "a time and values such as 0, -0.8, -3.2, 4.3, 5"
    last_ms = -np.inf
    for block in numbers.rows(LineFormat(pattern, max(1, columns) + 1), legal):
        times = block[:, 0]
        is_later = np.diff(times, prepend=last_ms) > 0
        if not is_later.all():
            row = int(np.argmin(is_later))
            raise numbers.error(row, f"the time {times[row]:.15g} is not after the one before")
        last_ms = float(times[-1])
        if not max(last_ms, -float(times[0])) <= LAST_MS:
            raise numbers.error(len(times) - 1, f"times go beyond {LAST_MS:g} ms")
        yield block[(times >= window.low) & (times < window.high)]
        if last_ms >= window.high:
            return
