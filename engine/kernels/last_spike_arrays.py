"""Arrays of projections whose neurons act by their last spike alone."""

from typing import NamedTuple

from engine.numerics.tables import Floats, Integers, Integers32, Table, Words32


class LastSpikes(NamedTuple):
    """Projections whose neurons act by their last spike alone, and the sums of their weights."""

    layout: Table
    """Columns as named below, shape (such projections, columns)."""
    gains: Floats
    """Of each, what a row is multiplied by, by how many steps ago it was, shape (all lags,)."""
    kernel: Floats
    """The kernel itself, by lag in steps, shape (lags,)."""


(
    L_ENTRY,
    L_PROJECTION,
    L_ROWS,
    L_FIRST_TILE,
    L_LAGS,
    L_ENTRIES,
    L_SHORTEST,
    L_DELAYS,
    L_TILES,
    L_IS_FIXED,
    L_PLASTIC,
) = range(11)
"""Columns of the last spikes' layout. L_ROWS: where they begin; L_FIRST_TILE: of the block, that
they begin with; L_LAGS: offset in arrays of lags; L_ENTRIES: offset in arrays of one entry for each
source and delay; L_SHORTEST: delay in steps; L_DELAYS: how many different ones; L_TILES: of the
largest part of a thread; L_IS_FIXED: 1 where rows are sums of fixed-point weights; L_PLASTIC: its
row of the plastic projections, where its synapses change."""
LAST_SPIKE_COLUMNS = 11


class FixedSums(NamedTuple):
    """Sums of fixed-point weights by the step of the last spike."""

    rows: Integers32
    """Tile by tile, each of shape (lags, TILE)."""


class FloatSums(NamedTuple):
    """The same of other weights."""

    rows: Floats


class OwnLast(NamedTuple):
    """What each thread keeps of last spikes, so that threads meet only once a step."""

    counts: Table
    """Columns as named below, shape (projections of last spikes, columns)."""
    last_arrival: Integers
    """The step at whose end the last spike of each entry arrived, or NOTHING."""
    row_steps: Integers
    """The steps of the rows that count, ascending."""
    slots: Integers
    """The slots of these rows."""
    active_gains: Floats
    """Their gains at the present step."""
    members: Integers
    """How many entries' last arrival was then, by slot."""
    ordered: Integers
    """Arrivals by the row that their weights leave."""
    ordered_keys: Words32
    group_slots: Integers
    group_starts: Integers
    fill: Integers
    """Room for counting, zeros."""
    arriving: Integers
    """Entries that arrive with this step."""
    constant: Floats
    """What the middle of all weights gives at the present step."""
    nowhere: Integers32
    """The row to leave for entries whose weights are in none, shape (TILE,)."""


O_ROWS, O_GROUPS, O_DUE, O_DELIVERED = range(4)
LAST_COUNT_COLUMNS = 4
"""Columns of counts: rows that count; groups of arrivals, how many there are, and how many
deliveries, each of an arrival to a tile of the largest part, are done."""
