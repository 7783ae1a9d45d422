"""Spikes at given times."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.description.quantities import DescriptionError, Path
from engine.kernels.arrays import N_STATE, read_neurons, read_source_spikes
from engine.kernels.outside_arrays import SourceSpikes
from engine.limits import MAX_STEPS
from engine.numerics.jit import subroutine
from engine.numerics.parts import address_of
from engine.spike_trains.trains import Trains


@dataclass(frozen=True, slots=True)
class GivenSpikes:
    """Each neuron spikes at these times, rounded to the nearest step.

    times_ms: a list for each neuron, in any order; kept as Trains, sorted.

    Raises DescriptionError for what are no such lists.
    """

    kind: ClassVar[str] = "given"
    times_ms: Trains | Sequence[Sequence[float]]

    def __post_init__(self) -> None:
        object.__setattr__(self, "times_ms", Trains.of("times_ms", self.times_ms))

    @property
    def trains(self) -> Trains:
        """The times, as they are kept."""
        assert isinstance(self.times_ms, Trains)
        return self.times_ms

    def require(self, path: Path, size: int) -> None:
        """Raise DescriptionError unless there are legal times for each of so many neurons."""
        if len(self.trains) != size:
            message = f"needs times for each of the {size} neurons, not {len(self.trains)}"
            raise DescriptionError((*path, "times_ms"), message)
        self.trains.require((*path, "times_ms"))

    def require_dt(self, path: Path, dt_ms: float) -> None:
        """Raise DescriptionError for times beyond all steps, and for two within one."""
        trains, place = self.trains, (*path, "times_ms")
        if trains.times_ms.size and trains.times_ms.max() > MAX_STEPS * dt_ms:
            message = f"{trains.times_ms.max():g} ms is more than {MAX_STEPS} steps of {dt_ms:g} ms"
            raise DescriptionError(place, message)
        steps, neurons = self.steps(dt_ms), trains.neurons
        is_twice = (steps[1:] == steps[:-1]) & (neurons[1:] == neurons[:-1])
        if is_twice.any():
            first = int(np.argmax(is_twice))
            one, other = trains.times_ms[first : first + 2].tolist()
            raise DescriptionError(
                (*place, int(neurons[first])),
                f"{one:.15g} and {other:.15g} ms are in the same step of {dt_ms:g} ms, "
                "and a neuron spikes at most once a step: use a smaller dt_ms, or leave one out",
            )

    def steps(self, dt_ms: float) -> NDArray[np.int64]:
        """The step of each spike: the one whose time stamp is nearest."""
        return np.rint(self.trains.times_ms / dt_ms).astype(np.int64)


@subroutine
def first_spike(given: SourceSpikes, step: int, neuron: int) -> int:
    """Which is the first given spike that is not before this step, and in it this neuron."""
    low, high = 0, given.steps.size
    while low < high:
        middle = (low + high) >> 1
        at = given.steps[middle]
        is_before = at < step or (at == step and given.neurons[middle] < neuron)
        low, high = (middle + 1, high) if is_before else (low, middle)
    return low


def act(
    image: int, own: int, first: int, count: int, block: int, now: int, low: int, high: int
) -> int:
    """Let the neurons spike that do in this step; they are found anew, so that nothing is kept."""
    neurons, given = read_neurons(image), read_source_spikes(image)
    begin = neurons.layout[block, N_STATE]
    spike = neurons.states[begin + low : begin + high]
    for k in range(first_spike(given, now, low), given.steps.size):
        if given.steps[k] != now or given.neurons[k] >= high:
            break
        spike[given.neurons[k] - low] = 1.0
    return 0


def part() -> int:
    """The address of the part that acts, called as those of synapses."""
    return address_of(__name__, lambda: act)
