"""The arrays of projections whose weights change, in groups."""

from typing import NamedTuple

from engine.numerics.tables import (
    Floats,
    FloatTable,
    Integers,
    Integers32,
    Singles,
    Table,
    Words16,
    Words32,
)


class Plastic(NamedTuple):
    """Synapses that change, by presynaptic neuron, segment of targets, and delay.

    A cell is what a presynaptic neuron has in a segment with one delay; a terminal is what it has
    with one delay: all synapses of a terminal see its spikes at the same steps.
    """

    layout: Table
    """Columns as named below, shape (plastic projections, columns)."""
    starts: Words32
    """Where the synapses of each cell begin, by source, segment and delay."""
    targets: Words16
    """The postsynaptic neuron of each synapse, counted within the segment."""
    incoming_starts: Words32
    """Where the incoming synapses of each postsynaptic neuron begin."""
    incoming: Words32
    """Of each incoming synapse which one it is, ascending, where they are not searched for."""
    incoming_terminals: Words16
    """The terminal of each; see `engine.kernels.plastic_incoming`."""
    left: Floats
    """What is left of a trace after 0 to LEFTS - 1 steps, for each rate of decay."""
    constants: Floats
    """Of each projection, as named below."""
    post_step: Integers
    """The step at whose end the last spike of each postsynaptic neuron reached its synapses, or
    NOTHING; each thread writes those of its own neurons, as in the next two."""
    post_fast: Floats
    """The fast trace just before that spike."""
    post_slow: Floats
    post_mark: Floats
    """The integral of dopamine at that spike; see `engine.kernels.dopamine`."""
    learning: Integers
    """1 where weights change, shape (1,)."""
    members: Table
    """Of each projection from a population to a population, where its synapses are; columns as
    named below. Those that are alike but for their targets, which are neighbours, are kept as one;
    see `engine.connections.plastic_members`."""


M_PROJECTION, M_ROW, M_FIRST, M_TARGETS, M_SYNAPSES = range(5)
"""Columns of the members. M_PROJECTION: its row of the projections; M_ROW: which of the plastic
ones has its synapses; M_FIRST: its first target among those of that; how many targets and synapses
it has."""
MEMBER_COLUMNS = 5
(
    S_ENTRY,
    S_PROJECTION,
    S_STARTS,
    S_SYNAPSES,
    S_DELAYS,
    S_SHORTEST,
    S_POST_DELAY,
    S_EFFECT_DELAY,
    S_INCOMING_STARTS,
    S_TERMINALS,
    S_POST,
    S_CONSTANTS,
    S_KEPT,
    S_IN_DEGREE,
    S_WEIGHTS,
    S_INCOMING,
    S_LISTED,
    S_ACTING,
    S_DOPAMINE,
    S_INTERVAL,
    S_UPDATE,
    S_PRE_FAST_LEFT,
    S_PRE_SLOW_LEFT,
    S_POST_FAST_LEFT,
    S_POST_SLOW_LEFT,
    S_TRACES,
    S_SINCE,
    S_SPAN,
    S_PRE_GROWTH,
    S_POST_GROWTH,
    S_RELEASE,
    S_PAGES,
    S_PAGE_CELLS,
    S_PAGE_TERMINALS,
) = range(34)
"""Columns of the plastic projections' layout. S_ENTRY: the part; S_PROJECTION: its row of the
projections; S_DELAYS: how many delays there are, from S_SHORTEST on, in steps from a spike to when
it reaches the synapse; S_POST_DELAY: from a postsynaptic spike; S_EFFECT_DELAY: from when the
presynaptic spike reaches the synapse to its effect; S_IN_DEGREE: synapses of a target, about;
S_INCOMING: of its terminals, S_LISTED: of its synapses in the index, or NOTHING where they are
searched for; S_INTERVAL: steps from one update of weights to the next, or NOTHING; S_UPDATE: its
part; the rest are offsets, those that end in LEFT of tables of what is left of a trace, those in
GROWTH of tables of the inverse, of S_SPAN steps; S_SINCE: its place in `since`; S_PAGES: of sources
in the index, and then the cells and the terminals of each."""
PLASTIC_COLUMNS = 34
SIDE_BY_SIDE = 256
"""Synapses of several spikes that are changed in one loop."""
TOGETHER = 8
"""Of these so many are listed in one go."""
ASKED = 16
"""Spikes that are under way from asking for where their synapses are to listing these."""
LEFTS = 2048
"""Steps for which what is left of a trace is kept; after more of them it is computed."""

(
    K_LARGEST,
    K_SHARE,
    K_PRE_ADDS,
    K_POST_ADDS,
    K_PRE_FAST,
    K_PRE_SLOW,
    K_POST_FAST,
    K_POST_SLOW,
    K_SHORT_TERM,
) = range(9)
"""Constants of a projection by name: the largest weight, and what makes a weight a share of it; 1
where a spike adds to its traces and 0 where it replaces them; the rates of the traces' decays, a
step; the first of short-term plasticity's four, 0 for none."""
K_RULE, K_STEP_MS, PLASTIC_CONSTANTS = 12, 17, 18
"""The rule's own five at most, and the time step."""


class SingleWeights(NamedTuple):
    """Weights of synapses that change, and what is as precise."""

    weights: Singles
    kept: Singles
    """Of each synapse what its rule keeps beside the weight, where it does."""
    acting: Singles
    """Of each synapse that acts by last spikes, the weight of the last one, which acts still."""


class DoubleWeights(NamedTuple):
    """The same in double precision."""

    weights: Floats
    kept: Floats
    acting: Floats


class OwnPlastic(NamedTuple):
    """What each thread keeps of presynaptic spikes, so that threads meet only once a step."""

    waiting: Integers
    """W_STEP whose spikes are to change weights, NOTHING if all did; how many they are; and where
    to go on: the projection, the stage and the item of it."""
    arrival: Integers
    """Of each terminal, the step at whose end its last spike reached its synapses, or NOTHING."""
    arrival_before: Integers
    """The same of the spike before the last."""
    fast: Floats
    """The fast trace just before the last spike."""
    slow: Floats
    traces: Floats
    """Of each terminal of a plain rule; see `engine.kernels.plastic_scaled`."""
    coming: Words32
    """Room for the terminals that spikes reach, which are yet to be added to their traces."""
    comings: Integers
    """Of each projection, how many these are."""
    since: Integers
    """Of each projection, the step of its traces."""
    use: Floats
    """u, x and y of short-term plasticity, after the last spike."""
    recovered: Floats
    active: Floats
    mark: Floats
    """The integral of dopamine when the last spike of each terminal reached its synapses."""
    mark_before: Floats
    """The same of the spike before the last."""
    dopamine: FloatTable
    """What each projection that it changes knows of it; see `engine.kernels.dopamine`."""
    epochs: FloatTable
    """The integral over each epoch that is over, shape (such projections, EPOCHS)."""
    post_now: Floats
    """Room for the fast traces of all targets of a projection, as they are now."""
    pre_now: Floats
    """The same of all its terminals."""
    weight: Floats
    """Room for what is known of the synapses that a spike changes: their weights, both traces of
    the other side, and 1 where its last spike was after that of this."""
    other_fast: Floats
    other_slow: Floats
    is_next: Floats
    arriving: Integers32
    """The sources of spikes that arrive, and their delays from the shortest one on."""
    arriving_delay: Integers32
    synapse: Words32
    """Room for synapses side by side, and where in their block their targets are."""
    place: Words32
    terminal: Words32
    """Room for the terminals of the incoming synapses of a neuron, and for which of them see a
    spike before the recent ones."""
    other: Words32
    cell: Words32
    """Room for the cells of spikes that arrive."""


W_STEP, W_COUNT, W_ROW, W_STAGE, W_ITEM = range(5)
PLASTIC_WAITING_COLUMNS = 5
