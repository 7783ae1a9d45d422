"""A model of a dozen variables, each of which decays too fast for the step."""

import numpy as np

from engine.models.model import Kernel, Model, Variable
from engine.numerics.jit import subroutine

VARIABLES = 12
RATE = 50.0
"""Of decay, per step: an explicit step multiplies by 1 - 50."""


@subroutine
def integrate(before, after, constants, current, conductance, low, high, now):
    for k in range(VARIABLES):
        for i in range(low, high):
            after[k, i] = before[k, i] - RATE * before[k, i]


@subroutine
def count_events(before, after, constants, low, high):
    return high - low


@subroutine
def has_spiked(before, after, constants, i):
    return False


@subroutine
def has_strayed(before, after, constants, i):
    return abs(after[0, i]) > 1.0


@subroutine
def reset(after, constants, i, now):
    after[0, i] = 0.0


@subroutine
def derivative(state, constants, i, current, conductance, change):
    for k in range(VARIABLES):
        change[k] = -RATE * state[k]


MODEL = Model(
    name="large",
    title="a dozen variables",
    equations="dx/dt = -x / tau",
    spike="never",
    integrator="Euler",
    source="none",
    dt_ms=1.0,
    max_dt_ms=1.0,
    current_unit="",
    conductance_unit=None,
    variables=tuple(Variable(f"x{k}", "", "decays", float(k + 1)) for k in range(VARIABLES)),
    parameters=(),
    cell_types=(),
    constants=lambda values, dt_ms: np.zeros((1, 3)),
    kernel=Kernel(
        integrate=integrate,
        count_events=count_events,
        has_spiked=has_spiked,
        has_strayed=has_strayed,
        reset=reset,
        derivative=derivative,
    ),
)
