"""What a network's spikes look like in a few numbers, and how long two runs agree."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.statistics import interval_cvs, intervals_ms, rates_hz, synchrony

BIN_MS = 3.0
"""In which spikes are counted for their synchrony."""


class Train(NamedTuple):
    """Time and neuron of each spike, shape (spikes,)."""

    time_ms: NDArray
    neuron: NDArray


@dataclass(frozen=True, slots=True)
class Firing:
    """Number of spikes, mean rate, intervals between spikes and their variation, synchrony."""

    spikes: int
    rate_Hz: float  # noqa: N815 - the unit
    isi_mean_ms: float | None
    """Over all intervals of all neurons; None without any."""
    isi_cv: float | None
    """Mean over neurons of the coefficient of variation; None without any."""
    synchrony: float | None = None
    """Of counts in bins of 3 ms; None where it is not asked for."""


def firing(
    spike_ms: NDArray, spike_neuron: NDArray, neurons: int, from_s: float, to_s: float
) -> Firing:
    """The numbers of one run, of its spikes from `from_s` on until its end `to_s`.

    spike_ms, spike_neuron: time and neuron of each spike, in any order, shape (spikes,).
    """
    spikes = Train(np.asarray(spike_ms, float), np.asarray(spike_neuron, np.int64))
    rates = rates_hz(spikes, neurons, to_s * 1000.0, from_s * 1000.0)
    intervals = intervals_ms(spikes, from_ms=from_s * 1000.0)
    cvs = interval_cvs(intervals)
    return Firing(
        spikes=round(rates.sum() * (to_s - from_s)),
        rate_Hz=float(rates.mean()),
        isi_mean_ms=float(intervals.interval_ms.mean()) if intervals.neuron.size else None,
        isi_cv=float(cvs.mean()) if cvs.size else None,
    )


def firing_of_each(
    spike_ms: NDArray,
    spike_neuron: NDArray,
    sizes: Mapping[str, int],
    from_s: float,
    to_s: float,
) -> dict[str, Firing]:
    """The same of each population, and its synchrony; sizes: in the order of their neurons."""
    spike_ms, spike_neuron = np.asarray(spike_ms, float), np.asarray(spike_neuron, np.int64)
    found, first = {}, 0
    for name, size in sizes.items():
        is_in = (spike_neuron >= first) & (spike_neuron < first + size)
        train = Train(spike_ms[is_in], spike_neuron[is_in] - first)
        alike = synchrony(train, size, BIN_MS, to_s * 1000.0, from_s * 1000.0)
        found[name] = replace(firing(*train, size, from_s, to_s), synchrony=alike)
        first += size
    return found


def agreement_ms(inputs: Path, spike_ms: NDArray, spike_neuron: NDArray, end_ms: float) -> float:
    """The time of the first spike that only one of two runs has, `end_ms` without any.

    inputs: .npz file with our `spike_ms` and `spike_neuron`.
    """
    with np.load(inputs) as ours:
        expected = spike_set(ours["spike_ms"], ours["spike_neuron"])
    different = expected ^ spike_set(spike_ms, spike_neuron)
    return float(min((time_ms for time_ms, _ in different), default=end_ms))


def spike_set(spike_ms: NDArray, spike_neuron: NDArray) -> set[tuple[int, int]]:
    """Spikes as pairs of whole milliseconds and neuron."""
    whole = np.rint(spike_ms).astype(np.int64)
    return set(zip(whole.tolist(), np.asarray(spike_neuron).tolist(), strict=True))
