"""Currents that decay without being written in each step.

They are kept in a scale that decays in their stead: a current is what is kept times the scale of
the step, and what arrives is divided by that of the step from which on it acts. Once in a span of
steps, what is kept is taken to the present. To write what decays is a third of all that a step
moves in a network of many such neurons, of which few are reached in a step. Conductances are not
kept so: what they do takes longer than to write them.
"""

import math

from engine.kernels.arrays import R_VALUE, Receptors
from engine.numerics.jit import subroutine

SPAN = 64
"""Steps; a power of two."""
FASTEST = 0.5
"""By time constant, the longest step with which a scale is sure to stay a number of usual size: it
is e^-32 at the end of a span."""


def scales_of(dt_ms: float, tau_ms: float) -> list[float]:
    """The scales of all steps of a span."""
    return [math.exp(-k * dt_ms / tau_ms) for k in range(SPAN)]


@subroutine
def scale_at(receptors: Receptors, r: int, step: int) -> float:
    """What is kept of a receptor's values is to be multiplied by, in this step; else 1."""
    return float(receptors.scales[r * SPAN + step % SPAN])


@subroutine
def end_span(receptors: Receptors, r: int, now: int, low: int, high: int) -> None:
    """Take what is kept for neurons `low` to `high` to the next step, if a span begins with it."""
    if (now + 1) % SPAN == 0:
        at, factor = receptors.layout[r, R_VALUE], scale_at(receptors, r, now) * receptors.decay[r]
        kept = receptors.store[at + low : at + high]
        for i in range(kept.size):
            kept[i] *= factor
