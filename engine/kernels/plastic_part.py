"""What spikes do to synapses that change: one compiled part for each rule and precision.

Called as `(image, own, which, stage, now, most, 0, 0)` for one projection and a stage of what
follows a step; gives how many synapses of `most` may still be gone along. A presynaptic spike walks
its cells, a postsynaptic one its incoming synapses; nothing happens to a synapse in between.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import (
    N_FIRST,
    P_BLOCK,
    P_EACH,
    P_RECEPTOR,
    P_SOURCE_HIGH,
    P_SOURCE_LOW,
    P_TARGET_HIGH,
    P_TARGET_LOW,
    R_RING,
    R_SIZE,
    R_SLOTS,
    History,
    Projections,
    Receptors,
    read_double_weights,
    read_exchange,
    read_history,
    read_neurons,
    read_own,
    read_own_plastic,
    read_plastic,
    read_projections,
    read_receptors,
    read_single_weights,
)
from engine.kernels.plastic_arrays import (
    S_DELAYS,
    S_EFFECT_DELAY,
    S_IN_DEGREE,
    S_INCOMING,
    S_INCOMING_STARTS,
    S_POST_DELAY,
    S_PROJECTION,
    S_SHORTEST,
    S_STARTS,
    S_SYNAPSES,
    S_WEIGHTS,
    W_COUNT,
    W_ITEM,
    OwnPlastic,
    Plastic,
)
from engine.kernels.plastic_traces import (
    Spike,
    arriving,
    changed_on_post,
    changed_on_pre,
    gain_of,
    note_post,
)
from engine.kernels.tasks import MEET, NEXT
from engine.numerics.jit import ZERO, subroutine
from engine.numerics.parts import Part, address_of
from engine.plasticity.kernel import PlasticKernel

WEIGHTS = {"single": read_single_weights, "double": read_double_weights}


@subroutine
def _spikes_of(
    spiked: NDArray[np.int64], history: History, neurons: int, step: int, now: int
) -> tuple[int, int]:
    """Where the spikes of a step begin in the history, -1 for those of `now`; how many there are.

    Older ones alone are in the history for sure, of as many steps as synapses look back.
    """
    if step == now:
        return -1, spiked.size
    if step < 0:
        return 0, 0
    slot = step % history.counts.size
    return slot * neurons, history.counts[slot]


@subroutine
def _spike(spiked: NDArray[np.int64], history: History, begin: int, k: int) -> int:
    """Who spiked, as the k-th of a step."""
    return int(spiked[k]) if begin < 0 else int(history.neurons[begin + k])


@subroutine
def _first_from(
    spiked: NDArray[np.int64], history: History, begin: int, count: int, low: int
) -> int:
    """The first of the ascending spikes of a step that is not below a neuron."""
    first, end = 0, count
    while first < end:
        middle = (first + end) // 2
        if _spike(spiked, history, begin, middle) < low:
            first = middle + 1
        else:
            end = middle
    return first


def _sender(kernel: PlasticKernel, read_weights: Any) -> Callable[..., Any]:
    """What lets a spike that reaches a terminal change its synapses, and act."""
    changed, changes = changed_on_pre(kernel), kernel.changes

    @subroutine
    def send(
        plastic: Plastic,
        weights: NDArray[Any],
        projections: Projections,
        receptors: Receptors,
        row: NDArray[np.int64],
        source: int,
        delay: int,
        spike: Spike,
        gain: float,
        first: int,
        stop: int,
    ) -> None:
        """To segments `first` to `stop`."""
        projection = projections.layout[row[S_PROJECTION]]
        segments, receptor = (
            projections.segments[projection[P_BLOCK]],
            receptors.layout[projection[P_RECEPTOR]],
        )
        learns, step = changes and plastic.learning[0] != 0, spike[0]
        slot = (step + row[S_EFFECT_DELAY]) % receptor[R_SLOTS]
        for segment in range(first, stop):
            cell = row[S_STARTS] + (
                (source * (segments.size - 1) + segment) * row[S_DELAYS] + delay
            )
            begin, end = np.int64(plastic.starts[cell]), np.int64(plastic.starts[cell + 1])
            targets = plastic.targets[row[S_SYNAPSES] + begin : row[S_SYNAPSES] + end]
            own_weights = weights[row[S_WEIGHTS] + begin : row[S_WEIGHTS] + end]
            at = receptor[R_RING] + slot * receptor[R_SIZE] + segments[segment]
            base = segments[segment] - projection[P_TARGET_LOW]
            for e in range(targets.size):
                i = np.int64(targets[e])
                if learns:
                    weight = np.float64(own_weights[e])
                    own_weights[e] = changed(plastic, row, base + i, spike, weight)
                receptors.store[at + i] += gain * own_weights[e]

    return send


def _receiver(kernel: PlasticKernel) -> Callable[..., Any]:
    """What lets a spike of a postsynaptic neuron change its incoming synapses."""
    changed, forgets, changes = changed_on_post(kernel), kernel.forgets, kernel.changes

    @subroutine
    def receive(
        plastic: Plastic,
        own: OwnPlastic,
        weights: NDArray[Any],
        row: NDArray[np.int64],
        target: int,
        step: int,
    ) -> None:
        learns = changes and plastic.learning[0] != 0
        if learns or forgets:
            at = row[S_INCOMING_STARTS] + target
            for k in range(plastic.incoming_starts[at], plastic.incoming_starts[at + 1]):
                place = row[S_INCOMING] + 2 * np.int64(k)
                synapse = np.int64(plastic.incoming[place])
                terminal = np.int64(plastic.incoming[place + 1])
                weight = np.float64(weights[row[S_WEIGHTS] + synapse])
                weight = changed(plastic, own, row, terminal, target, synapse, step, weight)
                if learns:
                    weights[row[S_WEIGHTS] + synapse] = weight
        note_post(plastic, row, target, step)

    return receive


def _part_of(kernel: PlasticKernel, read_weights: Any) -> Part:
    send, receive = _sender(kernel, read_weights), _receiver(kernel)

    def change(
        image: int, own: int, which: int, stage: int, now: int, most: int, _0: int, _1: int
    ) -> int:
        plastic, own_plastic = read_plastic(image), read_own_plastic(own)
        projections, receptors, history = (
            read_projections(image),
            read_receptors(image),
            read_history(image),
        )
        weights, scratch, row = read_weights(image).weights, read_own(own), plastic.layout[which]
        projection, waiting = projections.layout[row[S_PROJECTION]], own_plastic.waiting
        spiked, neurons = scratch.spiked[: waiting[W_COUNT]], scratch.spiked.size
        thread, threads = scratch.thread[0], scratch.thread[1]
        left, done, skipped = most, ZERO, waiting[W_ITEM]
        if stage == MEET:
            block = projection[P_BLOCK]
            bounds, base = (
                read_exchange(image).bounds[block],
                read_neurons(image).layout[block, N_FIRST],
            )
            begin, count = _spikes_of(spiked, history, neurons, now - row[S_POST_DELAY], now)
            low, high = base + projection[P_TARGET_LOW], base + projection[P_TARGET_HIGH]
            first = _first_from(spiked, history, begin, count, low)
            for k in range(first + skipped, count):
                j = _spike(spiked, history, begin, k)
                if j >= high:
                    break
                if left <= 0 and k > first + skipped:
                    waiting[W_ITEM] = k - first
                    return left
                if bounds[thread] <= j - base < bounds[thread + 1]:
                    receive(plastic, own_plastic, weights, row, j - low, now)
                left -= row[S_IN_DEGREE]
            waiting[W_ITEM] = 0
            return left
        step = now + 1 if stage == NEXT else now
        count = projections.segments.shape[1] - 1
        for delay in range(row[S_DELAYS]):
            steps = row[S_SHORTEST] + delay
            if (steps > 0) != (stage == NEXT):
                continue
            begin, spikes = _spikes_of(spiked, history, neurons, step - steps, now)
            low, high = projection[P_SOURCE_LOW], projection[P_SOURCE_HIGH]
            for k in range(_first_from(spiked, history, begin, spikes, low), spikes):
                j = _spike(spiked, history, begin, k)
                if j >= high:
                    break
                done += 1
                if done <= skipped:
                    continue
                if left <= 0 and done > skipped + 1:
                    waiting[W_ITEM] = done - 1
                    return left
                terminal = (j - low) * row[S_DELAYS] + delay
                spike = arriving(plastic, own_plastic, row, terminal, step)
                gain = gain_of(plastic, own_plastic, row, terminal, spike)
                send(
                    plastic,
                    weights,
                    projections,
                    receptors,
                    row,
                    j - low,
                    delay,
                    spike,
                    gain,
                    thread * count // threads,
                    (thread + 1) * count // threads,
                )
                left -= projection[P_EACH]
        waiting[W_ITEM] = 0
        return left

    return change


def plastic_part(kernel: PlasticKernel, precision: str) -> int:
    """The address of the part of a rule's kernel."""
    name = f"{__name__}.{kernel.variant}.{precision}"
    return address_of(name, lambda: _part_of(kernel, WEIGHTS[precision]))
