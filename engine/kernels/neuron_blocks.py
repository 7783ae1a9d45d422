"""The arrays of all neurons, a block for each model, and views of them."""

import numpy as np
from numpy.typing import NDArray

from engine.description.network import Network
from engine.description.population import Population
from engine.description.quantities import DescriptionError
from engine.distributions.catalogue import drawn
from engine.errors import InvalidValueError
from engine.kernels.arrays import (
    B_SIZE,
    B_STATE,
    B_STATE_ROWS,
    BLOCK_COLUMNS,
    Blocks,
)
from engine.models.kinds import NUMBERS
from engine.models.model import Model
from engine.numerics.aligned import padded_to_lines, zeros
from engine.numerics.keys import key_of
from engine.runtime.population_ranges import Place, block_sizes, numbers_of, values_of


def blocks_of(network: Network, places: dict[str, Place]) -> Blocks:
    """The arrays of all blocks, at the network's start."""
    layout, states, constants = [], [], []
    first = at_state = at_constants = 0
    for index, size in enumerate(block_sizes(places)):
        members = [place for place in places.values() if place.block == index]
        model = members[0].population.described_model
        state, constant = _block(network, model, members)
        row = (
            NUMBERS[model.name],
            first,
            size,
            at_state,
            state.shape[0],
            at_constants,
            *constant.shape,
            len(model.variables),
        )
        layout.append(row)
        states.append(state)
        constants.append(constant)
        first += size
        at_state += padded_to_lines(state.size, np.float64)
        at_constants += padded_to_lines(constant.size, np.float64)
    return Blocks(
        layout=np.array(layout, np.int64).reshape(-1, BLOCK_COLUMNS),
        states=_joined(states, at_state),
        constants=_joined(constants, at_constants),
        numbers=numbers_of(places),
    )


def state_of_block(blocks: Blocks, index: int) -> NDArray[np.float64]:
    """A view of a block's state, shape (rows, neurons)."""
    row = blocks.layout[index]
    flat = blocks.states[row[B_STATE] : row[B_STATE] + row[B_STATE_ROWS] * row[B_SIZE]]
    return flat.reshape(row[B_STATE_ROWS], row[B_SIZE])


def _joined(parts: list[NDArray[np.float64]], size: int) -> NDArray[np.float64]:
    """One array of all, each of which begins with a cache line."""
    joined, start = zeros(size, np.float64), 0
    for part in parts:
        joined[start : start + part.size] = part.reshape(-1)
        start += padded_to_lines(part.size, np.float64)
    return joined


def _block(
    network: Network, model: Model, places: list[Place]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """State and constants of populations of one model."""
    states, constants = [], []
    for place in places:
        values = values_of(place.population, network.seed)
        _require(model, place.population, values, network.dt_ms)
        states.append(_start(model, place.population, values, network.seed))
        constants.append(model.constants(values, network.dt_ms))
    every = np.concatenate(constants, axis=1)
    if model.is_shared and (every == every[:, :1]).all():
        every = every[:, :1]
    return np.concatenate(states, axis=1), every


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
        if variable.key in population.start:
            key = key_of(seed, population.name, "start", variable.name)
            state[row] = drawn(key, population.start[variable.key], population.size)
    return state
