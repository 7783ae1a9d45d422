"""The step loop of a small network: all of its steps in one function, without calls by address.

A step of a few neurons takes less than the calls of its parts. So a network of few neurons of one
model, on which nothing acts but one projection by last spikes, if that, has a loop of its own: the
same functions on the same arrays, and thus the same bits. It also takes a third as long to compile
as the parts and the loop of any network, which is what a first start waits for. The model's part
redoes steps that went astray; it is made when one first does.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import (
    N_CONSTANT_ROWS,
    N_CONSTANT_WIDTH,
    N_CONSTANTS,
    N_ENTRY,
    N_OTHER,
    N_SIZE,
    N_STATE,
    N_STATE_ROWS,
    NOTHING,
    W_IS_DUE,
    Neurons,
    Own,
    read_exchange,
    read_neurons,
    read_own,
    read_progress,
)
from engine.kernels.recorder import is_wanted, record_tile
from engine.kernels.small_loop_synapses import Acting, acting_by
from engine.kernels.tasks import STEP
from engine.models.model import Kernel, Model
from engine.numerics.jit import ZERO, kernel_named, subroutine
from engine.numerics.matrices import matrix
from engine.numerics.parts import call_part
from engine.recording.columns import Record
from engine.runtime.outcome import NONE

MOST_NEURONS = 128
"""With more, somebody spikes in nearly every step."""
PART_WANTED = -2
"""Instead of a neuron that failed: the next step must be redone by the model's part."""

SmallLoop = Callable[
    [int, int, Record, int, NDArray[np.int64], NDArray[np.int64]], tuple[int, int, int]
]
_loops: dict[str, SmallLoop] = {}


def small_loop(model: Model, kernel: Kernel, storage: str) -> SmallLoop:
    """The loop for a model's kernel, which must keep the state before a step.

    storage: of the projection by last spikes; empty where nothing acts.
    """
    name = f"{__name__}.{model.name}.{kernel.variant}.{storage or 'alone'}"
    if name not in _loops:
        _loops[name] = kernel_named(name, _loop_of(kernel, acting_by(storage)))
    return _loops[name]


def _loop_of(kernel: Kernel, acting: Acting) -> SmallLoop:
    integrate, count_events = kernel.integrate, kernel.count_events
    find_spikes = _finder(kernel)
    read, act, note, move = acting

    def loop(
        image: int,
        own: int,
        record: Record,
        steps: int,
        spike_steps: NDArray[np.int64],
        spike_neurons: NDArray[np.int64],
    ) -> tuple[int, int, int]:
        """Advance so many steps at most; the fields of an Outcome, as `step_loop.run`."""
        neurons, scratch, progress = read_neurons(image), read_own(own), read_progress(image)
        synapses, row = read(image, own), neurons.layout[0]
        size, other = row[N_SIZE], row[N_STATE] + row[N_OTHER]
        even = matrix(neurons.states, row[N_STATE], row[N_STATE_ROWS], size)
        odd = matrix(neurons.states, other, row[N_STATE_ROWS], size)
        constants = matrix(
            neurons.constants, row[N_CONSTANTS], row[N_CONSTANT_ROWS], row[N_CONSTANT_WIDTH]
        )
        current, conductance = scratch.current[:size], scratch.conductance[:size]
        is_recorded = is_wanted(record)
        step, spikes, done, failed = progress.steps[0], ZERO, ZERO, NONE
        scratch.waiting[W_IS_DUE] = 0
        for i in range(size):
            conductance[i] = 0.0
        while True:
            now = step + done
            move(synapses, now, size)
            if done == steps or spikes + size > spike_steps.size:
                break
            before, after = (even, odd) if now & 1 == 0 else (odd, even)
            for i in range(size):
                current[i] = neurons.applied[i]
            act(synapses, now, size, current)
            integrate(before, after, constants, current, conductance, ZERO, size, now)
            count = ZERO
            if count_events(before, after, constants, ZERO, size) > 0:
                count = find_spikes(before, after, constants, now, scratch.spiked)
                if count < 0:
                    count, failed = _redo(image, own, neurons, scratch, now)
                    if failed != NONE:
                        break
            spiked = scratch.spiked[:count]
            if is_recorded:
                record_tile(neurons, scratch, record, ZERO, now, done, ZERO, size, spiked)
            done += 1
            if count > 0:
                note(synapses, spiked, now, size)
                for k in range(count):
                    spike_steps[spikes + k] = now
                    spike_neurons[spikes + k] = spiked[k]
                spikes += count
        progress.steps[0] = step + done
        return done, spikes, failed

    return loop


@subroutine
def _redo(image: int, own: int, neurons: Neurons, scratch: Own, now: int) -> tuple[int, int]:
    """Take the step once more, by the model's part; how many spiked, and who failed, or NONE."""
    entry, size = neurons.layout[0, N_ENTRY], neurons.layout[0, N_SIZE]
    if entry == NOTHING:
        return ZERO, PART_WANTED
    exchange, parity = read_exchange(image), now & 1
    exchange.failed[parity, 0] = NONE
    count = call_part(entry, image, own, STEP, ZERO, now, ZERO, size, ZERO)
    for k in range(count):
        scratch.spiked[k] = exchange.spiked[parity * size + k]
    return count, exchange.failed[parity, 0]


def _finder(kernel: Kernel) -> Callable[..., int]:
    """What lists who spiked in a step, and resets them."""
    has_spiked, has_strayed, reset = kernel.has_spiked, kernel.has_strayed, kernel.reset

    @subroutine
    def find_spikes(
        before: NDArray[np.float64],
        after: NDArray[np.float64],
        constants: NDArray[np.float64],
        now: int,
        spiked: NDArray[np.int64],
    ) -> int:
        """How many spiked; -1 if the step must be redone."""
        size, count = after.shape[1], ZERO
        for i in range(size):
            if has_strayed(before, after, constants, i):
                return -1
        for i in range(size):
            if has_spiked(before, after, constants, i):
                spiked[count] = i
                count += 1
                reset(after, constants, i, now)
        return count

    return find_spikes
