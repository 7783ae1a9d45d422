"""Steps of a small network up to its next spike, in one go.

A step of a few neurons takes less than the calls of its parts by address. So one part takes such a
network up to the next spike, with the same functions and thus to the same bits. What a spike sends
on its way, and steps that must be redone, are left to the step loop.
"""

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import (
    L_IS_FIXED,
    L_PROJECTION,
    N_CONSTANT_ROWS,
    N_CONSTANT_WIDTH,
    N_CONSTANTS,
    N_OTHER,
    N_SIZE,
    N_STATE,
    N_STATE_ROWS,
    Calls,
    Exchange,
    History,
    LastSpikes,
    read_exchange,
    read_fixed_sums,
    read_last_spikes,
    read_neurons,
    read_own,
    read_own_last,
    read_projections,
)
from engine.kernels.last_spike_currents import act, list_rows
from engine.models.model import Kernel, Model
from engine.numerics.jit import ZERO, subroutine
from engine.numerics.matrices import matrix
from engine.numerics.parts import Part, address_of
from engine.runtime.spike_exchange import leave

MOST_NEURONS = 128
"""With more, somebody spikes in nearly every step."""


def can_go_to_next_spike(size: int, calls: Calls, last: LastSpikes, history: History) -> bool:
    """Whether last spikes without delays, of one projection, are all that acts on neurons.

    So whoever does not spike changes nothing that other steps must know of.
    """
    is_alone = len(calls.early) == 2 and len(calls.table) == len(last.layout) == 1
    return (
        size <= MOST_NEURONS
        and is_alone
        and bool(last.layout[0, L_IS_FIXED])
        and not history.counts.size
    )


def next_spike_part(model: Model, kernel: Kernel) -> int:
    """The address of the part of a model's kernel, which must keep the state before a step."""
    return address_of(f"{__name__}.{model.name}.{kernel.variant}", lambda: _part_of(kernel))


def _part_of(kernel: Kernel) -> Part:
    """The part: `(image, own, steps, 0, now, 0, 0, 0)`.

    Twice how many steps it took before a spike, and one more if that of the spike is done as well.
    """
    integrate, count_events, reset = kernel.integrate, kernel.count_events, kernel.reset
    has_spiked, has_strayed = kernel.has_spiked, kernel.has_strayed

    @subroutine
    def leave_spikes(
        exchange: Exchange,
        before: NDArray[np.float64],
        after: NDArray[np.float64],
        constants: NDArray[np.float64],
        step: int,
    ) -> int:
        """Leave who spiked for the exchange; 0 if the step must be redone, else 1."""
        size, count = after.shape[1], ZERO
        for i in range(size):
            if has_strayed(before, after, constants, i):
                return 0
        spiked = exchange.spiked[(step & 1) * size :]
        for i in range(size):
            if has_spiked(before, after, constants, i):
                spiked[count] = i
                count += 1
                reset(after, constants, i, step)
        leave(exchange, 0, 1, 0, step, count)
        return 1

    def to_next_spike(
        image: int, own: int, steps: int, _0: int, now: int, _1: int, _2: int, _3: int
    ) -> int:
        neurons, scratch = read_neurons(image), read_own(own)
        last, own_last, rows = (
            read_last_spikes(image),
            read_own_last(own),
            read_fixed_sums(image).rows,
        )
        projections, row = read_projections(image), neurons.layout[0]
        size, other = row[N_SIZE], row[N_STATE] + row[N_OTHER]
        even = matrix(neurons.states, row[N_STATE], row[N_STATE_ROWS], size)
        odd = matrix(neurons.states, other, row[N_STATE_ROWS], size)
        constants = matrix(
            neurons.constants, row[N_CONSTANTS], row[N_CONSTANT_ROWS], row[N_CONSTANT_WIDTH]
        )
        applied, current = neurons.applied[:size], scratch.current[:size]
        conductance = scratch.conductance[:size]
        middle = projections.weight[last.layout[0, L_PROJECTION]]
        for i in range(size):
            conductance[i] = 0.0
        for done in range(steps):
            step = now + done
            before, after = (even, odd) if step & 1 == 0 else (odd, even)
            for i in range(size):
                current[i] = applied[i]
            list_rows(last, own_last, ZERO, step, middle)
            act(projections, last, own_last, rows, ZERO, middle, step, ZERO, size, current)
            integrate(before, after, constants, current, conductance, ZERO, size, step)
            if count_events(before, after, constants, ZERO, size) > 0:
                break
        else:
            return 2 * steps
        return 2 * done + leave_spikes(read_exchange(image), before, after, constants, step)

    return to_next_spike
