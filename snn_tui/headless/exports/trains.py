"""Trains: the spikes of an excerpt neuron by neuron, in memory."""

from dataclasses import dataclass

import click
import numpy as np
from numpy.typing import NDArray

from engine.numerics.time_stamps import times_ms
from snn_tui.headless.exports.excerpt import Excerpt

MOST_NUMBERS = 100_000_000
"""Spikes and values of variables that are held in memory."""


@dataclass(frozen=True, slots=True)
class Trains:
    """Those of all neurons whose spikes were kept, silent ones as well.

    neurons: shape (trains,). ends: where each ends among the times, shape (trains,). times_ms:
    shape (spikes,), each train's in their order.
    """

    neurons: NDArray[np.int64]
    ends: NDArray[np.int64]
    times_ms: NDArray[np.float64]


def trains_of(excerpt: Excerpt) -> Trains:
    """The trains. Raises click.UsageError if they, and what was sampled, are too many."""
    count = excerpt.spike_count + excerpt.value_count
    if count > MOST_NUMBERS:
        raise click.UsageError(
            f"{count:,} spikes and samples are more than the {MOST_NUMBERS:,} that this format "
            "takes: choose less by --from-ms and --to-ms, or --to npz or csv."
        )
    recording = excerpt.recording
    size = recording.network.size
    kept = recording.plan.fitted(recording.network).kept
    steps = np.empty(excerpt.spike_count, np.int64)
    of = np.empty(excerpt.spike_count, np.uint32)
    row = 0
    for spikes in excerpt.spikes():
        end = row + spikes.step.size
        steps[row:end], of[row:end] = spikes.step, spikes.neuron
        row = end
    counts = np.bincount(of, minlength=size)
    neurons = np.flatnonzero((counts > 0) | (True if kept is None else kept))
    steps = steps[np.argsort(of, kind="stable")]
    times = times_ms(steps, recording.dt_ms).astype(np.float64)
    return Trains(neurons, np.cumsum(counts)[neurons], times)
