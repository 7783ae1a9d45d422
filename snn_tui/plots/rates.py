"""Rates: how often the neurons of a population spike, against time."""

from engine.statistics import population_rate_hz
from snn_tui.plots.bins import bin_width, edges_from, require_bins
from snn_tui.plots.data import Group, SpikeData
from snn_tui.plots.figure import Bars, Figure, Medium, Ruler
from snn_tui.plots.panels import Told, panels_of

USUAL_BINS = 100


def rates(data: SpikeData, medium: Medium, bin_ms: float | None = None) -> Figure:
    """A population's mean rate in bins of this width, by default about a hundred.

    Raises InvalidValueError for a width that can't be.
    """
    span = data.to_ms - data.from_ms
    if bin_ms is None:
        bin_ms = min(bin_width(span, USUAL_BINS, data.dt_ms), span)
    require_bins(bin_ms, span)
    told = [_told(data, group, bin_ms) for group in data.groups]
    notes = (f"the mean of a population's neurons, in bins of {bin_ms:g} ms", *data.notes)
    time = Ruler("time (ms)", data.from_ms, data.to_ms)
    return Figure(data.title, time, panels_of(told, "rate (Hz)", medium), notes)


def _told(data: SpikeData, group: Group, bin_ms: float) -> Told:
    train = data.of(group)
    heights = population_rate_hz(train, group.size, bin_ms, data.to_ms, data.from_ms)
    mean = train.neuron.size / (group.size * (data.to_ms - data.from_ms) / 1000.0)
    bars = Bars(edges_from(data.from_ms, bin_ms, heights.size), heights)
    return Told(group.name, f"mean {mean:.3g} Hz", bars)
