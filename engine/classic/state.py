"""The arrays of a simulation as its kernels see them: what is shared by threads, what is not."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Neurons(NamedTuple):
    """The model's state, neurons along the last axis."""

    state: NDArray[np.float64]
    """x, y, z before (0) and after (1) an even step, the other way round for an odd one;
    shape (2, 3, neurons)."""
    applied: NDArray[np.float64]
    """Applied current, shape (neurons,)."""


class ProceduralSynapses(NamedTuple):
    """Keys of weights that are made when needed, and the exact rows of their sums."""

    rows: NDArray[np.int32]
    """Tile by tile, shape (tiles, lags, TILE)."""
    pre_keys: NDArray[np.uint32]
    pair_keys: NDArray[np.uint32]


class StoredSynapses(NamedTuple):
    """Weights in memory, and the rows of their sums."""

    rows: NDArray[np.float64]
    """Tile by tile, shape (tiles, lags, TILE)."""
    weights: NDArray[np.float64]
    """From neuron (row) to neuron (column)."""


Synapses = ProceduralSynapses | StoredSynapses


class Meeting(NamedTuple):
    """What threads tell each other once a step."""

    spiked: NDArray[np.int64]
    """Each thread's spikes of an even and an odd step, from its first neuron on; (2, neurons)."""
    counts: NDArray[np.int64]
    """How many, shape (2, threads)."""
    lows: NDArray[np.int64]
    """Each thread's first neuron, shape (threads,)."""
    failed: NDArray[np.int64]
    """A neuron that was lost, or NONE, shape (2, threads)."""
    arrivals: NDArray[np.int64]
    """Counts those who came to the barrier, shape (1,)."""


class Shared(NamedTuple):
    """What all threads read, and each writes for its own neurons."""

    neurons: Neurons
    synapses: Synapses
    meeting: Meeting
    gain_by_lag: NDArray[np.float64]
    progress: NDArray[np.int64]
    """Steps taken, and rows in use, shape (2,); here and not in Python, so that a call that is
    interrupted by a signal still leaves them right."""


class Active(NamedTuple):
    """The rows that still count at the step that is under way."""

    row_steps: NDArray[np.int64]
    """The steps of the rows, ascending, shape (lags + 1,)."""
    members: NDArray[np.int64]
    """How many neurons last spiked then, by slot, shape (lags,)."""
    slots: NDArray[np.int64]
    gains: NDArray[np.float64]


class Moves(NamedTuple):
    """The spikes of a step, grouped by the row that their weights leave."""

    ordered: NDArray[np.int64]
    ordered_keys: NDArray[np.uint32]
    group_slots: NDArray[np.int64]
    group_starts: NDArray[np.int64]
    fill: NDArray[np.int64]
    """Scratch, shape (slots + 1,), zeros."""
    nowhere: NDArray[np.int32]
    """The row to leave for neurons whose weights are in none, shape (TILE,)."""


class Own(NamedTuple):
    """What each thread keeps for itself, so that threads meet only once a step."""

    active: Active
    moves: Moves
    waiting: NDArray[np.int64]
    """What of the last step's spikes is not delivered yet; places as named below, shape (3,)."""
    last_spike: NDArray[np.int64]
    spiked: NDArray[np.int64]
    current: NDArray[np.float64]
    """Input current of one tile, shape (TILE,)."""


class Part(NamedTuple):
    """A thread and its neurons."""

    thread: int
    threads: int
    low: int
    high: int
    tiles: int
    """Of the largest part."""


GROUPS, SPIKES, DELIVERED = range(3)
"""Of what waits: groups of spikes, all spikes, and of deliveries, each of a spike to a tile of the
largest part, how many are done, tile by tile."""
