"""The divergence guard: a step that left the ordinary range is done anew, as finely as needed.

Ordinary steps stay what they are, to the last bit. A neuron is lost only if no substep helps, or
if it ends up beyond what any model comes near to.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from engine.limits import FARTHEST
from engine.numerics.jit import subroutine

VECTORS = 6
"""States of one neuron that are needed at once."""
TOLERANCE = 1e-10
"""Of a substep's error, relative to the state."""
COARSE = 0.25
"""The first substep, as a share of the step."""
FINEST = 2.0**-40
MOST_SUBSTEPS = 100_000


@subroutine
def is_sound(state: NDArray[np.float64]) -> bool:
    """Whether all variables are numbers, and the potential is near enough."""
    for k in range(state.size):
        if not np.isfinite(state[k]):
            return False
    return bool(abs(state[0]) < FARTHEST)


@subroutine
def _weighted_error(coarse: NDArray[np.float64], fine: NDArray[np.float64]) -> float:
    """How far apart two states are, relative to their size; NaN if one is no number."""
    apart, size = 0.0, 1.0
    for k in range(fine.size):
        apart += abs(fine[k] - coarse[k])
        size += abs(fine[k])
    return apart / size


def guard_of(derivative: Callable[..., None]) -> Callable[..., bool]:
    """What redoes the step of one neuron, given what changes its state; see `Kernel`."""

    @subroutine
    def runge_kutta(
        state: NDArray[np.float64],
        share: float,
        constants: NDArray[np.float64],
        i: int,
        current: float,
        conductance: float,
        slope: NDArray[np.float64],
        between: NDArray[np.float64],
        result: NDArray[np.float64],
    ) -> None:
        """One substep of this share of the step from `state` to `result`."""
        for k in range(state.size):
            result[k] = state[k]
            between[k] = state[k]
        for stage in range(4):
            derivative(between, constants, i, current, conductance, slope)
            weight = share / 6.0 if stage in (0, 3) else share / 3.0
            reach = share if stage == 2 else share / 2.0
            for k in range(state.size):
                result[k] += weight * slope[k]
                between[k] = state[k] + reach * slope[k]

    @subroutine
    def redone(
        before: NDArray[np.float64],
        after: NDArray[np.float64],
        constants: NDArray[np.float64],
        i: int,
        variables: int,
        current: float,
        conductance: float,
        room: NDArray[np.float64],
    ) -> bool:
        """Take neuron i through the step in substeps; whether it came out sound.

        Each substep is taken at once and in two halves; how far these are apart tells its error.
        """
        state, coarse = room[:variables], room[variables : 2 * variables]
        fine = room[3 * variables : 4 * variables]
        slope, between = room[4 * variables : 5 * variables], room[5 * variables : 6 * variables]
        for k in range(variables):
            state[k] = before[k, i]
        done, share, count = 0.0, COARSE, 0
        while done < 1.0 and share >= FINEST and count < MOST_SUBSTEPS:
            share, count = min(share, 1.0 - done), count + 1
            for take in range(3):
                # From the state to the coarse result, from there to half way, on to the fine one.
                begin = 2 * variables if take == 2 else 0
                end = (1 + take) * variables
                runge_kutta(
                    room[begin : begin + variables],
                    share if take == 0 else share / 2.0,
                    constants,
                    i,
                    current,
                    conductance,
                    slope,
                    between,
                    room[end : end + variables],
                )
            error = _weighted_error(coarse, fine)
            if error <= TOLERANCE:
                done += share
                for k in range(variables):
                    state[k] = fine[k]
                if error <= TOLERANCE / 64:
                    share *= 2.0
            else:
                share /= 2.0
        if done < 1.0 or not is_sound(state):
            return False
        for k in range(variables):
            after[k, i] = state[k]
        return True

    return redone


@subroutine
def never_redone(
    before: NDArray[np.float64],
    after: NDArray[np.float64],
    constants: NDArray[np.float64],
    i: int,
    variables: int,
    current: float,
    conductance: float,
    room: NDArray[np.float64],
) -> bool:
    """Of models without finer steps: who strays is lost."""
    return False
