"""Which presynaptic spikes reach their synapses at the end of a step."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import P_SOURCE_HIGH, P_SOURCE_LOW, History
from engine.kernels.plastic_arrays import S_DELAYS, S_SHORTEST, OwnPlastic
from engine.kernels.plastic_spikes import first_not_below
from engine.kernels.tasks import NEXT
from engine.numerics.jit import ZERO, subroutine


class Arriving(NamedTuple):
    """Listed spikes that reach their synapses at the end of a step, and what they find there."""

    begin: int
    """Of the list, up to `end`."""
    end: int
    step: int
    slot: int
    """Of the delay ring buffer, in which they act."""
    first: int
    """The segments that they go to, up to `stop`."""
    stop: int
    learns: bool
    is_filled: bool
    """Whether the traces of postsynaptic neurons are computed."""


@subroutine
def list_arrivals(
    own: OwnPlastic,
    projection: NDArray[np.int64],
    row: NDArray[np.int64],
    spiked: NDArray[np.int64],
    history: History,
    neurons: int,
    stage: int,
    now: int,
) -> int:
    """Fill in the source and the delay of each spike that arrives; how many do.

    By delay, and then by source. The delay is counted from the shortest one on.
    """
    shortest, low = row[S_SHORTEST], projection[P_SOURCE_LOW]
    sources, slots, total = projection[P_SOURCE_HIGH] - low, history.counts.size, ZERO
    # Of spikes without a delay, at the end of their own step; all others are on their way before.
    first, end, newest = ZERO, row[S_DELAYS], now - shortest
    if stage == NEXT:
        first, newest = first + (shortest == 0), newest + 1
    elif shortest == 0:
        end = first + 1
    else:
        end = first
    # Divisions take as long as a few synapses.
    slot = newest % slots if slots > 0 else ZERO
    for delay in range(first, end):
        step = newest - delay
        if step < 0:
            break
        if step == now:
            total = _list(own, spiked, delay, low, sources, total)
        else:
            of_step = slot - delay if slot >= delay else slot - delay + slots
            begin, count = of_step * neurons, history.counts[of_step]
            older = history.neurons[begin : begin + count]
            total = _list(own, older, delay, low, sources, total)
    return total


@subroutine
def _list(
    own: OwnPlastic, spiked: NDArray[Any], delay: int, low: int, sources: int, total: int
) -> int:
    """List those of the ascending spikes of a step that are of the sources; how many are listed."""
    at = np.uint64(total)
    for k in range(first_not_below(spiked, low), spiked.size):
        source = spiked[np.uint64(k)] - low
        if source >= sources:
            break
        own.arriving[at], own.arriving_delay[at] = source, delay
        at += np.uint64(1)
    return int(np.int64(at))
