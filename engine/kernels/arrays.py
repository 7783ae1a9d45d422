"""The arrays of a described network as its kernels see them.

A block holds all populations of a model, wherever they stand in the description. Kernels count
neurons block after block, so their numbers are the description's where no other model stands in
between. A receptor is one kind of input to one block: all projections of the same synapse share it.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Blocks(NamedTuple):
    """The neurons of each model, one row of `layout` for each."""

    layout: NDArray[np.int64]
    """Columns as named below, shape (blocks, columns)."""
    states: NDArray[np.float64]
    """The state of one block after the other, each of shape (rows, neurons) in itself."""
    constants: NDArray[np.float64]
    """The constants of one block after the other, each of shape (rows, neurons) or (rows, 1)."""
    numbers: NDArray[np.int64]
    """The number that each neuron has in the description, shape (neurons,)."""


class Receptors(NamedTuple):
    """Inputs to blocks; one row of `layout` and one element of its neighbours for each."""

    layout: NDArray[np.int64]
    """Columns as named below, shape (receptors, columns)."""
    decay: NDArray[np.float64]
    """What is left of the exponential after a step."""
    rise: NDArray[np.float64]
    """What an alpha current's first stage gives to its second one in a step."""
    reversal: NDArray[np.float64]
    of_block: NDArray[np.int64]
    """Receptors of block b are of_block[b] to of_block[b + 1], shape (blocks + 1,)."""
    store: NDArray[np.float64]
    """Currents, conductances, and weights that are under way, where the layout says."""
    quanta: NDArray[np.int32]
    """Weights that are under way, of receptors that count in quanta."""
    quantum: NDArray[np.float64]
    """What a quantum is of them, else 0."""
    averaged: NDArray[np.float64]
    """By what a current or conductance acts over a step, for each neuron."""
    averaged_source: NDArray[np.float64]
    """By what an alpha current's first stage acts over a step."""
    common: NDArray[np.float64]
    """The `averaged` of receptors where it is the same for all neurons, else NaN."""
    conducts: bool
    """Whether there are conductances at all."""
    rows: NDArray[np.float64]
    """Classic kernel: sums of weights by the step of arrival, slot by slot."""
    gains: NDArray[np.float64]
    """Classic kernel by lag in steps, shape (lags,)."""


class Wiring(NamedTuple):
    """Synapses of all projections, by presynaptic neuron."""

    layout: NDArray[np.int64]
    """One row for each projection from a population to a population; columns as named below."""
    weight: NDArray[np.float64]
    """The weight of projections where it is the same for all."""
    firsts: NDArray[np.int64]
    """The first neuron of each population, in the order of kernels, and how many neurons there
    are, shape (populations + 1,)."""
    pieces: NDArray[np.int64]
    """Where the pieces of each block begin and end, each thread's one after the other, shape
    (blocks, pieces + 1)."""
    starts: NDArray[np.int64]
    """Which synapses of its strand those of a presynaptic neuron to a piece are: the first."""
    records: NDArray[np.uint16]
    """Of each synapse: the postsynaptic neuron, counted within the piece; its weight in quanta, as
    a signed number, if the receptor counts in them; its delay in steps if it has one of its own."""
    weights: NDArray[np.float32]
    """Of matrices, and of synapses whose weight is not in the record."""


class Drive(NamedTuple):
    """What comes from outside."""

    applied: NDArray[np.float64]
    """Current, shape (neurons,)."""
    noise: NDArray[np.float64]
    """Standard deviation of the noise current, shape (neurons,), or none."""
    noise_key: np.uint64
    poisson: NDArray[np.int64]
    """Columns RECEPTOR, LOW, HIGH (within the block), FIRST, LAST (thresholds), LEAST, APART (a
    neuron's number in the description minus that in the block)."""
    poisson_weight: NDArray[np.float64]
    poisson_key: NDArray[np.uint64]
    thresholds: NDArray[np.uint32]
    """A uniform 32-bit number at or above so many of these is so many spikes."""


class SpikeExchange(NamedTuple):
    """What threads tell each other once a step."""

    spiked: NDArray[np.int64]
    """Spikes of an even and an odd step, from the first neuron of a thread's part on."""
    counts: NDArray[np.int64]
    """How many, shape (2, blocks, threads)."""
    bounds: NDArray[np.int64]
    """The parts of a block, counted within it, shape (blocks, threads + 1)."""
    failed: NDArray[np.int64]
    """The first neuron whose potential is no number any more, or NONE, shape (2, threads)."""
    arrivals: NDArray[np.int64]


class History(NamedTuple):
    """Spikes of the last steps and, of each, the spike before; for classic kernels alone."""

    counts: NDArray[np.int64]
    """Spikes of a step, shape (slots,)."""
    neurons: NDArray[np.int32]
    """Shape (slots, neurons)."""
    before: NDArray[np.int64]
    """Step of the spike before, shape (slots, neurons)."""
    last: NDArray[np.int64]
    """Step of each neuron's last spike, shape (neurons,)."""


class Circuit(NamedTuple):
    """What all threads read, and each writes for its own neurons."""

    blocks: Blocks
    receptors: Receptors
    wiring: Wiring
    drive: Drive
    exchange: SpikeExchange
    progress: NDArray[np.int64]
    """Steps taken, shape (1,)."""
    slots: int
    """Steps that a weight can be under way, at most."""


class Scratch(NamedTuple):
    """The arrays of one thread."""

    history: History
    spiked: NDArray[np.int64]
    begins: NDArray[np.int64]
    """Which of the spikes of a step are the first of each population, shape (populations + 1,)."""
    waiting: NDArray[np.int64]
    """SPIKES of the last step, in `spiked`, whose weights are yet to be sent, none if all are; the
    STRAND to go on with, and how many of its spikes are SENT."""
    current: NDArray[np.float64]
    conductance: NDArray[np.float64]
    normal: NDArray[np.float32]
    random: NDArray[np.uint32]
    events: NDArray[np.uint32]
    fired: NDArray[np.uint8]


SPIKES, STRAND, SENT = range(3)
"""Elements of a thread's `waiting`."""
(
    B_MODEL,
    B_FIRST,
    B_SIZE,
    B_STATE,
    B_STATE_ROWS,
    B_CONSTANTS,
    B_CONSTANT_ROWS,
    B_CONSTANT_WIDTH,
    B_VARIABLES,
) = range(9)
"""Columns of the blocks' layout. B_MODEL: its number among all models; B_FIRST: the block's first
neuron; B_STATE, B_CONSTANTS: where they begin; B_VARIABLES: rows of the state that can be looked
at, of which the first is the membrane potential."""
BLOCK_COLUMNS = 9
BLOCK, KIND, INBOX, SLOTS, CURRENT, SOURCE, AVERAGED, SIZE, ROWS, QUANTAL = range(10)
"""Columns of the receptors' layout. INBOX, CURRENT, SOURCE: where in the store arrivals are put,
the current or conductance is, and the first stage of an alpha current; SLOTS: of the inbox, steps
that a weight can be under way; SIZE: elements of a slot, as many as neurons or a few more. Where
there is one slot, weights that decay need no inbox: theirs is the current itself. AVERAGED, ROWS:
offsets. QUANTAL: 1 where weights are whole numbers of quanta; then INBOX is where in the quanta."""
RECEPTOR_COLUMNS = 10
VOLTAGE_JUMP, CURRENT_STEP, EXPONENTIAL_CURRENT, ALPHA_CURRENT, CONDUCTANCE, CLASSIC = range(6)
(
    SOURCE_LOW,
    SOURCE_HIGH,
    RECEPTOR,
    TARGET_LOW,
    TARGET_HIGH,
    FORM,
    STARTS,
    RECORDS,
    WIDTH,
    WEIGHTS,
    DELAY,
    SELF,
    LONGEST,
    POPULATION,
) = range(14)
"""Columns of the wiring's layout: source neurons counted through all blocks, targets within
their block; STARTS, RECORDS, WEIGHTS: offsets, WEIGHTS being NOTHING where one weight holds for all
or records have it; WIDTH: of a record; DELAY: in steps, NOTHING where records have it; SELF: source
minus target of a neuron and itself, or NOTHING if self-connections are as any other; POPULATION:
the source's, in the order of kernels."""
WIRING_COLUMNS = 14
UNIFORM, DENSE, SPARSE = range(3)
"""Forms: one weight for all pairs, a matrix, rows of synapses."""
NOTHING = -(2**62)
P_RECEPTOR, P_LOW, P_HIGH, P_FIRST, P_LAST, P_LEAST, P_APART = range(7)
POISSON_COLUMNS = 7
