"""How spikes go along the synapses of a projection: one compiled part for each kind of storage.

All are called as `(image, own, p, first, end, now, 0, 0)`: projection p, which of the thread's list
of spikes, and their step. Each thread serves its own neurons.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from engine.connections.procedural import (
    HALF,
    add_four,
    add_one,
    as_odd,
    draw_of,
)
from engine.kernels.arrays import (
    NOTHING,
    P_BLOCK,
    P_DELAY,
    P_PAIR_KEYS,
    P_QUANTILES,
    P_RECEPTOR,
    P_SELF,
    P_SOURCE_KEYS,
    P_SOURCE_LOW,
    P_TARGET_HIGH,
    P_TARGET_LOW,
    P_WEIGHTS,
    R_RING,
    R_SIZE,
    R_SLOTS,
    Exchange,
    Projections,
    Receptors,
    read_exchange,
    read_own,
    read_projections,
    read_receptors,
)
from engine.numerics.jit import subroutine
from engine.numerics.parts import Part, address_of
from engine.runtime.tiles import TILE


@subroutine
def window(exchange: Exchange, row: NDArray[np.int64], thread: int) -> tuple[int, int]:
    """The targets of a projection that are the thread's, counted within their block."""
    low = max(row[P_TARGET_LOW], exchange.bounds[row[P_BLOCK], thread])
    return low, min(row[P_TARGET_HIGH], exchange.bounds[row[P_BLOCK], thread + 1])


@subroutine
def arrival(receptors: Receptors, row: NDArray[np.int64], now: int) -> int:
    """Where the slot of the ring begins at which the spikes of this step arrive."""
    receptor = receptors.layout[row[P_RECEPTOR]]
    slot = (now + row[P_DELAY]) % receptor[R_SLOTS]
    return int(receptor[R_RING] + slot * receptor[R_SIZE])


def uniform(image: int, own: int, p: int, first: int, end: int, now: int, _0: int, _1: int) -> int:
    """One weight from every source to every target, perhaps not to itself."""
    projections, receptors, scratch = (
        read_projections(image),
        read_receptors(image),
        read_own(own),
    )
    row, weight = projections.layout[p], projections.weight[p]
    low, high = window(read_exchange(image), row, scratch.thread[0])
    if low >= high:
        return 0
    begin = arrival(receptors, row, now)
    arriving, total = receptors.store[begin + low : begin + high], weight * (end - first)
    for i in range(arriving.size):
        arriving[i] += total
    if row[P_SELF] != NOTHING:
        for k in range(first, end):
            own_place = scratch.spiked[k] - row[P_SELF] - low
            if 0 <= own_place < arriving.size:
                arriving[own_place] -= weight
    return 0


def given(image: int, own: int, p: int, first: int, end: int, now: int, _0: int, _1: int) -> int:
    """A row of a matrix of given weights for each source."""
    projections, receptors, scratch = (
        read_projections(image),
        read_receptors(image),
        read_own(own),
    )
    row = projections.layout[p]
    low, high = window(read_exchange(image), row, scratch.thread[0])
    if low >= high:
        return 0
    begin, width = arrival(receptors, row, now), row[P_TARGET_HIGH] - row[P_TARGET_LOW]
    arriving = receptors.store[begin + low : begin + high]
    for k in range(first, end):
        at = row[P_WEIGHTS] + (scratch.spiked[k] - row[P_SOURCE_LOW]) * width - row[P_TARGET_LOW]
        weights = projections.given[at + low : at + high]
        for i in range(weights.size):
            arriving[i] += weights[i]
    return 0


@subroutine
def look_up_keys(
    projections: Projections,
    row: NDArray[np.int64],
    spiked: NDArray[np.int64],
    keys: NDArray[np.uint32],
) -> None:
    """The key of each of these sources."""
    begin = row[P_SOURCE_KEYS] - row[P_SOURCE_LOW]
    for k in range(spiked.size):
        keys[k] = projections.source_keys[begin + spiked[k]]


@subroutine
def quantile(projections: Projections, row: NDArray[np.int64], draw: np.uint32) -> np.int32:
    """What a draw of a distribution other than the uniform one stands for."""
    return np.int32(projections.quantiles[row[P_QUANTILES] + np.int64(draw)])


def _drawn_part(send: Callable[..., None], value: Callable[..., np.int32]) -> Part:
    """Weights that are drawn: `send` adds those of spikes to a window, `value` is of one draw."""

    def drawn(
        image: int, own: int, p: int, first: int, end: int, now: int, _0: int, _1: int
    ) -> int:
        projections, receptors, scratch = (
            read_projections(image),
            read_receptors(image),
            read_own(own),
        )
        row = projections.layout[p]
        low, high = window(read_exchange(image), row, scratch.thread[0])
        if low >= high:
            return 0
        begin, spiked = arrival(receptors, row, now), scratch.spiked[first:end]
        arriving, keys = (
            receptors.fixed_ring[begin + low : begin + high],
            scratch.keys[: end - first],
        )
        look_up_keys(projections, row, spiked, keys)
        start = low - row[P_TARGET_LOW]
        send(projections, row, spiked, keys, start, arriving)
        if row[P_SELF] != NOTHING:
            pairs = projections.pair_keys[row[P_PAIR_KEYS] :]
            for k in range(spiked.size):
                place = spiked[k] - row[P_SELF] - low
                if 0 <= place < arriving.size:
                    draw = draw_of(pairs, start + place, keys[k])
                    arriving[place] -= value(projections, row, draw)
        return 0

    return drawn


@subroutine
def odd(projections: Projections, row: NDArray[np.int64], draw: np.uint32) -> np.int32:
    """The weight of a draw of a uniform distribution, in its units."""
    return as_odd(draw)


@subroutine
def _send_hashes(
    projections: Projections,
    row: NDArray[np.int64],
    spiked: NDArray[np.int64],
    keys: NDArray[np.uint32],
    start: int,
    arriving: NDArray[np.int32],
) -> None:
    """Uniform weights, made again; start: of the window, counted within the population."""
    pairs, at = projections.pair_keys[row[P_PAIR_KEYS] :], 0
    while at < arriving.size:
        place = (start + at) % TILE
        size = min(TILE - place, arriving.size - at)
        if place == 0 and size > HALF:
            first = (start + at) // TILE * HALF
            both = pairs[first : first + size - HALF]
            low, high = arriving[at : at + both.size], arriving[at + HALF : at + size]
            _send_to_both(both, keys, low, high)
            _send_one_by_one(pairs, keys, start, arriving, at + both.size, at + HALF)
        else:
            _send_one_by_one(pairs, keys, start, arriving, at, at + size)
        at += size


@subroutine
def _send_to_both(
    pairs: NDArray[np.uint32],
    keys: NDArray[np.uint32],
    low: NDArray[np.int32],
    high: NDArray[np.int32],
) -> None:
    k = 0
    while k + 4 <= keys.size:
        add_four(pairs, keys[k : k + 4], low, high)
        k += 4
    while k < keys.size:
        add_one(pairs, keys[k], low, high)
        k += 1


@subroutine
def _send_one_by_one(
    pairs: NDArray[np.uint32],
    keys: NDArray[np.uint32],
    start: int,
    arriving: NDArray[np.int32],
    begin: int,
    end: int,
) -> None:
    """To targets whose partners are elsewhere: a hash for each."""
    for i in range(begin, end):
        total = np.int32(0)
        for k in range(keys.size):
            total += as_odd(draw_of(pairs, start + i, keys[k]))
        arriving[i] += total


@subroutine
def _send_quantiles(
    projections: Projections,
    row: NDArray[np.int64],
    spiked: NDArray[np.int64],
    keys: NDArray[np.uint32],
    start: int,
    arriving: NDArray[np.int32],
) -> None:
    """Weights of another distribution, made again."""
    pairs = projections.pair_keys[row[P_PAIR_KEYS] :]
    for i in range(arriving.size):
        total = np.int32(0)
        for k in range(keys.size):
            total += quantile(projections, row, draw_of(pairs, start + i, keys[k]))
        arriving[i] += total


@subroutine
def first_draw(row: NDArray[np.int64], neuron: int, start: int) -> int:
    """Where the stored draws of a source begin, to targets from `start` on."""
    width = row[P_TARGET_HIGH] - row[P_TARGET_LOW]
    return int(row[P_WEIGHTS] + (neuron - row[P_SOURCE_LOW]) * width + start)


@subroutine
def stored_odd(draw: np.uint16) -> np.int32:
    """The weight of a stored draw of a uniform distribution."""
    return as_odd(np.uint32(draw))


@subroutine
def stored_quantile(number: np.uint16) -> np.int32:
    """The weight of another distribution, which is what is stored."""
    return np.int32(np.int16(number))


def _sender_of_stored(value: Callable[[np.uint16], np.int32]) -> Callable[..., None]:
    """What sends weights that are stored; value: of what is stored."""

    @subroutine
    def send(
        projections: Projections,
        row: NDArray[np.int64],
        spiked: NDArray[np.int64],
        keys: NDArray[np.uint32],
        start: int,
        arriving: NDArray[np.int32],
    ) -> None:
        for j in spiked:
            at = first_draw(row, j, start)
            draws = projections.drawn[at : at + arriving.size]
            for i in range(arriving.size):
                arriving[i] += value(draws[i])

    return send


PARTS: dict[str, Part] = {
    "uniform": uniform,
    "given": given,
    "procedural-uniform": _drawn_part(_send_hashes, odd),
    "stored-uniform": _drawn_part(_sender_of_stored(stored_odd), odd),
    "procedural-quantiles": _drawn_part(_send_quantiles, quantile),
    "stored-quantiles": _drawn_part(_sender_of_stored(stored_quantile), quantile),
}


def delivery_part(storage: str) -> int:
    """The address of the part for a kind of storage."""
    return address_of(f"{__name__}.{storage}", lambda: PARTS[storage])
