"""Points of a sweep that stand for all others: those at its ends, and one for each word."""

import itertools
from collections.abc import Iterator, Sequence

import numpy as np

from engine.sweeps.design import Point

MOST_AXES = 4
"""Parameters whose ends are combined; there are three to the power of them."""
MOST_WORDINGS = 8


def at_ends(points: Sequence[Point], kinds: Sequence[type]) -> Iterator[Point]:
    """The points nearest to the corners, edges and faces of their space; of a grid, at them.

    kinds: of each parameter. Where these are many, the ends are those of whole numbers first: sizes
    and numbers of synapses are.
    """
    axes = sorted(range(len(kinds)), key=lambda axis: kinds[axis] is not int)[:MOST_AXES]
    columns = [[point[axis] for point in points] for axis in axes]
    ranks = [np.unique(column, return_inverse=True)[1] for column in columns]
    shares = [rank / max(1, rank.max()) for rank in ranks]
    for direction in itertools.product((-1, 0, 1), repeat=len(axes)):
        along = np.zeros(len(points))
        for way, share in zip(direction, shares, strict=True):
            along += way * share
        yield points[int(np.argmax(along))]


def of_each_wording(points: Sequence[Point], kinds: Sequence[type]) -> tuple[Point, ...]:
    """The first point of each combination of words, if any vary, and at most a few.

    Words name models and rules, on which it depends what is compiled.
    """
    words = [axis for axis, kind in enumerate(kinds) if kind in (str, bool)]
    first: dict[Point, Point] = {}
    for point in points if words else ():
        first.setdefault(tuple(point[axis] for axis in words), point)
    return tuple(itertools.islice(first.values(), MOST_WORDINGS))
