"""The arrays of a network as its kernels see them, in groups.

A block holds all populations of a model, wherever they stand in the description. Kernels count
neurons block after block ("positions"), so theirs are the numbers of the description where no other
model stands in between; positions within a block are told apart as such. A receptor is one kind of
input to one block: all projections of the same synapse and unit of weight share it.
"""

from typing import NamedTuple

from engine.kernels.bundle_arrays import Bundles
from engine.kernels.last_spike_arrays import FixedSums, FloatSums, LastSpikes, OwnLast
from engine.kernels.outside_arrays import External, SourceSpikes
from engine.kernels.plastic_arrays import DoubleWeights, OwnPlastic, Plastic, SingleWeights
from engine.numerics.tables import (
    Floats,
    Integers,
    Integers16,
    Integers32,
    Singles,
    Table,
    Words16,
    Words32,
    reader,
)

NOTHING = -(2**62)


class Neurons(NamedTuple):
    """The neurons of each model, one row of `layout` for each block."""

    layout: Table
    """Columns as named below, shape (blocks, columns)."""
    states: Floats
    """The states of one block after the other, each of shape (rows, neurons) in itself, twice
    where before and after a step are kept apart."""
    constants: Floats
    """The constants of one block after the other, each of shape (rows, neurons) or (rows, 1)."""
    applied: Floats
    """Applied current, shape (neurons,)."""
    common: Floats
    """Of each tile, by its number, what is applied to all of its neurons, NaN where they differ."""
    numbers: Integers
    """The number that each neuron has in the description, shape (neurons,)."""


(
    N_ENTRY,
    N_FIRST,
    N_SIZE,
    N_STATE,
    N_STATE_ROWS,
    N_OTHER,
    N_CONSTANTS,
    N_CONSTANT_ROWS,
    N_CONSTANT_WIDTH,
    N_VARIABLES,
    N_FREE_FROM,
    N_TAKES_INPUT,
) = range(12)
"""Columns of the blocks' layout. N_ENTRY: of the model's part, once it is needed; N_FIRST: the
block's first neuron; N_STATE, N_CONSTANTS: where they begin; N_OTHER: from there to the state after
an even step, 0 if it is the same; N_VARIABLES: rows of the state that can be looked at, of which
the first is the membrane potential; N_FREE_FROM: the row that tells until when a neuron is
refractory, NOTHING if none is; N_TAKES_INPUT: 0 for spike sources."""
NEURON_COLUMNS = 12


class Calls(NamedTuple):
    """What acts on a block in each step: parts, and rows of theirs."""

    table: Table
    """Columns as named below, shape (calls, columns), by block, and then in the order of calls."""
    early: Integers
    """Calls before the neurons of block b are integrated: early[b] to early[b + 1]."""
    late: Integers
    """The same for calls after that, before it is looked who spiked."""
    conducts: Integers
    """1 if there are conductances in the network, shape (blocks,)."""
    begins: Integers
    """1 where a call sets the current of neurons, and does not add to it, shape (blocks,)."""


C_ENTRY, C_FIRST, C_COUNT = range(3)
"""Columns of calls: the part, its first row and how many of them."""
CALL_COLUMNS = 3


class Receptors(NamedTuple):
    """Inputs to blocks; one row of `layout` and one element of its neighbours for each."""

    layout: Table
    """Columns as named below, shape (receptors, columns)."""
    decay: Floats
    """What is left of the exponential after a step."""
    scales: Floats
    """By what values that are kept in a scale are to be multiplied, for each step of a span; 1 for
    others."""
    rise: Floats
    """What an alpha current's first stage gives to its second one in a step."""
    reversal: Floats
    unit: Floats
    """What a whole number in the fixed-point ring stands for, else 0."""
    averaged: Floats
    """By what a current or conductance acts over a step, for each neuron."""
    averaged_source: Floats
    """By what an alpha current's first stage acts over a step."""
    common: Floats
    """The `averaged` of receptors where it is the same for all neurons, else NaN."""
    store: Floats
    """Currents, conductances, and rings of weights that are under way."""
    fixed_ring: Integers32
    """Rings of fixed-point weights that are under way."""
    tiles: Integers
    """Where in a slot each tile of a block is that bundles lead to, segment after segment."""


(
    R_BLOCK,
    R_RING,
    R_SLOTS,
    R_SIZE,
    R_VALUE,
    R_SOURCE,
    R_AVERAGED,
    R_IS_FIXED,
    R_LATE,
    R_STRIDE,
    R_TILES,
    R_IS_SCALED,
) = range(12)
"""Columns of the receptors' layout. R_RING, R_VALUE, R_SOURCE: where in the store the delay ring
buffer, the current or conductance, and the first stage of an alpha current are; R_SLOTS: of the
ring, one for each step at whose end a weight under way can arrive, or for each step of a span where
bundles lead there; R_SIZE: elements of a slot, as
many as neurons or a few more. Where there is one slot, weights that decay need no ring: theirs is
the current itself. R_AVERAGED: offset. R_IS_FIXED: 1 where weights are whole numbers of a unit;
then R_RING is where in the fixed-point ring. R_LATE: 1 for voltage jumps at the end of a step,
before it is looked who spiked; all else acts from the start of the next one on. R_STRIDE: 0 unless
bundles lead there; then the ring holds, for each segment, its slots of so many elements; R_TILES:
offset. R_IS_SCALED: 1 where values are kept in a scale; see `scaled_values`."""
RECEPTOR_COLUMNS = 12


class Projections(NamedTuple):
    """Synapses of all projections from one population to one other, by presynaptic neuron."""

    layout: Table
    """Columns as named below, shape (projections, columns)."""
    weight: Floats
    """The weight where it is the same for all, or the middle of uniform ones."""
    firsts: Integers
    """The first neuron of each population, by position, and how many neurons there are, shape
    (populations + 1,)."""
    segments: Table
    """Where the segments of each block begin and end, each thread's one after the other, shape
    (blocks, segments + 1)."""
    starts: Integers
    """Sparse: where the synapses of a presynaptic neuron to a segment begin."""
    records: Words16
    """Sparse: of each synapse the postsynaptic neuron, counted within the segment; its delay in
    steps if it has its own."""
    weights: Singles
    """Sparse: of each synapse, where it has its own."""
    given: Floats
    """Matrices of given weights, by source and then target."""
    drawn: Words16
    """Matrices of stored draws, by source and then target."""
    source_keys: Words32
    """Keys of presynaptic neurons of all-to-all projections."""
    pair_keys: Words32
    """Keys of pairs of postsynaptic neurons of all-to-all projections."""
    quantiles: Integers16
    """What each of 65,536 draws stands for, of distributions other than the uniform one."""


(
    P_ENTRY,
    P_SOURCE_LOW,
    P_SOURCE_HIGH,
    P_RECEPTOR,
    P_BLOCK,
    P_TARGET_LOW,
    P_TARGET_HIGH,
    P_DELAY,
    P_SELF,
    P_POPULATION,
    P_EACH,
    P_STARTS,
    P_RECORDS,
    P_WIDTH,
    P_WEIGHTS,
    P_SOURCE_KEYS,
    P_PAIR_KEYS,
    P_QUANTILES,
    P_BUNDLE,
    P_COUNT,
) = range(20)
"""Columns of the projections' layout. P_ENTRY: the part that delivers, NOTHING where the last
spikes act or a bundle has the synapses; sources by position, targets within their block; P_DELAY:
steps from the end of that of the spike to the end of that of the arrival, 0 for none, NOTHING where
records have it; P_SELF: source minus target of a neuron and itself, or NOTHING if self-connections
are as any other; P_POPULATION: the source's, by position; P_EACH: what a source costs, in synapses;
P_BUNDLE: which has its P_COUNT synapses, or NOTHING; the rest are offsets, P_WEIGHTS those of a
matrix as well, and P_WIDTH that of a record."""
PROJECTION_COLUMNS = 20


class History(NamedTuple):
    """Spikes of the last steps, for synapses that look back by their delay.

    Thread 0 writes those of a step after all have gathered them: until the next meeting of all
    threads, the others read older ones alone. So those of the step before are not read before a
    meeting either.
    """

    counts: Integers
    """How many in each slot, shape (slots,); where nothing is delayed there is no slot."""
    neurons: Integers32
    """By position, shape (slots * neurons,)."""


class Exchange(NamedTuple):
    """What threads tell each other once a step, and processes where several share a network."""

    spiked: Integers
    """Spikes of an even and an odd step, from the first neuron of a part on, by position, shape
    (2 * neurons,)."""
    counts: Integers
    """How many, by parity, block and part, shape (2 * blocks * parts,)."""
    bounds: Table
    """What each thread has of a block, counted within it, shape (blocks, threads + 1)."""
    everyone: Table
    """The parts of a block, counted within it, shape (blocks, parts + 1): one for each thread, and
    one for each other process."""
    failed: Table
    """The first neuron that no substep could save, or NONE, shape (2, threads)."""
    slept: Table
    """How often a part's thread had slept in this call before the step, shape (2, threads)."""
    arrivals: Integers
    """Of threads at the barrier, shape (1,)."""
    received: Integers
    """How many times in this call spikes of all processes have come, shape (1,)."""
    processes: Integers
    """As named below, shape (PROCESS_COLUMNS,)."""
    outgoing: Words16
    """This process's message: MESSAGE_HEAD words, then its spikes, step by step."""
    incoming: Words16
    """The first MESSAGE_WORDS of every process's, shape (processes * MESSAGE_WORDS,)."""
    more_outgoing: Words16
    """As many words of what is left of a message as are sent at once."""
    more_incoming: Words16
    """The same of every process, shape (processes * MORE_WORDS,)."""
    heard: Words16
    """Every process's message, put together, shape (processes * longest,)."""
    read_so_far: Integers
    """How many words of each are read, shape (processes,)."""
    spike_steps: Integers
    """The spikes of a call: in which step each was, and which neuron's, by position."""
    spike_neurons: Integers


(
    X_PART,
    X_RANK,
    X_ENDS,
    X_BUDGET,
    X_INTERVAL,
    X_WRITTEN,
    X_FOUND,
    X_LOST,
    X_LOST_AFTER,
    X_START,
    X_WAIT,
    X_REQUESTS,
    X_MORE_REQUESTS,
    X_REQUEST_COUNT,
    X_STATUSES,
) = range(15)
"""What a process knows of others. X_PART: what exchanges spikes with them, NOTHING where one
process has the network to itself; X_RANK: which one this is, and its first part; X_ENDS: 1 once all
are to end the call; X_BUDGET: of synapses for a call; X_INTERVAL: steps from one exchange to the
next at most, as many as every spike is under way; X_WRITTEN: words of the present message; X_FOUND:
spikes of the call so far; X_LOST: the first neuron that was lost since the last exchange, or NONE,
X_LOST_AFTER so many steps; X_START, X_WAIT: functions of MPI; then the requests of messages and of
more of them, how many of each, and room for what becomes of them."""
PROCESS_COLUMNS = 15
MESSAGE_HEAD, MESSAGE_WORDS, MORE_WORDS = 6, 128, 2048
"""Words of a message: before spikes, of the first piece, and of each further one."""


class Progress(NamedTuple):
    """How far the network is; here and not in Python, so that a call that is interrupted by a
    signal still leaves it right."""

    steps: Integers
    """Steps taken, shape (1,)."""


class Own(NamedTuple):
    """What each thread keeps for itself."""

    thread: Integers
    """Its number and how many there are, shape (2,)."""
    spiked: Integers
    """All spikes of a step, by position, shape (neurons,)."""
    begins: Integers
    """Which of them are the first of each population, shape (populations + 1,)."""
    waiting: Integers
    """W_IS_DUE: 1 if something is yet to be sent; W_SPIKES of the last step, in `spiked`; the
    W_PROJECTION to go on with, bundles counted behind projections, and how many of its spikes are
    W_SENT; W_AHEAD: 1 if bundles sent already what was known before; W_IS_LISTED: 1 if `spiked` has
    those of the last step, else the history has them; W_HIDDEN: how many of the last steps are left
    out, as not all know their spikes yet; W_FRESH: how many before these became known with the last
    one."""
    keys: Words32
    """Of the spikes that are being sent, shape (neurons,)."""
    current: Floats
    conductance: Floats
    jump: Floats
    normal: Singles
    random: Words32
    counts: Integers16
    alike: Floats
    """A tile of one applied current, which stays in the nearest cache."""
    vectors: Floats
    """Room for states of one neuron while a step is redone."""
    known: Integers
    """Of each bundle, how many spikes were sent ahead of the present step's, or would have been."""
    row_begins: Integers
    row_ends: Integers
    row_turns: Integers
    """Of rows of a bundle, before they are gone along; by how much their places are turned."""


(
    W_IS_DUE,
    W_SPIKES,
    W_PROJECTION,
    W_SENT,
    W_AHEAD,
    W_IS_LISTED,
    W_HIDDEN,
    W_FRESH,
) = range(8)
WAITING_COLUMNS = 8

GROUPS = (
    Neurons,
    Calls,
    Receptors,
    Projections,
    LastSpikes,
    FixedSums,
    FloatSums,
    History,
    Plastic,
    SingleWeights,
    DoubleWeights,
    External,
    Exchange,
    Progress,
    SourceSpikes,
    Bundles,
)
"""In the order of the network's image."""
(
    read_neurons,
    read_calls,
    read_receptors,
    read_projections,
    read_last_spikes,
    read_fixed_sums,
    read_float_sums,
    read_history,
    read_plastic,
    read_single_weights,
    read_double_weights,
    read_external,
    read_exchange,
    read_progress,
    read_source_spikes,
    read_bundles,
) = (reader(kind, place) for place, kind in enumerate(GROUPS))
read_own, read_own_last, read_own_plastic = (
    reader(kind, place) for place, kind in enumerate((Own, OwnLast, OwnPlastic))
)
