"""Neurons that spike when their population's `spikes` say so."""

import numpy as np
from numpy.typing import NDArray

from engine.limits import MAX_DT_MS
from engine.models.model import Kernel, Model, Values, Variable
from engine.numerics.jit import subroutine

SPIKE = 0
"""The row of the state; what says who spikes sets it late in the step, as potentials jump."""


@subroutine
def integrate(
    before: NDArray[np.float64],
    after: NDArray[np.float64],
    constants: NDArray[np.float64],
    current: NDArray[np.float64],
    conductance: NDArray[np.float64],
    low: int,
    high: int,
    now: int,
) -> None:
    """Nobody spikes yet."""
    spike = after[SPIKE, low:high]
    for i in range(spike.size):
        spike[i] = 0.0


@subroutine
def count_events(
    before: NDArray[np.float64],
    after: NDArray[np.float64],
    constants: NDArray[np.float64],
    low: int,
    high: int,
) -> int:
    """How many spike."""
    spike, events = after[SPIKE, low:high], 0
    for i in range(spike.size):
        events += spike[i] != 0.0
    return events


@subroutine
def has_spiked(
    before: NDArray[np.float64], after: NDArray[np.float64], constants: NDArray[np.float64], i: int
) -> bool:
    """Whether it spikes."""
    return bool(after[SPIKE, i] != 0.0)


@subroutine
def has_strayed(
    before: NDArray[np.float64], after: NDArray[np.float64], constants: NDArray[np.float64], i: int
) -> bool:
    """Nothing can lead it astray."""
    return False


@subroutine
def reset(after: NDArray[np.float64], constants: NDArray[np.float64], i: int, now: int) -> None:
    """The spike is to be seen until the next step."""


def constants(values: Values, dt_ms: float) -> NDArray[np.float64]:
    """None."""
    return np.empty((0, 1))


MODEL = Model(
    name="spike-source",
    title="spike source",
    equations="""\
no equations: spikes are given, or drawn with probability rate dt in each step
spike: 1 in the step of a spike, else 0""",
    spike="the population's `spikes` say so",
    integrator="spike trains",
    source="P. Dayan and L. F. Abbott, Theoretical Neuroscience (2001), section 1.4",
    dt_ms=0.1,
    max_dt_ms=MAX_DT_MS,
    current_unit="",
    conductance_unit=None,
    variables=(Variable("spike", "", "whether it spikes", 0.0, 0.0, 1.0, (0.0, 1.0)),),
    parameters=(),
    cell_types=(),
    constants=constants,
    kernel=Kernel(
        integrate=integrate,
        count_events=count_events,
        has_spiked=has_spiked,
        has_strayed=has_strayed,
        reset=reset,
        in_place=True,
    ),
    is_source=True,
)
