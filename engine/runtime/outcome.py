"""How a call of a step loop ended, and how much one may do."""

from typing import NamedTuple

from engine.numerics.jit import subroutine

SPIKES_PER_CALL = 16384
"""Room for spikes, at least; a call ends when it runs out."""
BOUNDLESS = 2**62
"""A budget for processes that share a network, so that none stops where others do not."""
NONE = -1
"""No neuron."""


class Outcome(NamedTuple):
    """How far a call came; the same for every thread.

    Kernels give its fields as a plain tuple: to make a named one numba calls Python, and an
    interrupt within it ends the process.
    """

    steps: int
    spikes: int
    failed: int
    """The neuron that no substep could save, or NONE."""
    synapses: int = 0
    """That spikes went along, about, where it is counted."""


def never() -> bool:
    """Do not end a call before all of its steps are taken."""
    return False


@subroutine
def earlier(one: int, other: int) -> int:
    """The lower of two neurons, either of which may be NONE."""
    if one == NONE:
        return other
    return one if other == NONE else min(one, other)
