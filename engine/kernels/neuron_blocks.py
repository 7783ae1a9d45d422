"""The arrays of all neurons, a block for each model, and views of them."""

import numpy as np
from numpy.typing import NDArray

from engine.description.network import Network
from engine.description.population import Population
from engine.description.quantities import DescriptionError
from engine.distributions.catalogue import drawn
from engine.errors import InvalidValueError
from engine.kernels.arrays import (
    N_CONSTANT_ROWS,
    N_CONSTANT_WIDTH,
    N_CONSTANTS,
    N_FIRST,
    N_OTHER,
    N_SIZE,
    N_STATE,
    N_STATE_ROWS,
    NEURON_COLUMNS,
    NOTHING,
    Neurons,
)
from engine.models.model import Kernel, Model
from engine.numerics.aligned import padded_to_lines, zeros
from engine.numerics.keys import key_of
from engine.runtime.population_ranges import PopulationRange, block_sizes, numbers_of, values_of
from engine.runtime.tiles import TILE, first_tile


def neurons_of(
    network: Network,
    population_ranges: dict[str, PopulationRange],
    conducts: NDArray[np.int64],
    applied: NDArray[np.float64],
) -> tuple[Neurons, list[tuple[Model, Kernel]]]:
    """The arrays of all blocks, at the network's start, and the kernels they are for.

    conducts: of each block.
    """
    layout, states, constants, kernels = [], [], [], []
    first = at_state = at_constants = 0
    for index, size in enumerate(block_sizes(population_ranges)):
        members = [
            population_range
            for population_range in population_ranges.values()
            if population_range.block == index
        ]
        model = members[0].population.described_model
        state, constant = _block(network, model, members)
        kernel = model.special_kernel(constant, bool(conducts[index])) or model.kernel
        kernels.append((model, kernel))
        if kernel.is_for_alike:
            constant = constant[:, :1].copy()
        room = padded_to_lines(state.size, np.float64)
        row = (
            NOTHING,
            first,
            size,
            at_state,
            state.shape[0],
            0 if kernel.in_place else room,
            at_constants,
            *constant.shape,
            len(model.variables),
            NOTHING if model.refractory_row is None else model.refractory_row,
            not model.is_source,
        )
        layout.append(row)
        states += [state] if kernel.in_place else [state, state]
        constants.append(constant)
        first += size
        at_state += room if kernel.in_place else 2 * room
        at_constants += padded_to_lines(constant.size, np.float64)
    neurons = Neurons(
        layout=np.array(layout, np.int64).reshape(-1, NEURON_COLUMNS),
        states=_joined(states, at_state),
        constants=_joined(constants, at_constants),
        applied=applied,
        common=np.full(first_tile(first, len(layout)), np.nan),
        numbers=numbers_of(population_ranges),
    )
    note_common(neurons)
    return neurons, kernels


def note_common(neurons: Neurons) -> None:
    """Note of which tiles all neurons have the same applied current."""
    for block, row in enumerate(neurons.layout):
        given = neurons.applied[row[N_FIRST] : row[N_FIRST] + row[N_SIZE]]
        lows, at = np.arange(0, row[N_SIZE], TILE), first_tile(row[N_FIRST], block)
        least = np.minimum.reduceat(given, lows)
        is_same = least == np.maximum.reduceat(given, lows)
        neurons.common[at : at + lows.size] = np.where(is_same, least, np.nan)


def state_of_block(neurons: Neurons, index: int, step: int) -> NDArray[np.float64]:
    """A view of a block's state before this step, shape (rows, neurons)."""
    row = neurons.layout[index]
    at = row[N_STATE] + (step & 1) * row[N_OTHER]
    flat = neurons.states[at : at + row[N_STATE_ROWS] * row[N_SIZE]]
    return flat.reshape(row[N_STATE_ROWS], row[N_SIZE])


def constants_of_neuron(neurons: Neurons, index: int, at: int) -> NDArray[np.float64]:
    """A copy of what the kernel has of a neuron of a block, shape (constants, 1)."""
    row = neurons.layout[index]
    rows, width = row[N_CONSTANT_ROWS], row[N_CONSTANT_WIDTH]
    flat = neurons.constants[row[N_CONSTANTS] : row[N_CONSTANTS] + rows * width]
    own = 0 if width == 1 else at
    return flat.reshape(rows, width)[:, own : own + 1].copy()


def _joined(parts: list[NDArray[np.float64]], size: int) -> NDArray[np.float64]:
    """One array of all, each of which begins with a cache line."""
    joined, start = zeros(size, np.float64), 0
    for part in parts:
        joined[start : start + part.size] = part.reshape(-1)
        start += padded_to_lines(part.size, np.float64)
    return joined


def _block(
    network: Network, model: Model, population_ranges: list[PopulationRange]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """State and constants of populations of one model."""
    states, constants = [], []
    for population_range in population_ranges:
        values = values_of(population_range.population, network.seed)
        _require(model, population_range.population, values, network.dt_ms)
        states.append(_start(model, population_range.population, values, network.seed))
        constants.append(model.constants(values, network.dt_ms))
    every = np.concatenate(constants, axis=1)
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
    model.kernel.prepare(state)
    return state
