"""Excerpt: what of a recording is exported, gone through piece by piece."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.errors import RecordingError
from engine.numerics.time_stamps import time_ms
from engine.quoting import escaped, shown_path
from engine.recording.spikes import Spikes
from engine.recordings.recording import Recording

VALUES_AT_ONCE = 2**18


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A recording from the first step to before the end. told: of how many steps are done."""

    recording: Recording
    first_step: int
    end_step: int
    told: Callable[[int], None]

    @property
    def from_ms(self) -> float:
        """The time at which it begins."""
        return time_ms(self.first_step, self.recording.dt_ms)

    @property
    def to_ms(self) -> float:
        """The time up to which it goes."""
        return time_ms(self.end_step, self.recording.dt_ms)

    @property
    def spike_count(self) -> int:
        """How many spikes are in it."""
        return self.recording.count_spikes(self.first_step, self.end_step)

    @property
    def value_count(self) -> int:
        """How many values of variables are in it."""
        sampled = self.recording.sampled
        return sum(len(self.steps_of(name)) * len(sampled[name].neurons) for name in sampled)

    @property
    def names(self) -> list[str]:
        """Of the populations, in the order in which neurons are counted; nothing obeys them."""
        return [escaped(population.name) for population in self.recording.network.populations]

    @property
    def sizes(self) -> NDArray[np.int64]:
        """How many neurons each population has."""
        return np.array([population.size for population in self.recording.network.populations])

    @property
    def firsts(self) -> NDArray[np.int64]:
        """The first neuron of each population."""
        return np.cumsum(self.sizes) - self.sizes

    def population_of(self, neurons: NDArray[np.int64]) -> NDArray[np.int64]:
        """Which population each of these neurons is of."""
        return np.searchsorted(self.firsts, neurons, side="right") - 1

    def spikes(self) -> Iterator[Spikes]:
        """The spikes, some at a time."""
        done = self.first_step
        for spikes in self.recording.spike_pieces(self.first_step, self.end_step):
            yield spikes
            last = int(spikes.step[-1])
            self.told(last - done)
            done = last
        self.told(self.end_step - done)

    def steps_of(self, variable: str) -> range:
        """The steps after which a variable was sampled."""
        return self.recording.sample_steps(variable, self.first_step, self.end_step)

    def sampled_steps(self) -> range:
        """The steps after which variables were sampled; all of them, as they are at one time."""
        steps = {self.steps_of(name) for name in self.recording.sampled}
        if len(steps) != 1:
            name = shown_path(self.recording.path)
            raise RecordingError(f"{name}: its variables were sampled at different times")
        return steps.pop()

    def pieces(self, steps: range, width: int) -> Iterator[range]:
        """Steps that were sampled, as many at a time as are few values in so many columns."""
        rows = max(1, VALUES_AT_ONCE // max(1, width))
        for low in range(0, len(steps), rows):
            yield steps[low : low + rows]

    def table(self, variable: str, steps: range) -> NDArray[np.float64]:
        """A variable after these steps, shape (steps, neurons that it was sampled of)."""
        return self.recording.sample_table(variable, steps.start, steps.stop)
