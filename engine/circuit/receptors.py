"""What arrives at a tile of neurons in a step, and what it does to their current."""

import numpy as np
from numpy.typing import NDArray

from engine.circuit.randomness import draw_uniform
from engine.circuit.state import (
    ALPHA_CURRENT,
    AVERAGED,
    CLASSIC,
    CONDUCTANCE,
    CURRENT,
    CURRENT_STEP,
    INBOX,
    KIND,
    P_FIRST,
    P_HIGH,
    P_LAST,
    P_LEAST,
    P_LOW,
    P_RECEPTOR,
    ROWS,
    SIZE,
    SLOTS,
    SOURCE,
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
    layout, store = receptors.layout, receptors.store
    size = high - low
    current, conductance = scratch.current[:size], scratch.conductance[:size]
    for r in range(receptors.of_block[block], receptors.of_block[block + 1]):
        kind = layout[r, KIND]
        if kind == CLASSIC:
            _add_rows(receptors, r, now, low, high, current)
            continue
        begin = layout[r, INBOX] + now % layout[r, SLOTS] * layout[r, SIZE] + low
        arriving = store[begin : begin + size]
        _add_poisson(circuit.drive, scratch, r, first, now, low, high, arriving)
        if kind == VOLTAGE_JUMP:
            _take(arriving, potential)
            continue
        if kind == CURRENT_STEP:
            _take(arriving, current)
            continue
        begin = layout[r, CURRENT] + low
        value = store[begin : begin + size]
        if kind == ALPHA_CURRENT:
            begin = layout[r, SOURCE] + low
            source = store[begin : begin + size]
            if layout[r, SLOTS] > 1:
                _take(arriving, source)
            begin = layout[r, AVERAGED] + low
            averaged = receptors.averaged[begin : begin + size]
            averaged_source = receptors.averaged_source[begin : begin + size]
            decay, rise = receptors.decay[r], receptors.rise[r]
            _decay_alpha(value, source, averaged, averaged_source, decay, rise, current)
            continue
        if layout[r, SLOTS] > 1:
            _take(arriving, value)
        decay, common = receptors.decay[r], receptors.common[r]
        if kind == CONDUCTANCE:
            _decay_conductance(value, common, decay, receptors.reversal[r], current, conductance)
        elif np.isnan(common):
            begin = layout[r, AVERAGED] + low
            averaged = receptors.averaged[begin : begin + size]
            _decay_current(value, averaged, decay, current)
        else:
            _decay_common_current(value, common, decay, current)


@subroutine
def _take(arriving: NDArray[np.float64], to: NDArray[np.float64]) -> None:
    """Move what arrives to where it acts."""
    for i in range(arriving.size):
        to[i] += arriving[i]
        arriving[i] = 0.0


@subroutine
def _decay_current(
    state: NDArray[np.float64],
    averaged: NDArray[np.float64],
    decay: float,
    current: NDArray[np.float64],
) -> None:
    for i in range(state.size):
        current[i] += averaged[i] * state[i]
        state[i] *= decay


@subroutine
def _decay_common_current(
    state: NDArray[np.float64], averaged: float, decay: float, current: NDArray[np.float64]
) -> None:
    for i in range(state.size):
        current[i] += averaged * state[i]
        state[i] *= decay


@subroutine
def _decay_alpha(
    state: NDArray[np.float64],
    source: NDArray[np.float64],
    averaged: NDArray[np.float64],
    averaged_source: NDArray[np.float64],
    decay: float,
    rise: float,
    current: NDArray[np.float64],
) -> None:
    for i in range(state.size):
        current[i] += averaged[i] * state[i] + averaged_source[i] * source[i]
        state[i] = state[i] * decay + source[i] * rise
        source[i] *= decay


@subroutine
def _decay_conductance(
    state: NDArray[np.float64],
    averaged: float,
    decay: float,
    reversal: float,
    current: NDArray[np.float64],
    conductance: NDArray[np.float64],
) -> None:
    for i in range(state.size):
        mean = averaged * state[i]
        current[i] += mean * reversal
        conductance[i] += mean
        state[i] *= decay


@subroutine
def _add_rows(
    receptors: Receptors,
    r: int,
    now: int,
    low: int,
    high: int,
    current: NDArray[np.float64],
) -> None:
    """Add the rows of arrivals, times the classic kernel of how long ago they were."""
    lags, layout = receptors.gains.size, receptors.layout
    for lag in range(min(lags - 1, now), 0, -1):
        start = layout[r, ROWS] + ((now - lag) % lags) * layout[r, SIZE]
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
        if drive.poisson[k, P_RECEPTOR] != receptor:
            continue
        start, stop = max(low, drive.poisson[k, P_LOW]), min(high, drive.poisson[k, P_HIGH])
        if start >= stop:
            continue
        numbers, events = scratch.random[: stop - start], scratch.events[: stop - start]
        draw_uniform(drive.poisson_key[k], now, first + start, numbers)
        least = drive.poisson[k, P_LEAST]
        for i in range(numbers.size):
            events[i] = least
        for t in range(drive.poisson[k, P_FIRST], drive.poisson[k, P_LAST]):
            threshold = drive.thresholds[t]
            for i in range(numbers.size):
                events[i] += numbers[i] >= threshold
        weight, hit = drive.poisson_weight[k], arriving[start - low : stop - low]
        for i in range(numbers.size):
            hit[i] += weight * events[i]
