"""What arrives at a tile of neurons in a step, and what it does to their current."""

import numpy as np
from numpy.typing import NDArray

from engine.circuit.randomness import draw_uniform
from engine.circuit.state import (
    ALPHA_CURRENT,
    CLASSIC,
    CONDUCTANCE,
    CURRENT_STEP,
    EXPONENTIAL_CURRENT,
    KIND,
    P_FIRST,
    P_HIGH,
    P_LAST,
    P_LEAST,
    P_LOW,
    P_RECEPTOR,
    RING,
    ROWS,
    SIZE,
    STATE,
    VOLTAGE_JUMP,
    Circuit,
    Drive,
    Receptors,
    Scratch,
)
from engine.jit import subroutine


@subroutine
def take_in(
    circuit: Circuit,
    scratch: Scratch,
    block: int,
    first: int,
    potential: NDArray[np.float64],
    now: int,
    low: int,
    high: int,
) -> None:
    """Let all that arrives at neurons `low` to `high` of a block act on them for one step.

    first: the block's first neuron. potential: of these neurons; jumps change it.
    """
    receptors = circuit.receptors
    size = high - low
    current, conductance = scratch.current[:size], scratch.conductance[:size]
    for r in range(receptors.of_block[block], receptors.of_block[block + 1]):
        layout = receptors.layout[r]
        kind = layout[KIND]
        if kind == CLASSIC:
            _add_rows(receptors, layout, now, low, high, current)
            continue
        start = layout[RING] + (now % circuit.slots) * layout[SIZE]
        arriving = receptors.ring[start + low : start + high]
        _add_poisson(circuit.drive, scratch, r, first, now, low, high, arriving)
        state = slice(layout[STATE] + low, layout[STATE] + high)
        if kind == VOLTAGE_JUMP:
            _add_and_clear(arriving, potential)
        elif kind == CURRENT_STEP:
            _add_and_clear(arriving, current)
        elif kind == EXPONENTIAL_CURRENT:
            _decay_current(
                arriving,
                receptors.first[state],
                receptors.averaged[state],
                receptors.decay[r],
                current,
            )
        elif kind == ALPHA_CURRENT:
            _decay_alpha(
                arriving,
                receptors.first[state],
                receptors.second[state],
                receptors.averaged[state],
                receptors.averaged_second[state],
                receptors.decay[r],
                receptors.rise[r],
                current,
            )
        elif kind == CONDUCTANCE:
            _decay_conductance(
                arriving,
                receptors.first[state],
                receptors.averaged[state],
                receptors.decay[r],
                receptors.reversal[r],
                current,
                conductance,
            )


@subroutine
def _add_and_clear(arriving: NDArray[np.float64], to: NDArray[np.float64]) -> None:
    for i in range(arriving.size):
        to[i] += arriving[i]
        arriving[i] = 0.0


@subroutine
def _decay_current(
    arriving: NDArray[np.float64],
    state: NDArray[np.float64],
    averaged: NDArray[np.float64],
    decay: float,
    current: NDArray[np.float64],
) -> None:
    for i in range(arriving.size):
        value = state[i] + arriving[i]
        arriving[i] = 0.0
        current[i] += averaged[i] * value
        state[i] = value * decay


@subroutine
def _decay_alpha(
    arriving: NDArray[np.float64],
    state: NDArray[np.float64],
    source: NDArray[np.float64],
    averaged: NDArray[np.float64],
    averaged_source: NDArray[np.float64],
    decay: float,
    rise: float,
    current: NDArray[np.float64],
) -> None:
    for i in range(arriving.size):
        fed = source[i] + arriving[i]
        arriving[i] = 0.0
        current[i] += averaged[i] * state[i] + averaged_source[i] * fed
        state[i] = state[i] * decay + fed * rise
        source[i] = fed * decay


@subroutine
def _decay_conductance(
    arriving: NDArray[np.float64],
    state: NDArray[np.float64],
    averaged: NDArray[np.float64],
    decay: float,
    reversal: float,
    current: NDArray[np.float64],
    conductance: NDArray[np.float64],
) -> None:
    for i in range(arriving.size):
        value = state[i] + arriving[i]
        arriving[i] = 0.0
        mean = averaged[i] * value
        current[i] += mean * reversal
        conductance[i] += mean
        state[i] = value * decay


@subroutine
def _add_rows(
    receptors: Receptors,
    layout: NDArray[np.int64],
    now: int,
    low: int,
    high: int,
    current: NDArray[np.float64],
) -> None:
    """Add the rows of arrivals, times the classic kernel of how long ago they were."""
    lags = receptors.gains.size
    for lag in range(min(lags - 1, now), 0, -1):
        start = layout[ROWS] + ((now - lag) % lags) * layout[SIZE]
        row, gain = receptors.rows[start + low : start + high], receptors.gains[lag]
        for i in range(row.size):
            current[i] += gain * row[i]


@subroutine
def _add_poisson(
    drive: Drive,
    scratch: Scratch,
    receptor: int,
    first: int,
    now: int,
    low: int,
    high: int,
    arriving: NDArray[np.float64],
) -> None:
    """Add the Poisson spikes of this step to what arrives."""
    for k in range(drive.poisson.shape[0]):
        row = drive.poisson[k]
        if row[P_RECEPTOR] != receptor:
            continue
        start, stop = max(low, row[P_LOW]), min(high, row[P_HIGH])
        if start >= stop:
            continue
        numbers, events = scratch.random[: stop - start], scratch.events[: stop - start]
        draw_uniform(drive.poisson_key[k], now, first + start, numbers)
        least = row[P_LEAST]
        for i in range(numbers.size):
            events[i] = least
        for t in range(row[P_FIRST], row[P_LAST]):
            threshold = drive.thresholds[t]
            for i in range(numbers.size):
                events[i] += numbers[i] >= threshold
        weight, hit = drive.poisson_weight[k], arriving[start - low : stop - low]
        for i in range(numbers.size):
            hit[i] += weight * events[i]
