"""What a step does to a tile of neurons: one compiled part for each model, called by the loop."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import (
    N_CONSTANT_ROWS,
    N_CONSTANT_WIDTH,
    N_CONSTANTS,
    N_FIRST,
    N_OTHER,
    N_SIZE,
    N_STATE,
    N_STATE_ROWS,
    N_VARIABLES,
    read_exchange,
    read_neurons,
    read_own,
)
from engine.kernels.guard import guard_of, never_redone
from engine.kernels.tasks import FIND, INTEGRATE
from engine.limits import FARTHEST
from engine.models.model import Kernel, Model
from engine.numerics.jit import subroutine
from engine.numerics.matrices import matrix
from engine.numerics.parts import Part, address_of
from engine.runtime.outcome import earlier

GROUP = 32
"""Neurons that are searched together, in SIMD; most groups hold nothing of interest."""


def neuron_part(model: Model, kernel: Kernel) -> int:
    """The address of the part of a model's kernel."""
    return address_of(f"{__name__}.{model.name}.{kernel.variant}", lambda: _part_of(kernel))


def _part_of(kernel: Kernel) -> Part:
    """The part of a kernel: `(image, own, task, block, now, low, high, count)`.

    Tasks that find spikes return how many the thread has now in this block, given that there were
    `count`.
    """
    take, count_events = _integrating_and_counting(kernel), kernel.count_events
    has_spiked, has_strayed, reset = kernel.has_spiked, kernel.has_strayed, kernel.reset
    redone = never_redone if kernel.derivative is None else guard_of(kernel.derivative)
    is_guarded, counts_first = kernel.derivative is not None, kernel.in_place

    def tile(
        image: int, own: int, task: int, block: int, now: int, low: int, high: int, count: int
    ) -> int:
        neurons, scratch = read_neurons(image), read_own(own)
        row = neurons.layout[block]
        other = (now & 1) * row[N_OTHER]
        rows, size = row[N_STATE_ROWS], row[N_SIZE]
        before = matrix(neurons.states, row[N_STATE] + other, rows, size)
        after = matrix(neurons.states, row[N_STATE] + row[N_OTHER] - other, rows, size)
        constants = matrix(
            neurons.constants, row[N_CONSTANTS], row[N_CONSTANT_ROWS], row[N_CONSTANT_WIDTH]
        )
        current, conductance = scratch.current[: high - low], scratch.conductance[: high - low]
        events = 1
        if task != FIND:
            events = take(before, after, constants, current, conductance, low, high, now)
            if task == INTEGRATE and not is_guarded:
                return count
        elif counts_first:
            events = count_events(before, after, constants, low, high)
        if events == 0:
            return count
        exchange = read_exchange(image)
        thread, first, variables = scratch.thread[0], row[N_FIRST], row[N_VARIABLES]
        spiked = exchange.spiked[(now & 1) * neurons.numbers.size + first :]
        begin = exchange.bounds[block, thread]
        for start in range(low, high, GROUP):
            stop = min(start + GROUP, high)
            if count_events(before, after, constants, start, stop) == 0:
                continue
            for i in range(start, stop):
                is_sound = True
                if task == FIND:
                    is_sound = abs(after[0, i]) < FARTHEST
                elif has_strayed(before, after, constants, i):
                    k = i - low
                    room = scratch.vectors
                    is_sound = redone(
                        before, after, constants, i, variables, current[k], conductance[k], room
                    )
                if not is_sound:
                    lost = exchange.failed[now & 1, thread]
                    exchange.failed[now & 1, thread] = earlier(lost, first + i)
                if task != INTEGRATE and has_spiked(before, after, constants, i):
                    spiked[begin + count] = first + i
                    count += 1
                    reset(after, constants, i, now)
        return count

    return tile


def _integrating_and_counting(kernel: Kernel) -> Callable[..., Any]:
    """What integrates a tile and tells how much may have happened there, 0 if nothing did."""
    if kernel.integrate_counts:
        return kernel.integrate
    integrate, count_events, counts_first = kernel.integrate, kernel.count_events, kernel.in_place

    @subroutine
    def one_by_one(
        before: NDArray[np.float64],
        after: NDArray[np.float64],
        constants: NDArray[np.float64],
        current: NDArray[np.float64],
        conductance: NDArray[np.float64],
        low: int,
        high: int,
        now: int,
    ) -> int:
        integrate(before, after, constants, current, conductance, low, high, now)
        return count_events(before, after, constants, low, high) if counts_first else 1

    return one_by_one
