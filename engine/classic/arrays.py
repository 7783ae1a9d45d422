"""The arrays of a simulation, as its network describes them."""

import numpy as np
from numpy.typing import NDArray

from engine.classic.connectivity import procedural
from engine.classic.connectivity.moves import NEVER
from engine.classic.network import ClassicNetwork
from engine.classic.neurons import START, START_SPREAD
from engine.classic.state import (
    Active,
    Meeting,
    Moves,
    Neurons,
    Own,
    Part,
    ProceduralSynapses,
    Shared,
    StoredSynapses,
    Synapses,
)
from engine.classic.synapses import LAGS, kernel_by_lag
from engine.numerics.aligned import Number, copied, zeros
from engine.numerics.rng import Stream, uniform
from engine.runtime.outcome import NONE
from engine.runtime.tiles import TILE, padded, shares, tile_count


def initial_state(network: ClassicNetwork) -> NDArray[np.float64]:
    """x, y, z at the start, shape (3, size)."""
    if network.initial_state is not None:
        return np.array(network.initial_state)
    streams = (Stream.INITIAL_X, Stream.INITIAL_Y, Stream.INITIAL_Z)
    return np.stack(
        [
            start + START_SPREAD * (2.0 * uniform(network.seed, stream, network.size) - 1.0)
            for start, stream in zip(START, streams, strict=True)
        ]
    )


def parts(size: int, threads: int) -> list[Part]:
    """Each thread's share of the neurons."""
    bounds = shares(size, threads)
    most = max(tile_count(high - low) for low, high in bounds)
    return [Part(thread, threads, low, high, most) for thread, (low, high) in enumerate(bounds)]


def shared_arrays(network: ClassicNetwork, threads: int) -> Shared:
    """The arrays that all threads share, at the network's start."""
    size = network.size
    state = zeros((2, 3, size), np.float64)
    state[0] = initial_state(network)
    unit = procedural.UNIT if network.weights is None else 1.0
    meeting = Meeting(
        spiked=np.empty((2, size), np.int64),
        counts=np.zeros((2, threads), np.int64),
        lows=np.array([low for low, _ in shares(size, threads)]),
        failed=np.full((2, threads), NONE, np.int64),
        arrivals=np.zeros(1, np.int64),
    )
    return Shared(
        neurons=Neurons(state=state, applied=copied(np.asarray(network.current, np.float64))),
        synapses=_synapses(network),
        meeting=meeting,
        gain_by_lag=kernel_by_lag() * network.weight_scale * unit,
        progress=np.zeros(2, np.int64),
    )


def _synapses(network: ClassicNetwork) -> Synapses:
    tiles, size = tile_count(network.size), network.size
    if network.weights is None:
        pre, pairs = procedural.keys(network.seed, size)
        return ProceduralSynapses(_rows(tiles, np.int32), pre, pairs)
    weights = np.ascontiguousarray(np.asarray(network.weights).T)
    return StoredSynapses(_rows(tiles, np.float64), weights)


def _rows(tiles: int, dtype: type[Number]) -> NDArray[Number]:
    rows = zeros((tiles, LAGS, TILE), dtype)
    # Memory is had when it is first written to: now, and not for seconds in the midst of a step.
    rows.fill(0)
    return rows


def own_arrays(size: int) -> Own:
    """The arrays of one thread, before the first spike."""
    active = Active(
        row_steps=np.zeros(LAGS + 1, np.int64),
        members=np.zeros(LAGS, np.int64),
        slots=np.zeros(LAGS + 1, np.int64),
        gains=np.zeros(LAGS + 1),
    )
    moves = Moves(
        ordered=np.empty(size, np.int64),
        ordered_keys=np.empty(size, np.uint32),
        group_slots=np.empty(LAGS + 1, np.int64),
        group_starts=np.empty(LAGS + 2, np.int64),
        fill=np.zeros(LAGS + 1, np.int64),
        nowhere=zeros(TILE, np.int32),
    )
    return Own(
        active=active,
        moves=moves,
        waiting=np.zeros(3, np.int64),
        last_spike=np.full(size, NEVER, np.int64),
        spiked=np.empty(size, np.int64),
        current=zeros(TILE, np.float64),
    )


def kept_rows(
    shared: Shared, row_steps: NDArray[np.int64], size: int
) -> NDArray[np.int32] | NDArray[np.float64]:
    """A copy of the rows of these steps, shape (rows, size)."""
    tiles = shared.synapses.rows[:, row_steps % LAGS]
    return tiles.transpose(1, 0, 2).reshape(row_steps.size, padded(size))[:, :size].copy()


def put_rows(
    shared: Shared,
    row_steps: NDArray[np.int64],
    rows: NDArray[np.int32] | NDArray[np.float64],
) -> None:
    """Put back what `kept_rows` gave."""
    count, size = rows.shape
    whole = np.zeros((count, padded(size)), rows.dtype)
    whole[:, :size] = rows
    tiles = whole.reshape(count, tile_count(size), TILE).transpose(1, 0, 2)
    shared.synapses.rows[:, row_steps % LAGS] = tiles
