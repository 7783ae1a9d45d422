"""Who has which neurons: each process a part of every block, each of its threads a part of that."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.processes.processes import ALONE, Processes
from engine.runtime.population_ranges import PopulationRange
from engine.runtime.tiles import shares


@dataclass(frozen=True, slots=True, eq=False)
class OwnShare:
    """What a process has of a network, in whole tiles, as all of its synapses onto that.

    sizes: of the network's blocks. threads: of this process.
    """

    sizes: tuple[int, ...]
    threads: int
    processes: Processes = ALONE

    def of_block(self, block: int) -> slice:
        """Its neurons of a block."""
        low, high = shares(self.sizes[block], self.processes.count)[self.processes.rank]
        return slice(low, high)

    def of_population(self, population: PopulationRange) -> slice:
        """Its neurons of a population, counted within it."""
        own = self.of_block(population.block)
        low, high = np.clip([own.start, own.stop], population.offset, population.end)
        return slice(int(low) - population.offset, int(high) - population.offset)

    def has(self, population: PopulationRange, neuron: int) -> bool:
        """Whether a neuron of a population, counted through the network, is its own."""
        own = self.of_population(population)
        return bool(own.start <= neuron - population.first < own.stop)

    def merged(self, values: NDArray[Any], block: int) -> NDArray[Any]:
        """Values of a block's neurons, shape (..., neurons), each of the process that has it."""
        own = self.of_block(block)
        kept = np.zeros_like(values)
        kept[..., own] = values[..., own]
        return self.processes.merged(kept)

    @property
    def neurons(self) -> int:
        """How many it has."""
        return sum(own.stop - own.start for own in map(self.of_block, range(len(self.sizes))))

    @property
    def most_neurons(self) -> int:
        """How many any process has, at most."""
        count, most = self.processes.count, 0
        for rank in range(count):
            own = (shares(size, count)[rank] for size in self.sizes)
            most = max(most, sum(high - low for low, high in own))
        return most

    @property
    def share(self) -> float:
        """How much of all neurons that is, from 0 to 1."""
        return self.neurons / sum(self.sizes)

    @property
    def parts(self) -> NDArray[np.int64]:
        """What each thread has of a block, shape (blocks, threads + 1)."""
        return np.array([self._cuts(block) for block in range(len(self.sizes))], np.int64)

    @property
    def everyone(self) -> NDArray[np.int64]:
        """The same, with a part for each other process, shape (blocks, parts + 1)."""
        rank, rows = self.processes.rank, []
        for block, size in enumerate(self.sizes):
            lows = [low for low, _ in shares(size, self.processes.count)]
            rows.append([*lows[:rank], *self._cuts(block)[:-1], *lows[rank + 1 :], size])
        return np.array(rows, np.int64)

    def _cuts(self, block: int) -> list[int]:
        own = self.of_block(block)
        lows = [own.start + low for low, _ in shares(own.stop - own.start, self.threads)]
        return [*lows, own.stop]
