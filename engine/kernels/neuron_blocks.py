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
    N_OTHER,
    N_SIZE,
    N_STATE,
    N_STATE_ROWS,
    N_TO_SPIKE,
    NEURON_COLUMNS,
    NOTHING,
    Neurons,
)
from engine.kernels.neuron_part import neuron_part
from engine.kernels.next_spike import next_spike_part
from engine.models.model import Kernel, Model
from engine.numerics.aligned import padded_to_lines, zeros
from engine.numerics.keys import key_of
from engine.runtime.population_ranges import PopulationRange, block_sizes, numbers_of, values_of


def neurons_of(
    network: Network,
    population_ranges: dict[str, PopulationRange],
    conducts: NDArray[np.int64],
    applied: NDArray[np.float64],
) -> Neurons:
    """The arrays of all blocks, at the network's start; conducts: of each block."""
    layout, states, constants = [], [], []
    first = at_state = at_constants = 0
    for index, size in enumerate(block_sizes(population_ranges)):
        members = [
            population_range
            for population_range in population_ranges.values()
            if population_range.block == index
        ]
        model = members[0].population.described_model
        state, constant = _block(network, model, members)
        kernel = _kernel_of(model, constant, bool(conducts[index]))
        if kernel.is_for_alike:
            constant = constant[:, :1].copy()
        room = padded_to_lines(state.size, np.float64)
        row = (
            neuron_part(model, kernel),
            first,
            size,
            at_state,
            state.shape[0],
            0 if kernel.in_place else room,
            at_constants,
            *constant.shape,
            len(model.variables),
            NOTHING if model.refractory_row is None else model.refractory_row,
            NOTHING,
        )
        layout.append(row)
        states += [state] if kernel.in_place else [state, state]
        constants.append(constant)
        first += size
        at_state += room if kernel.in_place else 2 * room
        at_constants += padded_to_lines(constant.size, np.float64)
    return Neurons(
        layout=np.array(layout, np.int64).reshape(-1, NEURON_COLUMNS),
        states=_joined(states, at_state),
        constants=_joined(constants, at_constants),
        applied=applied,
        numbers=numbers_of(population_ranges),
    )


def _kernel_of(model: Model, constants: NDArray[np.float64], conducts: bool) -> Kernel:
    return model.special_kernel(constants, conducts) or model.kernel


def go_to_next_spikes(network: Network, neurons: Neurons) -> None:
    """Let a network of one model and no conductance take steps up to its next spike in one go."""
    row, model = neurons.layout[0], network.populations[0].described_model
    shape = row[N_CONSTANT_ROWS], row[N_CONSTANT_WIDTH]
    constants = neurons.constants[row[N_CONSTANTS] :][: shape[0] * shape[1]].reshape(shape)
    kernel = _kernel_of(model, constants, conducts=False)
    if not kernel.in_place and row[N_TO_SPIKE] == NOTHING:
        row[N_TO_SPIKE] = next_spike_part(model, kernel)


def state_of_block(neurons: Neurons, index: int, step: int) -> NDArray[np.float64]:
    """A view of a block's state before this step, shape (rows, neurons)."""
    row = neurons.layout[index]
    at = row[N_STATE] + (step & 1) * row[N_OTHER]
    flat = neurons.states[at : at + row[N_STATE_ROWS] * row[N_SIZE]]
    return flat.reshape(row[N_STATE_ROWS], row[N_SIZE])


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
