"""Exponential decays by whole numbers of steps.

e^(-n rate) is the product of one of 256 fine and one of 256 coarse factors: two loads instead of an
exponential function, within 2 units of the last place, and the same however far apart the steps
are. Beyond 65,535 steps it is computed.
"""

import numpy as np
from numpy.typing import NDArray

from engine.numerics.exponential import exponential
from engine.numerics.jit import subroutine

FINE = 256
TABLED = FINE * FINE
ROOM = 2 * FINE + 1
"""Elements of a table."""


def decay_table(tau_steps: float) -> NDArray[np.float64]:
    """Factors for a time constant in steps; 0 decays at once."""
    if tau_steps == 0.0:
        return np.zeros(ROOM)
    numbers = np.arange(FINE)
    fine, coarse = np.exp(-numbers / tau_steps), np.exp(-(FINE * numbers) / tau_steps)
    return np.concatenate([fine, coarse, [1.0 / tau_steps]])


@subroutine
def decayed(tables: NDArray[np.float64], at: int, steps: int) -> float:
    """What is left after so many steps of the table that begins there."""
    if steps < TABLED:
        return float(tables[at + (steps & (FINE - 1))] * tables[at + FINE + (steps >> 8)])
    return exponential(-steps * tables[at + 2 * FINE])
