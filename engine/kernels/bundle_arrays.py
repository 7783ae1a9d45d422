"""Bundles: all synapses of drawn weights from each neuron to a receptor, whatever their projection.

Cells of a bundle are what goes from a source to a segment with delays of one class. Spikes wait
until a class is due, so that what is under way needs room for the delays of one class alone, which
stays in the cache, and a row is read when it is needed.
"""

from typing import NamedTuple

from engine.numerics.tables import Integers, Table, Words32

SPAN = 4
"""Delays of a class, in steps from one to the next."""
SLOTS = 2 * SPAN
"""Of a ring of such classes: the steps in which weights act, each at two places, so that none of a
class are beyond the end."""
PLACE_BITS = 18
"""Of a record: 16 for a target within its segment, and what tells SPAN delays apart."""
MOST_UNITS = 2 ** (31 - PLACE_BITS) - 1
"""Largest weight that a record holds, of either sign."""
ROWS_AT_ONCE = 512
"""That are looked up before they are gone along."""


class Bundles(NamedTuple):
    """One row of `layout` for each bundle."""

    layout: Table
    """Columns as named below, shape (bundles, columns)."""
    starts: Integers
    """Where the records of each cell begin, by segment, source and class."""
    records: Words32
    """Of each synapse. The lowest 18 bits: which delay of its class times R_STRIDE, plus the target
    within the segment; above them the weight in units, as a signed number."""


(
    B_ENTRY,
    B_RECEPTOR,
    B_BLOCK,
    B_LOW,
    B_SOURCES,
    B_EARLIEST,
    B_CLASSES,
    B_SPAN,
    B_STARTS,
    B_EACH,
) = range(10)
"""Columns of the bundles' layout. B_ENTRY: the part that delivers; B_LOW: the first source, by
position, of so many B_SOURCES; B_EARLIEST: steps after which the first class is due, to act in the
step after; B_SPAN: delays of a class; B_STARTS: offset; B_EACH: what a spike costs in each class,
in synapses."""
BUNDLE_COLUMNS = 10
