"""A voltage jump."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import (
    N_FREE_FROM,
    N_OTHER,
    N_SIZE,
    N_STATE,
    N_STATE_ROWS,
    NOTHING,
    R_IS_FIXED,
    R_LATE,
    Receptors,
    read_neurons,
    read_own,
    read_receptors,
)
from engine.kernels.arrivals import arrive, slot_start
from engine.models.model import Model
from engine.numerics.jit import subroutine
from engine.numerics.matrices import matrix


@dataclass(frozen=True, slots=True)
class VoltageJump:
    """The membrane potential jumps by the weight."""

    kind: ClassVar[str] = "voltage-jump"
    needs_neuron: ClassVar[bool] = False
    stages: ClassVar[int] = 0
    is_conductance: ClassVar[bool] = False
    acts_by_last_spike: ClassVar[bool] = False
    acts_at_end: ClassVar[bool] = True

    def weight_unit(self, model: Model) -> str | None:
        """That of the membrane potential."""
        return model.variables[0].unit

    def charge_ms(self, dt_ms: float) -> float | None:
        """A jump is no current."""
        return None


def act(
    image: int, own: int, first: int, count: int, block: int, now: int, low: int, high: int
) -> int:
    """The potential jumps; late in the step, that of neurons which are not refractory alone."""
    neurons, receptors, scratch = read_neurons(image), read_receptors(image), read_own(own)
    row = neurons.layout[block]
    is_late = receptors.layout[first, R_LATE] != 0
    # Early jumps change the state before the step, late ones the state after it.
    is_other = (now & 1) == (0 if is_late else 1)
    at = row[N_STATE] + (row[N_OTHER] if is_other else 0)
    state = matrix(neurons.states, at, row[N_STATE_ROWS], row[N_SIZE])
    potential = state[0, low:high]
    if not is_late or row[N_FREE_FROM] == NOTHING:
        for r in range(first, first + count):
            arrive(receptors, r, now, low, high, potential, potential)
        return 0
    free_from = state[row[N_FREE_FROM], low:high]
    if count == 1 and receptors.layout[first, R_IS_FIXED] == 0:
        _jump_at_once(receptors, first, now, low, potential, free_from)
        return 0
    jump = scratch.jump[: high - low]
    for i in range(jump.size):
        jump[i] = 0.0
    for r in range(first, first + count):
        arrive(receptors, r, now, low, high, jump, jump)
    for i in range(jump.size):
        moved = potential[i] + jump[i]
        potential[i] = potential[i] if free_from[i] > now else moved
    return 0


@subroutine
def _jump_at_once(
    receptors: Receptors,
    r: int,
    now: int,
    low: int,
    potential: NDArray[np.float64],
    free_from: NDArray[np.float64],
) -> None:
    """What most networks need, in one pass."""
    begin = slot_start(receptors, r, now) + low
    arriving = receptors.store[begin : begin + potential.size]
    for i in range(potential.size):
        moved = potential[i] + arriving[i]
        potential[i] = potential[i] if free_from[i] > now else moved
        arriving[i] = 0.0
