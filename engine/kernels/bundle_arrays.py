"""Bundles: all synapses of drawn weights from each neuron to a receptor, whatever their projection.

Cells of a bundle are what goes from a source to a segment with one delay. Time is cut into spans of
a few steps, and before one begins, all is sent that acts within it: of each earlier spike what lies
between two delays, which stands together. So what is under way needs room for one span alone, which
stays in the cache, a row is read when it is needed, and in the steps between, the cache has the
neurons.
"""

from typing import NamedTuple

from engine.numerics.aligned import LINE_BYTES, power_of_two
from engine.numerics.tables import Integers, Table, Words32

PLACE_BITS = 18
"""Of a record: for a target within its segment, and what tells the steps of a span apart."""
LEAST_SPAN = 4
"""Steps of a span where delays differ; a record has no room for more where a segment is large."""
SPAN_PLACES = 2**17
"""Of a span of a smaller network, all steps together: longer spans want fewer rows looked up, and
512 kB stay in the cache. Not above 2**PLACE_BITS."""
MOST_RECORDS = 2**32 - 1
"""To one segment."""
MOST_UNITS = 2 ** (31 - PLACE_BITS) - 1
"""Largest weight that a record holds, of either sign."""
ROWS_AT_ONCE = 512
"""That are looked up before they are gone along."""


def places_of(neurons: int) -> int:
    """Of a step for a segment of so many: a power of two, so that what is turned around stays
    within it by a mask, and a cache line at least."""
    return max(LINE_BYTES // 4, power_of_two(neurons))


class Bundles(NamedTuple):
    """One row of `layout` for each bundle."""

    layout: Table
    """Columns as named below, shape (bundles, columns)."""
    firsts: Integers
    """Where the records of each segment begin, bundle by bundle."""
    starts: Words32
    """Where among them those of each cell begin, by segment, source and delay, and where those of
    the segment end."""
    records: Words32
    """Of each synapse. The lowest 18 bits: in which step of a span it acts if its spike was in the
    first one of a span, times R_STRIDE, plus the target within the segment; above them the weight
    in units, as a signed number."""


(
    B_ENTRY,
    B_RECEPTOR,
    B_BLOCK,
    B_LOW,
    B_SOURCES,
    B_EARLIEST,
    B_DELAYS,
    B_SPAN,
    B_FIRSTS,
    B_STARTS,
    B_EACH,
) = range(11)
"""Columns of the bundles' layout. B_ENTRY: the part that delivers; B_LOW: the first source, by
position, of so many B_SOURCES; B_EARLIEST: steps after which what has the shortest delay must be
sent, to act in the step after; B_DELAYS: from that one to the longest; B_SPAN: steps of a span;
B_FIRSTS, B_STARTS: offsets; B_EACH: what a spike costs in each span, in synapses."""
BUNDLE_COLUMNS = 11
