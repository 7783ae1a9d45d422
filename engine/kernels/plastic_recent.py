"""Traces of presynaptic spikes of rules to which nothing but the fast one matters.

The trace that a synapse with a longer delay sees is that of its source, so many steps later. So
spikes are kept by source, each as when it came by the shortest delay and what the trace was just
before it: the last one, and those before that some synapses are still to see, in turns. The last
two are kept a second time, side by side, and with what the trace was just after each: of these
nearly every synapse sees one.
"""

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import NOTHING
from engine.kernels.plastic_arrays import (
    K_PRE_ADDS,
    K_PRE_FAST,
    K_SHORT_TERM,
    LEFTS,
    S_CONSTANTS,
    S_DELAYS,
    S_OLDER,
    S_PRE_FAST_LEFT,
    S_RELEASE,
    S_SHIFT,
    S_SOURCES,
    OwnPlastic,
    Plastic,
)
from engine.kernels.plastic_traces import trace_by
from engine.numerics.jit import subroutine
from engine.plasticity.short_term import release


@subroutine
def keep_spike(
    plastic: Plastic, own: OwnPlastic, row: NDArray[np.int64], source: int | np.int64, step: int
) -> None:
    """Keep a spike that comes by the shortest delay at the end of a step."""
    at, constants = row[S_SOURCES] + source, plastic.constants[row[S_CONSTANTS] :]
    last, before = own.last_step[at], own.last_fast[at]
    adds, rate, released = constants[K_PRE_ADDS], constants[K_PRE_FAST], own.last_gain[at]
    left_at = row[S_PRE_FAST_LEFT]
    own.last_fast[at] = trace_by(plastic.left, left_at, before, adds, last, step, rate)
    own.last_step[at] = step
    own.recent_step[2 * at + 1], own.recent_sum[2 * at + 1] = last, adds * before + 1.0
    own.recent_step[2 * at], own.recent_sum[2 * at] = step, adds * own.last_fast[at] + 1.0
    if constants[K_SHORT_TERM] != 0.0:
        apart, place = -1 if last == NOTHING else step - last, row[S_RELEASE] + source
        own.last_gain[at] = release(
            own.use, own.recovered, own.active, place, apart, constants[K_SHORT_TERM:]
        )
    room = row[S_DELAYS] - 1
    if room > 0:
        turn = own.turn[at] + 1 if own.turn[at] + 1 < room else 0
        older = row[S_OLDER] + source * room + turn
        own.turn[at], own.older_step[older] = turn, last
        own.older_fast[older], own.older_gain[older] = before, released


@subroutine
def keep_arrivals(
    plastic: Plastic, own: OwnPlastic, row: NDArray[np.int64], begin: int, end: int, step: int
) -> None:
    """Keep those of the listed spikes `begin` to `end` that come by the shortest delay."""
    for k in range(begin, end):
        if own.arriving_delay[k] > 0:
            break
        keep_spike(plastic, own, row, np.int64(own.arriving[k]), step)


@subroutine
def older_spike(
    own: OwnPlastic, row: NDArray[np.int64], source: int | np.int64, step: int | np.int64
) -> int:
    """Which of the spikes before the last was the last one until a step."""
    room, turn = row[S_DELAYS] - 1, np.int64(own.turn[row[S_SOURCES] + source])
    begin = row[S_OLDER] + source * room
    for _ in range(room):
        if own.older_step[begin + turn] <= step:
            break
        turn = turn - 1 if turn > 0 else room - 1
    return int(begin + turn)


@subroutine
def gain_of(
    plastic: Plastic,
    own: OwnPlastic,
    row: NDArray[np.int64],
    source: int | np.int64,
    step: int | np.int64,
) -> float:
    """What short-term plasticity multiplies weights by for the spike of a step."""
    at = row[S_SOURCES] + source
    if plastic.constants[row[S_CONSTANTS] + K_SHORT_TERM] == 0.0:
        return 1.0
    if own.last_step[at] == step:
        return float(own.last_gain[at])
    return float(own.older_gain[older_spike(own, row, source, step)])


@subroutine
def recent_trace(
    plastic: Plastic,
    own: OwnPlastic,
    row: NDArray[np.int64],
    source: int | np.int64,
    step: int,
    adds: float,
    rate: float,
) -> float:
    """The trace just before a step, and before a spike in this very step."""
    at = row[S_SOURCES] + source
    last, before = own.last_step[at], own.last_fast[at]
    if last > step:
        older = older_spike(own, row, source, step)
        last, before = own.older_step[older], own.older_fast[older]
    if last == step:
        return float(before)
    return trace_by(plastic.left, row[S_PRE_FAST_LEFT], before, adds, last, step, rate)


@subroutine
def look_up_recent(
    plastic: Plastic,
    own: OwnPlastic,
    row: NDArray[np.int64],
    terminals: NDArray[np.uint32],
    step: int,
    is_filled: bool,
) -> None:
    """The traces that incoming synapses see just before a step, and a spike in this very step."""
    fast = own.other_fast[: terminals.size]
    if is_filled:
        for k in range(fast.size):
            fast[k] = own.pre_now[terminals[k]]
        return
    left, first = plastic.left[row[S_PRE_FAST_LEFT] :], 2 * row[S_SOURCES]
    recent_step, recent_sum, other = own.recent_step[first:], own.recent_sum[first:], own.other
    shift, last_left = np.uint64(row[S_SHIFT]), np.uint64(LEFTS - 1)
    of_delay, others = (np.uint64(1) << shift) - np.uint64(1), np.uint64(0)
    for k in range(fast.size):
        terminal = np.uint64(terminals[k])
        then = step - np.int64(terminal & of_delay)
        at = (terminal >> shift) << np.uint64(1)
        at += np.uint64(recent_step[at] > then)
        apart = then - recent_step[at]
        fast[k] = recent_sum[at] * left[np.uint64(apart) & last_left]
        # Those of which this is not true are few, but here and there: guessing would take longer.
        other[others] = k
        others += np.uint64(np.uint64(apart - 1) >= last_left)
    constants = plastic.constants[row[S_CONSTANTS] :]
    adds, rate = constants[K_PRE_ADDS], constants[K_PRE_FAST]
    for m in range(np.int64(others)):
        k = other[m]
        terminal = np.uint64(terminals[k])
        source, delay = np.int64(terminal >> shift), int(np.int64(terminal & of_delay))
        fast[k] = recent_trace(plastic, own, row, source, step - delay, adds, rate)


@subroutine
def fill_recent(
    plastic: Plastic, own: OwnPlastic, row: NDArray[np.int64], sources: int, step: int
) -> None:
    """What all of them are just before a step."""
    constants, shift = plastic.constants[row[S_CONSTANTS] :], row[S_SHIFT]
    adds, rate = constants[K_PRE_ADDS], constants[K_PRE_FAST]
    for source in range(sources):
        for delay in range(row[S_DELAYS]):
            own.pre_now[(source << shift) + delay] = recent_trace(
                plastic, own, row, source, step - delay, adds, rate
            )
