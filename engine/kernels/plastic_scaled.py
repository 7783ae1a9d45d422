"""Traces of rules to which nothing matters but the fast one of either side.

All of a side decay alike, so what is kept is each as it would have been at one step, `since`: what
a spike adds is the larger the later it comes, and a trace is what is kept, times what is left since
then. So a synapse looks up one number. Now and then all are taken to a later step, before what
spikes add grows too large.

A presynaptic spike changes weights before the step at whose end it comes, and its trace is not to
be seen in it: until then it is listed.
"""

import numpy as np
from numpy.typing import NDArray

from engine.kernels.plastic_arrays import (
    K_POST_ADDS,
    K_PRE_ADDS,
    S_CONSTANTS,
    S_DELAYS,
    S_POST,
    S_POST_FAST_LEFT,
    S_POST_GROWTH,
    S_PRE_FAST_LEFT,
    S_PRE_GROWTH,
    S_SINCE,
    S_SPAN,
    S_TRACES,
    OwnPlastic,
    Plastic,
)
from engine.kernels.plastic_traces import or_nothing
from engine.numerics.jit import subroutine


@subroutine
def left_at(plastic: Plastic, own: OwnPlastic, row: NDArray[np.int64], at: int, step: int) -> float:
    """What is left at a step of traces that are kept; at: the side's table of that."""
    return float(plastic.left[at + step - own.since[row[S_SINCE]]])


@subroutine
def add_post(
    plastic: Plastic, own: OwnPlastic, row: NDArray[np.int64], target: int, step: int
) -> None:
    """Note that a spike of a postsynaptic neuron reaches its synapses at the end of a step."""
    j, adds = row[S_POST] + target, plastic.constants[row[S_CONSTANTS] + K_POST_ADDS]
    grown = plastic.left[row[S_POST_GROWTH] + step - own.since[row[S_SINCE]]]
    plastic.post_fast[j] = adds * plastic.post_fast[j] + grown


@subroutine
def list_coming(own: OwnPlastic, row: NDArray[np.int64], terminal: int | np.int64) -> None:
    """Note that a spike reaches the synapses of a terminal at the end of a step to come."""
    count = own.comings[row[S_SINCE]]
    own.coming[row[S_TRACES] + count] = terminal
    own.comings[row[S_SINCE]] = count + 1


@subroutine
def list_all_coming(own: OwnPlastic, row: NDArray[np.int64], total: int) -> None:
    """The same of so many spikes that are listed as arriving."""
    count, delays = own.comings[row[S_SINCE]], row[S_DELAYS]
    coming = own.coming[row[S_TRACES] + count : row[S_TRACES] + count + total]
    sources, delay = own.arriving[:total], own.arriving_delay[:total]
    for k in range(coming.size):
        coming[k] = sources[k] * delays + delay[k]
    own.comings[row[S_SINCE]] = count + total


@subroutine
def add_coming(plastic: Plastic, own: OwnPlastic, row: NDArray[np.int64], step: int) -> None:
    """Add the spikes that are listed to their traces: they came at the end of a step."""
    at, adds = row[S_TRACES], plastic.constants[row[S_CONSTANTS] + K_PRE_ADDS]
    coming, traces = own.coming[at : at + own.comings[row[S_SINCE]]], own.traces[at:]
    grown = plastic.left[row[S_PRE_GROWTH] + step - own.since[row[S_SINCE]]]
    for k in range(coming.size):
        traces[coming[k]] = adds * traces[coming[k]] + grown
    own.comings[row[S_SINCE]] = 0


@subroutine
def take_along(
    plastic: Plastic,
    own: OwnPlastic,
    row: NDArray[np.int64],
    terminals: int,
    low: int,
    high: int,
    step: int,
) -> None:
    """Take all traces to a step, if it is long since; of targets, those from `low` to `high`."""
    if step - own.since[row[S_SINCE]] < row[S_SPAN]:
        return
    left = left_at(plastic, own, row, row[S_PRE_FAST_LEFT], step)
    traces = own.traces[row[S_TRACES] : row[S_TRACES] + terminals]
    for k in range(traces.size):
        traces[k] = or_nothing(traces[k] * left)
    left = left_at(plastic, own, row, row[S_POST_FAST_LEFT], step)
    posts = plastic.post_fast[row[S_POST] + low : row[S_POST] + high]
    for k in range(posts.size):
        posts[k] = or_nothing(posts[k] * left)
    own.since[row[S_SINCE]] = step


@subroutine
def look_up_scaled(
    plastic: Plastic,
    own: OwnPlastic,
    row: NDArray[np.int64],
    terminals: NDArray[np.uint32],
    step: int,
) -> None:
    """The traces that incoming synapses see just before a step, and a spike in this very step."""
    fast, traces = own.other_fast[: terminals.size], own.traces[row[S_TRACES] :]
    left = left_at(plastic, own, row, row[S_PRE_FAST_LEFT], step)
    for k in range(fast.size):
        fast[k] = left * traces[terminals[k]]
