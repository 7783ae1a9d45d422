"""Synapses that change and act by the last spike alone: the weight that acts is the one at it."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import (
    P_BLOCK,
    P_TARGET_HIGH,
    P_TARGET_LOW,
    Projections,
    read_float_sums,
    read_own_plastic,
    read_plastic,
)
from engine.kernels.dopamine import mark_arrival, mark_at, reckon
from engine.kernels.last_spike import part_of, prepare_nothing
from engine.kernels.last_spike_arrays import (
    L_DELAYS,
    L_ENTRIES,
    L_FIRST_TILE,
    L_LAGS,
    L_PLASTIC,
    L_PROJECTION,
    L_ROWS,
    LastSpikes,
    OwnLast,
)
from engine.kernels.last_spike_moves import move_given
from engine.kernels.last_spike_sums import NO_ROW
from engine.kernels.plastic_arrays import (
    K_SHORT_TERM,
    S_ACTING,
    S_CONSTANTS,
    S_STARTS,
    S_SYNAPSES,
    S_WEIGHTS,
)
from engine.kernels.plastic_change import changer_on_pre
from engine.kernels.plastic_part import WEIGHTS
from engine.kernels.plastic_scaled import list_coming
from engine.kernels.plastic_traces import arrive
from engine.numerics.jit import subroutine
from engine.numerics.parts import address_of
from engine.plasticity.kernel import PlasticKernel
from engine.runtime.tiles import TILE


def _scatter_of(kernel: PlasticKernel, read_weights: Any) -> Callable[..., None]:
    """What moves the weights of spikes that arrive from the rows that they acted in to a new one.

    What was added to the old row is taken from it, whatever the weight is by now.
    """
    change, changes = changer_on_pre(kernel), kernel.changes
    has_slow, is_modulated, is_plain = kernel.has_slow, kernel.is_modulated, kernel.is_plain
    is_scaled = kernel.is_scaled

    @subroutine
    def scatter(
        image: int,
        own: int,
        projections: Projections,
        last: LastSpikes,
        own_last: OwnLast,
        rows: NDArray[Any],
        which: int,
        groups: int,
        now: int,
        low: int,
        high: int,
        thread: int,
        threads: int,
    ) -> None:
        plastic, own_plastic = read_plastic(image), read_own_plastic(own)
        synapses = read_weights(image)
        layout = last.layout[which]
        row, projection = (
            plastic.layout[layout[L_PLASTIC]],
            projections.layout[layout[L_PROJECTION]],
        )
        delays, at, entries, lags = (
            layout[L_DELAYS],
            layout[L_LAGS],
            layout[L_ENTRIES],
            last.kernel.size,
        )
        if is_modulated:
            constants, learning = plastic.constants[row[S_CONSTANTS] :], plastic.learning[0]
            reckon(own_plastic, row, constants, now, learning)
            mark_at(own_plastic, row, constants, now, learning)
        base, new_slot = layout[L_ROWS] - layout[L_FIRST_TILE] * lags * TILE, now % lags * TILE
        begin, stop = max(low, projection[P_TARGET_LOW]), min(high, projection[P_TARGET_HIGH])
        for i in range(begin, stop):
            rows[base + i // TILE * lags * TILE + new_slot + i % TILE] = 0.0
        segments = projections.segments[projection[P_BLOCK]]
        count = segments.size - 1
        for group in range(groups):
            slot = own_last.group_slots[at + group]
            for k in range(
                own_last.group_starts[at + group], own_last.group_starts[at + group + 1]
            ):
                terminal = own_last.ordered[entries + k]
                source, delay = terminal // delays, terminal % delays
                if is_scaled:
                    list_coming(own_plastic, row, terminal)
                gain = 1.0
                if not is_plain or plastic.constants[row[S_CONSTANTS] + K_SHORT_TERM] != 0.0:
                    gain = arrive(plastic, own_plastic, row, terminal, now, has_slow)
                if is_modulated:
                    mark_arrival(own_plastic, row, terminal)
                for segment in range(thread * count // threads, (thread + 1) * count // threads):
                    cell = row[S_STARTS] + (source * count + segment) * delays + delay
                    first = np.int64(plastic.starts[cell])
                    end = np.int64(plastic.starts[cell + 1])
                    targets = plastic.targets[row[S_SYNAPSES] + first : row[S_SYNAPSES] + end]
                    of_cell = synapses.weights[row[S_WEIGHTS] + first : row[S_WEIGHTS] + end]
                    acting = synapses.acting[row[S_ACTING] + first : row[S_ACTING] + end]
                    if changes and (plastic.learning[0] != 0 or is_modulated):
                        apart = segments[segment] - projection[P_TARGET_LOW]
                        change(
                            plastic,
                            own_plastic,
                            row,
                            terminal,
                            now,
                            targets,
                            apart,
                            first,
                            of_cell,
                            synapses.kept,
                            False,
                        )
                    for e in range(targets.size):
                        i = segments[segment] + targets[e]
                        place = base + i // TILE * lags * TILE + i % TILE
                        if slot != NO_ROW:
                            rows[place + slot * TILE] -= acting[e]
                        acting[e] = gain * np.float64(of_cell[e])
                        rows[place + new_slot] += acting[e]

    return scatter


def plastic_last_spike_part(kernel: PlasticKernel, precision: str) -> int:
    """The address of the part of a rule's kernel."""
    return address_of(
        f"{__name__}.{kernel.variant}.{precision}",
        lambda: part_of(
            read_float_sums, prepare_nothing, move_given, _scatter_of(kernel, WEIGHTS[precision])
        ),
    )
