"""What a network's spikes look like in a few numbers, and how long two runs agree."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FEWEST_INTERVALS = 3
"""A neuron with fewer intervals between its spikes has no CV."""


@dataclass(frozen=True, slots=True)
class Firing:
    """Number of spikes, mean rate, and mean and variation of the intervals between spikes."""

    spikes: int
    rate_Hz: float  # noqa: N815 - the unit
    isi_mean_ms: float | None
    """Over all intervals of all neurons; None without any."""
    isi_cv: float | None
    """Mean over neurons of the coefficient of variation; None without any."""


def firing(
    spike_ms: NDArray, spike_neuron: NDArray, neurons: int, from_s: float, to_s: float
) -> Firing:
    """The numbers of one run, of its spikes from `from_s` on until its end `to_s`.

    spike_ms, spike_neuron: time and neuron of each spike, in any order, shape (spikes,).
    """
    time_ms, neuron = np.asarray(spike_ms, float), np.asarray(spike_neuron)
    counted = time_ms >= from_s * 1000.0
    time_ms, neuron = time_ms[counted], neuron[counted]
    order = np.lexsort((time_ms, neuron))
    time_ms, neuron = time_ms[order], neuron[order]
    same = neuron[1:] == neuron[:-1]
    intervals, owner = np.diff(time_ms)[same], neuron[1:][same]
    return Firing(
        spikes=int(time_ms.size),
        rate_Hz=time_ms.size / neurons / (to_s - from_s),
        isi_mean_ms=float(intervals.mean()) if intervals.size else None,
        isi_cv=mean_cv(intervals, owner),
    )


def mean_cv(intervals: NDArray, owner: NDArray) -> float | None:
    """Mean over neurons of the standard deviation of their intervals over its mean."""
    if not intervals.size:
        return None
    counts = np.bincount(owner)
    enough = counts >= FEWEST_INTERVALS
    if not enough.any():
        return None
    divisor = np.maximum(counts, 1)
    means = np.bincount(owner, intervals) / divisor
    variances = np.bincount(owner, (intervals - means[owner]) ** 2) / divisor
    return float((np.sqrt(variances[enough]) / means[enough]).mean())


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
