"""What acts on the neurons of a small network: nothing, or one projection by their last spikes."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import (
    History,
    Projections,
    read_history,
    read_last_spikes,
    read_own_last,
    read_projections,
)
from engine.kernels.last_spike import STORAGES, mover, note
from engine.kernels.last_spike_arrays import (
    L_PROJECTION,
    O_DELIVERED,
    O_DUE,
    O_GROUPS,
    LastSpikes,
    OwnLast,
)
from engine.kernels.last_spike_currents import act, list_rows
from engine.numerics.jit import ZERO, subroutine


class Acting(NamedTuple):
    """The functions of it that the loop calls.

    read: (image, own), the arrays that the others take first. act: (synapses, now, size, current)
    adds to the current of a step. note: (synapses, spiked, now, size), who spiked. move:
    (synapses, now, size), the weights that wait since the last step.
    """

    read: Callable[..., Any]
    act: Callable[..., None]
    note: Callable[..., None]
    move: Callable[..., None]


def acting_by(storage: str) -> Acting:
    """By a projection of this storage; by nothing if it is empty."""
    if not storage:
        return Acting(_read_nothing, _act_nothing, _note_nothing, _move_nothing)
    return _last_spikes(*STORAGES[storage][:3])


@subroutine
def _read_nothing(image: int, own: int) -> int:
    return 0


@subroutine
def _act_nothing(synapses: int, now: int, size: int, current: NDArray[np.float64]) -> None:
    """Applied current is all there is."""


@subroutine
def _note_nothing(synapses: int, spiked: NDArray[np.int64], now: int, size: int) -> None:
    """Spikes go nowhere."""


@subroutine
def _move_nothing(synapses: int, now: int, size: int) -> None:
    """Nothing waits."""


Synapses = tuple[Projections, LastSpikes, OwnLast, History, NDArray[Any], float]


def _last_spikes(read_sums: Any, prepare: Callable[..., None], move: Callable[..., None]) -> Acting:
    move_groups = mover(move)

    @subroutine
    def read(image: int, own: int) -> Synapses:
        projections, last = read_projections(image), read_last_spikes(image)
        middle = projections.weight[last.layout[0, L_PROJECTION]]
        rows = read_sums(image).rows
        return projections, last, read_own_last(own), read_history(image), rows, middle

    @subroutine
    def act_by_rows(synapses: Synapses, now: int, size: int, current: NDArray[np.float64]) -> None:
        projections, last, own_last, _, rows, middle = synapses
        list_rows(last, own_last, ZERO, now, middle)
        act(projections, last, own_last, rows, ZERO, middle, now, ZERO, size, current)

    @subroutine
    def note_spikes(synapses: Synapses, spiked: NDArray[np.int64], now: int, size: int) -> None:
        projections, last, own_last, history, _, _ = synapses
        row = last.layout[0]
        projection = projections.layout[row[L_PROJECTION]]
        note(last, history, own_last, ZERO, projection, spiked, now, size)
        prepare(projections, projection, row, own_last, own_last.counts[0, O_DUE])

    @subroutine
    def move_waiting(synapses: Synapses, now: int, size: int) -> None:
        projections, last, own_last, _, rows, _ = synapses
        counts = own_last.counts[0]
        done, due = counts[O_DELIVERED], counts[O_DUE]
        if due > 0:
            move_groups(projections, last, own_last, rows, ZERO, now, ZERO, size, done, due)
            counts[O_GROUPS], counts[O_DUE], counts[O_DELIVERED] = 0, 0, 0

    return Acting(read, act_by_rows, note_spikes, move_waiting)
