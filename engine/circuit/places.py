"""Where populations are: counted through the network, and in blocks of one model each."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.aligned import copied
from engine.circuit.keys import drawn, key_of, uniform
from engine.circuit.state import Block
from engine.errors import InvalidValueError
from engine.models.kinds import NEURONS
from engine.models.model import Model
from engine.networks.network import Network
from engine.networks.population import Population
from engine.networks.quantities import DescriptionError


@dataclass(frozen=True, slots=True)
class Place:
    """A population's neurons: `first` counted through the network, `offset` within its block."""

    population: Population
    first: int
    block: int
    offset: int

    @property
    def end(self) -> int:
        """The end within the block."""
        return self.offset + self.population.size


def places_of(network: Network) -> dict[str, Place]:
    """The place of each population, in the order of the description."""
    places: dict[str, Place] = {}
    first, block, offset, model = 0, -1, 0, ""
    for population in network.populations:
        if population.model != model:
            block, offset, model = block + 1, 0, population.model
        places[population.name] = Place(population, first, block, offset)
        first += population.size
        offset += population.size
    return places


def blocks_of(network: Network, places: dict[str, Place]) -> tuple[Block, ...]:
    """The arrays of each run of populations of one model, at the network's start."""
    count = max(place.block for place in places.values()) + 1
    return tuple(
        _block(network, [place for place in places.values() if place.block == index])
        for index in range(count)
    )


def block_sizes(places: dict[str, Place]) -> list[int]:
    """Neurons of each block."""
    sizes: dict[int, int] = {}
    for place in places.values():
        sizes[place.block] = max(sizes.get(place.block, 0), place.end)
    return [sizes[index] for index in sorted(sizes)]


def values_of(population: Population, seed: int) -> dict[str, NDArray[np.float64]]:
    """Every parameter of every neuron."""
    model, size = population.described_model, population.size
    values = {parameter.name: np.full(size, parameter.default) for parameter in model.parameters}
    if population.morphology is not None:
        for name, value in model.morphology(population.morphology).parameters.items():
            values[name] = np.full(size, float(value))
    if population.toward is not None:
        way = uniform(key_of(seed, population.name, "toward"), size) ** population.power
        for name, value in model.morphology(population.toward).parameters.items():
            values[name] = values[name] + (value - values[name]) * way
    for name, distribution in population.parameters.items():
        parameter = model.parameter(name)
        given = drawn(key_of(seed, population.name, name), distribution, size)
        values[name] = np.clip(given, parameter.low, parameter.high)
    return values


def _block(network: Network, places: list[Place]) -> Block:
    model = places[0].population.described_model
    states, constants = [], []
    for place in places:
        values = values_of(place.population, network.seed)
        _require(model, place.population, values, network.dt_ms)
        states.append(_start(model, place.population, values, network.seed))
        constants.append(model.constants(values, network.dt_ms))
    every = np.concatenate(constants, axis=1)
    if model.is_shared and (every == every[:, :1]).all():
        every = every[:, :1]
    neurons = NEURONS[model.name](
        state=copied(np.concatenate(states, axis=1)),
        constants=copied(every),
    )
    return Block(neurons, places[0].first, 0, len(model.variables))


def _require(
    model: Model, population: Population, values: dict[str, NDArray[np.float64]], dt_ms: float
) -> None:
    complaint = model.check(values, dt_ms)
    if complaint:
        raise DescriptionError(("populations", population.name, "parameters"), complaint)
    if not all(np.isfinite(value).all() for value in values.values()):
        raise InvalidValueError(f"population {population.name} has parameters that are not finite")


def _start(
    model: Model, population: Population, values: dict[str, NDArray[np.float64]], seed: int
) -> NDArray[np.float64]:
    state = np.zeros((len(model.variables) + model.hidden, population.size))
    derived = model.starts(values)
    for row, variable in enumerate(model.variables):
        state[row] = derived.get(variable.name, variable.start)
        if variable.name in population.start:
            key = key_of(seed, population.name, "start", variable.name)
            state[row] = drawn(key, population.start[variable.name], population.size)
    return state
