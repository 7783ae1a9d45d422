"""Weights: a picture of the synapses that learn, of one population onto one other."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Ends:
    """A population, as the description counts its neurons."""

    population: str
    first: int
    size: int

    @property
    def last(self) -> int:
        """Its last neuron."""
        return self.first + self.size - 1


@dataclass(frozen=True, slots=True)
class IncomingWeights:
    """The strongest synapses onto one neuron."""

    neuron: int
    synapses: int
    """How many there are in all."""
    sources: NDArray[np.int64]
    """Shape (told,), the strongest synapse's first, of equals the lower source's."""
    weights: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Course:
    """Mean and standard deviation of all weights at several times, shape (points,) each."""

    time_ms: NDArray[np.float64]
    mean: NDArray[np.float64]
    spread: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weights:
    """What all weights of a projection from a population to a population are like.

    Of many synapses it is put together over some time, each synapse being looked at once.
    """

    number: int
    """Among those that learn, from 0."""
    of: int
    """How many those are."""
    rule: str
    source: Ends
    target: Ends
    unit: str
    """As the names of keys end."""
    low: float
    """No weight is below, and none above `high`."""
    high: float
    counts: NDArray[np.int64]
    """Synapses by weight, in equal bins from low to high."""
    first_counts: NDArray[np.int64]
    """The same as the network began."""
    is_dense: bool
    """Whether every source connects to every target."""
    sums: NDArray[np.float64]
    """Of all weights between two groups of neurons, shape (target groups, source groups)."""
    synapses: NDArray[np.int64]
    """How many those are."""
    course: Course
    """From the beginning to now."""
    change_per_s: float | None
    """How much a weight changes, up or down, in a simulated second; None if not yet known."""
    incoming: IncomingWeights | None
    """Of the selected neuron; None if it is none of the targets."""

    @property
    def count(self) -> int:
        """How many synapses there are."""
        return int(self.counts.sum())

    @property
    def pairs(self) -> NDArray[np.int64]:
        """Pairs of neurons between two groups, shape (target groups, source groups)."""
        rows, columns = self.sums.shape
        targets = np.bincount(groups(self.target.size, rows), minlength=rows)
        sources = np.bincount(groups(self.source.size, columns), minlength=columns)
        return np.outer(targets, sources)


def groups(neurons: int, count: int) -> NDArray[np.int32]:
    """The group of each neuron, where so many groups are about equally large; shape (neurons,)."""
    return (np.arange(neurons, dtype=np.int64) * count // neurons).astype(np.int32)
