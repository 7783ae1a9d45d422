"""Where populations are: as the description counts neurons, and in blocks of one model each."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.description.network import Network
from engine.description.population import Population
from engine.distributions.catalogue import drawn
from engine.numerics.keys import key_of, uniform


@dataclass(frozen=True, slots=True)
class PopulationRange:
    """A population's neurons.

    first: as the description counts, population after population. start: as kernels count, block
    after block. offset: within the block.
    """

    population: Population
    first: int
    start: int
    block: int
    offset: int

    @property
    def end(self) -> int:
        """The end within the block."""
        return self.offset + self.population.size


def population_ranges_of(network: Network) -> dict[str, PopulationRange]:
    """The range of each population, in the order of the description."""
    sizes: dict[str, int] = {}
    for population in network.populations:
        sizes[population.model] = sizes.get(population.model, 0) + population.size
    models, starts = list(sizes), np.cumsum([0, *sizes.values()]).tolist()
    population_ranges: dict[str, PopulationRange] = {}
    first, offsets = 0, dict.fromkeys(models, 0)
    for population in network.populations:
        block, offset = models.index(population.model), offsets[population.model]
        population_ranges[population.name] = PopulationRange(
            population, first, starts[block] + offset, block, offset
        )
        first += population.size
        offsets[population.model] += population.size
    return population_ranges


def numbers_of(population_ranges: dict[str, PopulationRange]) -> NDArray[np.int64]:
    """The number that the description gives to each neuron, in the order of kernels."""
    ordered = sorted(
        population_ranges.values(), key=lambda population_range: population_range.start
    )
    parts = [
        population_range.first + np.arange(population_range.population.size)
        for population_range in ordered
    ]
    return np.concatenate(parts)


def block_sizes(population_ranges: dict[str, PopulationRange]) -> list[int]:
    """Neurons of each block."""
    sizes: dict[int, int] = {}
    for population_range in population_ranges.values():
        sizes[population_range.block] = max(
            sizes.get(population_range.block, 0), population_range.end
        )
    return [sizes[index] for index in sorted(sizes)]


def values_of(population: Population, seed: int) -> dict[str, NDArray[np.float64]]:
    """Every parameter of every neuron."""
    model, size = population.described_model, population.size
    values = {parameter.name: np.full(size, parameter.default) for parameter in model.parameters}
    if population.cell_type is not None:
        for name, value in model.cell_type(population.cell_type).parameters.items():
            values[name] = np.full(size, float(value))
    if population.toward is not None:
        way = uniform(key_of(seed, population.name, "toward"), size) ** population.power
        for name, value in model.cell_type(population.toward).parameters.items():
            values[name] = values[name] + (value - values[name]) * way
    for name, distribution in population.parameters.items():
        parameter = model.parameter(name)
        given = drawn(key_of(seed, population.name, name), distribution, size)
        values[name] = np.clip(given, parameter.low, parameter.high)
    return values
