"""Intervals: how long neurons wait from spike to spike, and how much that varies."""

import numpy as np
from numpy.typing import NDArray

from engine.statistics import Intervals, interval_cvs, intervals_ms
from snn_tui.counted import neurons
from snn_tui.plots.bins import bin_width, edges_from, require_bins
from snn_tui.plots.data import Group, SpikeData
from snn_tui.plots.figure import Bars, Figure, Medium, Ruler
from snn_tui.plots.panels import Told, panels_of

USUAL_BINS = 60
LONGEST = 99.0
"""Percentile that the histogram reaches to, so that a few long ones flatten nothing."""


def intervals(data: SpikeData, medium: Medium, bin_ms: float | None = None) -> Figure:
    """A histogram of interspike intervals for each population.

    Raises InvalidValueError for a width of bins that can't be.
    """
    found = [intervals_ms(data.of(group), data.to_ms, data.from_ms) for group in data.groups]
    pooled = np.concatenate([each.interval_ms for each in found])
    notes = [*data.notes]
    if not pooled.size:
        notes.insert(0, "no neuron spiked twice")
    longest = float(np.percentile(pooled, LONGEST)) if pooled.size else 1.0
    if bin_ms is None:
        # Intervals are whole steps: bins of other widths would hold now more, now fewer of them.
        bin_ms = bin_width(longest, USUAL_BINS, data.dt_ms)
    else:
        require_bins(bin_ms, longest)
    bins = int(longest / bin_ms * (1 + 1e-12)) + 1
    beyond = int(np.count_nonzero(pooled >= bins * bin_ms))
    if beyond:
        notes.append(f"{beyond:,} of {pooled.size:,} are longer, up to {pooled.max():.6g} ms")
    told = [_told(group, own, bin_ms, bins) for group, own in zip(data.groups, found, strict=True)]
    length = Ruler("interspike interval (ms)", 0.0, bins * bin_ms)
    return Figure(
        data.title, length, panels_of(told, f"intervals in {bin_ms:g} ms", medium), tuple(notes)
    )


def _told(group: Group, found: Intervals, bin_ms: float, bins: int) -> Told:
    at = np.floor(found.interval_ms / bin_ms * (1 + 1e-12)).astype(np.int64)
    counts = np.bincount(at[at < bins], minlength=bins)
    bars = Bars(edges_from(0.0, bin_ms, bins), np.asarray(counts, np.float64))
    # By their order: what was piped in may have neurons of any number.
    _, order = np.unique(found.neuron, return_inverse=True)
    return Told(group.name, _words(found, interval_cvs(Intervals(found.interval_ms, order))), bars)


def _words(found: Intervals, variation: NDArray[np.float64]) -> str:
    """How many, and how regular the neurons are."""
    count = f"{found.interval_ms.size:,} intervals"
    if not variation.size:
        return f"{count}, too few for a CV"
    return f"CV {variation.mean():.2f} ({neurons(variation.size)}), {count}"
