"""What arrives at a tile of neurons in a step, and what it does to their current."""

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import (
    ALPHA_CURRENT,
    AVERAGED,
    CLASSIC,
    CONDUCTANCE,
    CURRENT,
    CURRENT_STEP,
    EXPONENTIAL_CURRENT,
    INBOX,
    KIND,
    P_APART,
    P_FIRST,
    P_HIGH,
    P_LAST,
    P_LEAST,
    P_LOW,
    P_RECEPTOR,
    QUANTAL,
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
from engine.numerics.jit import subroutine
from engine.numerics.randomness import draw_uniform


@subroutine
def take_in(
    circuit: Circuit,
    scratch: Scratch,
    block: int,
    potential: NDArray[np.float64],
    now: int,
    low: int,
    high: int,
) -> None:
    """Let all that arrives at neurons `low` to `high` of a block act on them for one step.

    potential: of these neurons; jumps change it.
    """
    receptors, size = circuit.receptors, high - low
    current, conductance = scratch.current[:size], scratch.conductance[:size]
    begin, end = receptors.of_block[block], receptors.of_block[block + 1]
    for r in range(begin, end):
        if receptors.layout[r, KIND] != CLASSIC:
            _arrive(circuit, scratch, r, now, low, high, potential)
    r = begin
    while r < end:
        if r + 1 < end and _is_common(receptors, r) and _is_common(receptors, r + 1):
            _decay_two_currents(receptors, r, low, current)
            r += 2
        else:
            _act(receptors, r, now, low, high, current, conductance)
            r += 1


@subroutine
def _arrive(
    circuit: Circuit,
    scratch: Scratch,
    r: int,
    now: int,
    low: int,
    high: int,
    potential: NDArray[np.float64],
) -> None:
    """Move what arrives in this step to where it acts."""
    receptors, size = circuit.receptors, high - low
    row = receptors.layout[r]
    at_once = row[KIND] in (VOLTAGE_JUMP, CURRENT_STEP)
    to = scratch.current[:size]
    if row[KIND] == VOLTAGE_JUMP:
        to = potential
    elif not at_once:
        to = receptors.store[row[SOURCE] + low : row[SOURCE] + high]
    begin = row[INBOX] + now % row[SLOTS] * row[SIZE] + low
    if row[QUANTAL] != 0:
        _take_quanta(receptors.quanta[begin : begin + size], receptors.quantum[r], to)
        return
    arriving = receptors.store[begin : begin + size]
    _add_poisson(circuit.drive, scratch, r, now, low, high, arriving)
    if at_once or row[INBOX] != row[SOURCE]:
        _take(arriving, to)


@subroutine
def _act(
    receptors: Receptors,
    r: int,
    now: int,
    low: int,
    high: int,
    current: NDArray[np.float64],
    conductance: NDArray[np.float64],
) -> None:
    """What has arrived acts on neurons `low` to `high`, and decays."""
    row, decay, common = receptors.layout[r], receptors.decay[r], receptors.common[r]
    value = receptors.store[row[CURRENT] + low : row[CURRENT] + high]
    if row[KIND] == CLASSIC:
        _add_rows(receptors, r, now, low, high, current)
    elif row[KIND] == CONDUCTANCE:
        _decay_conductance(value, common, decay, receptors.reversal[r], current, conductance)
    elif row[KIND] == ALPHA_CURRENT:
        source = receptors.store[row[SOURCE] + low : row[SOURCE] + high]
        averaged = receptors.averaged[row[AVERAGED] + low : row[AVERAGED] + high]
        averaged_source = receptors.averaged_source[row[AVERAGED] + low : row[AVERAGED] + high]
        _decay_alpha(value, source, averaged, averaged_source, decay, receptors.rise[r], current)
    elif row[KIND] == EXPONENTIAL_CURRENT and np.isnan(common):
        averaged = receptors.averaged[row[AVERAGED] + low : row[AVERAGED] + high]
        _decay_current(value, averaged, decay, current)
    elif row[KIND] == EXPONENTIAL_CURRENT:
        _decay_common_current(value, common, decay, current)


@subroutine
def _is_common(receptors: Receptors, r: int) -> bool:
    """Whether it is an exponential current that acts on all neurons alike."""
    return receptors.layout[r, KIND] == EXPONENTIAL_CURRENT and not np.isnan(receptors.common[r])


@subroutine
def _decay_two_currents(
    receptors: Receptors, r: int, low: int, current: NDArray[np.float64]
) -> None:
    """Receptors r and r + 1 at once: loads and stores of the current cost as much as the rest."""
    begin, then = receptors.layout[r, CURRENT] + low, receptors.layout[r + 1, CURRENT] + low
    one = receptors.store[begin : begin + current.size]
    other = receptors.store[then : then + current.size]
    decay_1, decay_2 = receptors.decay[r], receptors.decay[r + 1]
    averaged_1, averaged_2 = receptors.common[r], receptors.common[r + 1]
    for i in range(current.size):
        current[i] += averaged_1 * one[i] + averaged_2 * other[i]
        one[i] *= decay_1
        other[i] *= decay_2


@subroutine
def _take_quanta(arriving: NDArray[np.int32], quantum: float, to: NDArray[np.float64]) -> None:
    """As `_take`, of so many quanta."""
    for i in range(arriving.size):
        to[i] += quantum * arriving[i]
        arriving[i] = 0


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
        draw_uniform(drive.poisson_key[k], now, drive.poisson[k, P_APART] + start, numbers)
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
