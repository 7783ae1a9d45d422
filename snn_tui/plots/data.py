"""What pictures are made of, wherever it came from: spikes of populations, and a neuron's trace."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.description.network import Network
from engine.description.units import spelled
from engine.errors import UnknownNameError
from engine.quoting import escaped


class Train(NamedTuple):
    """Spikes as `engine.statistics` takes them; both of shape (spikes,)."""

    time_ms: NDArray[np.float64]
    neuron: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Group:
    """A population: its neurons go from `first` on. An empty name is of all that there are."""

    name: str
    first: int
    size: int


def groups_of(network: Network) -> tuple[Group, ...]:
    """The populations of a network."""
    groups, first = [], 0
    for population in network.populations:
        name = escaped(population.name) if len(network.populations) > 1 else ""
        groups.append(Group(name, first, population.size))
        first += population.size
    return tuple(groups)


@dataclass(frozen=True, slots=True)
class SpikeData:
    """Spikes from `from_ms` to before `to_ms`, in any order. dt_ms: what times are multiples of."""

    title: str
    spikes: Train
    groups: tuple[Group, ...]
    from_ms: float
    to_ms: float
    dt_ms: float
    notes: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Neurons of all groups."""
        return self.groups[-1].first + self.groups[-1].size

    def of(self, group: Group) -> Train:
        """A group's spikes, its neurons counted from 0."""
        time_ms, neuron = self.spikes
        if len(self.groups) == 1:
            return self.spikes
        own = (neuron >= group.first) & (neuron < group.first + group.size)
        return Train(time_ms[own], neuron[own] - group.first)


@dataclass(frozen=True, slots=True)
class Column:
    """A variable, or the current, as a trace has it."""

    name: str
    unit: str = ""

    @property
    def key(self) -> str:
        """Its name with its unit, as descriptions have it: v_mV."""
        return f"{self.name}_{self.unit}" if self.unit else self.name

    @property
    def label(self) -> str:
        """The same for people: v (mV)."""
        return f"{self.name} ({spelled(self.unit)})" if self.unit else self.name


@dataclass(frozen=True, slots=True)
class TraceData:
    """One neuron's variables, shape (times, columns), at ascending times."""

    title: str
    time_ms: NDArray[np.float64]
    columns: tuple[Column, ...]
    values: NDArray[np.float64]
    notes: tuple[str, ...] = ()

    def number_of(self, word: str) -> int:
        """The column of this name or key. Raises UnknownNameError."""
        for number, column in enumerate(self.columns):
            if word in (column.key, column.name):
                return number
        raise UnknownNameError("variable", word, [column.key for column in self.columns])
