"""Keeping what is asked for of a tile of neurons after a step: a trace, columns, samples."""

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import (
    N_FIRST,
    N_OTHER,
    N_SIZE,
    N_STATE,
    N_STATE_ROWS,
    N_TAKES_INPUT,
    N_VARIABLES,
    Neurons,
    Own,
)
from engine.numerics.jit import subroutine
from engine.numerics.matrices import matrix
from engine.recording.columns import Record


@subroutine
def record_tile(
    neurons: Neurons,
    scratch: Own,
    record: Record,
    block: int,
    now: int,
    done: int,
    low: int,
    high: int,
    spiked: NDArray[np.int64],
) -> None:
    """Keep what is asked for of neurons `low` to `high`, of which some spiked."""
    row = neurons.layout[block]
    first, other = row[N_FIRST], row[N_OTHER] - (now & 1) * row[N_OTHER]
    state = matrix(neurons.states, row[N_STATE] + other, row[N_STATE_ROWS], row[N_SIZE])
    traced = record.traced - first
    if low <= traced < high:
        _put_neuron(row, scratch, state, traced, low, record.trace[done])
    if record.sampled.size > 0 and now % record.sample_steps == 0:
        rows = record.samples[now // record.sample_steps - record.first_sample]
        for k in range(record.sampled.size):
            if low <= record.sampled[k] - first < high:
                _put_neuron(row, scratch, state, record.sampled[k] - first, low, rows[k])
    if record.columns.size == 0:
        return
    numbers = neurons.numbers[first + low : first + high]
    column = (now // record.column_steps) % record.columns.shape[0]
    marks, x = record.spiked[column], record.columns[column]
    if now % record.column_steps == 0:
        _clear(marks, numbers)
    for k in range(spiked.size):
        marks[neurons.numbers[spiked[k]]] = True
    if (now + 1) % record.column_steps == 0:
        _put(state[0, low:high], x, numbers)


@subroutine
def is_wanted(record: Record) -> bool:
    """Whether anything of the neurons is to be kept."""
    return record.traced >= 0 or record.columns.size > 0 or record.sampled.size > 0


@subroutine
def _put_neuron(
    row: NDArray[np.int64],
    scratch: Own,
    state: NDArray[np.float64],
    neuron: int,
    low: int,
    into: NDArray[np.float64],
) -> None:
    """Copy a neuron's variables and, behind them, its input current; its tile begins at `low`."""
    variables = row[N_VARIABLES]
    for k in range(variables):
        into[k] = state[k, neuron]
    into[variables] = 0.0
    if row[N_TAKES_INPUT] != 0:
        drained = scratch.conductance[neuron - low] * state[0, neuron]
        into[variables] = scratch.current[neuron - low] - drained


@subroutine
def _clear(marks: NDArray[np.bool_], numbers: NDArray[np.int64]) -> None:
    """Take the marks of these neurons away; their numbers ascend, mostly one by one."""
    if numbers[-1] - numbers[0] == numbers.size - 1:
        own = marks[numbers[0] : numbers[0] + numbers.size]
        for i in range(own.size):
            own[i] = False
        return
    for i in range(numbers.size):
        marks[numbers[i]] = False


@subroutine
def _put(
    values: NDArray[np.float64], into: NDArray[np.float32], numbers: NDArray[np.int64]
) -> None:
    """Copy a value of each of these neurons, as `_clear`."""
    if numbers[-1] - numbers[0] == numbers.size - 1:
        own = into[numbers[0] : numbers[0] + numbers.size]
        for i in range(own.size):
            own[i] = values[i]
        return
    for i in range(numbers.size):
        into[numbers[i]] = values[i]
