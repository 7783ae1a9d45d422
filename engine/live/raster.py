"""Raster: a picture of who spiked when, and which lines of it are whose."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.live.pulses import Pulse
from engine.live.weights import Ends

ROWS_PER_LINE = 4
"""Rows of dots in a line of text."""


@dataclass(frozen=True, slots=True)
class Band:
    """Neurons of one population, or of neighbours where there are more of them than lines.

    first, size: of its neurons that are looked at. lines: of text, which have one colour each.
    """

    name: str
    population: int
    """The first one's number in the description."""
    first: int
    size: int
    lines: int

    @property
    def dots(self) -> int:
        """Rows of dots that it may use; the last one parts it from the next band."""
        return self.lines * ROWS_PER_LINE - 1

    @property
    def rows(self) -> int:
        """Groups of neurons that are counted, of one neuron each if there are dots enough."""
        return min(self.size, self.dots)

    def first_of(self, row: int) -> int:
        """The first neuron of a row."""
        return self.first - (-row * self.size // self.rows)

    def row_of(self, neuron: int) -> int:
        """The row that a neuron of its own is in."""
        return (neuron - self.first) * self.rows // self.size


@dataclass(frozen=True, slots=True)
class Raster:
    """Spikes by rows of neurons and columns of time, the newest column last."""

    bands: tuple[Band, ...]
    """From top to bottom."""
    counts: NDArray[np.int32]
    """Spikes of each row of all bands in each column, shape (rows, columns)."""
    populations: tuple[Ends, ...]
    """All that there are, whatever neurons are looked at."""
    population_counts: NDArray[np.int32]
    """Spikes of all neurons of each population, shape (populations, columns)."""
    column_steps: int
    """What a column stands for."""
    end_step: int
    """Where the last column ends."""
    known_step: int
    """Columns that begin before it are not known."""
    oldest_step: int
    """From here on all spikes are kept, and can be looked at."""
    pulses: tuple[Pulse, ...] = ()
    """Current pulses by hand that lasted over a column, in the order in which they began."""

    @property
    def known(self) -> NDArray[np.bool_]:
        """Whether a column is known, shape (columns,)."""
        columns = self.counts.shape[1]
        starts = self.end_step + np.arange(-columns, 0) * self.column_steps
        return starts >= self.known_step


def bands_of(populations: Sequence[Ends], first: int, neurons: int, lines: int) -> tuple[Band, ...]:
    """The lines shared out among these neurons by population, at least one for each band."""
    parts = [
        (number, number, max(first, each.first), min(first + neurons, each.first + each.size))
        for number, each in enumerate(populations)
    ]
    parts = [part for part in parts if part[2] < part[3]]
    while len(parts) > max(1, lines):
        at = int(np.argmin([b[3] - a[2] for a, b in pairwise(parts)]))
        one, other = parts[at], parts[at + 1]
        parts[at : at + 2] = [(one[0], other[1], one[2], other[3])]
    shares = _shared_out([end - start for _, _, start, end in parts], lines)
    return tuple(
        Band(_name(populations[number : last + 1]), number, start, end - start, share)
        for (number, last, start, end), share in zip(parts, shares, strict=True)
    )


def _name(populations: Sequence[Ends]) -> str:
    first, last = populations[0].population, populations[-1].population
    return first if len(populations) == 1 else f"{first}…{last}"


def _shared_out(sizes: Sequence[int], lines: int) -> list[int]:
    """One line each, the others by size."""
    exact = np.array(sizes) / sum(sizes) * max(0, lines - len(sizes))
    shares = exact.astype(np.int64)
    lacking = max(0, lines - len(sizes)) - int(shares.sum())
    shares[np.argsort(shares - exact, kind="stable")[:lacking]] += 1
    return [int(share) + 1 for share in shares]
