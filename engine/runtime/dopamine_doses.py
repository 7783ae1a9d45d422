"""When dopamine is given: at the described times, and as a reward for what neurons did."""

import math
from bisect import insort
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.description.network import Network
from engine.distributions.catalogue import Distribution, bounds_of, drawn, in_steps
from engine.inputs.dopamine_doses import DopamineDoses
from engine.inputs.reward import Reward
from engine.limits import MAX_STEPS
from engine.numerics.keys import key_of
from engine.recording.spikes import Spikes
from engine.runtime.population_ranges import PopulationRange


class Dose(NamedTuple):
    """One that is to be given: in which step, by which input, and whether as a reward."""

    step: int
    given: int
    is_reward: bool


class Doses:
    """All that are to come; what neurons do may bring more."""

    def __init__(self, network: Network, population_ranges: dict[str, PopulationRange]) -> None:
        self._network = network
        self._coming: list[Dose] = []
        self._first: dict[int, int] = {}
        """Of each reward, the first neuron of its population, by number."""
        for number, given in enumerate(network.inputs):
            if isinstance(given, DopamineDoses):
                for time_ms in given.times_ms:
                    insort(self._coming, Dose(round(time_ms / network.dt_ms), number, False))
            if isinstance(given, Reward):
                self._first[number] = population_ranges[given.target[0]].first

    def taken(self, step: int) -> list[tuple[float, Sequence[str]]]:
        """Amounts and populations of all that are due at a step."""
        due = []
        while self._coming and self._coming[0].step <= step:
            given = self._network.inputs[self._coming.pop(0).given]
            assert isinstance(given, DopamineDoses | Reward)
            due.append((given.amount, given.target))
        return due

    def most_steps(self, step: int) -> int:
        """Steps that may be taken at once: to the next dose, and to the first that these bring."""
        most = self._coming[0].step - step if self._coming else MAX_STEPS
        for number in self._first:
            shortest = math.floor(bounds_of(self._delay_steps(number))[0])
            most = min(most, max(1, shortest))
        return most

    def see(self, spikes: Spikes, last_spike: NDArray[np.int64]) -> None:
        """Reward what is among these spikes; last_spike: of each neuron, before them."""
        for number, begin in self._first.items():
            given = self._network.inputs[number]
            assert isinstance(given, Reward)
            assert given.pair is not None
            first, second = (begin + neuron for neuron in given.pair)
            within = given.within_ms / self._network.dt_ms * (1 + 1e-12)
            latest = int(last_spike[first])
            for step, neuron in _of(spikes, (first, second)):
                if neuron == second and latest >= 0 and 0 < step - latest <= within:
                    insort(self._coming, Dose(step + self._drawn_delay(number, step), number, True))
                if neuron == first:
                    latest = step

    def kept(self) -> NDArray[np.int64]:
        """Rewards that are still to come, shape (rewards, 2)."""
        rewards = [(dose.step, dose.given) for dose in self._coming if dose.is_reward]
        return np.array(rewards, np.int64).reshape(-1, 2)

    def put_back(self, kept: NDArray[np.int64], step: int) -> None:
        """What is to come from a step on, with these rewards."""
        self._coming = [d for d in self._coming if d.step >= step and not d.is_reward]
        for at, number in kept.tolist():
            insort(self._coming, Dose(at, number, True))

    @property
    def rewards(self) -> tuple[int, ...]:
        """The numbers of inputs that reward."""
        return tuple(self._first)

    def _delay_steps(self, number: int) -> Distribution:
        given = self._network.inputs[number]
        assert isinstance(given, Reward)
        return in_steps(given.delay_ms, self._network.dt_ms)

    def _drawn_delay(self, number: int, step: int) -> int:
        key = key_of(self._network.seed, "reward", number, step)
        return max(1, round(float(drawn(key, self._delay_steps(number), 1)[0])))


def _of(spikes: Spikes, neurons: tuple[int, int]) -> list[tuple[int, int]]:
    """Steps and neurons of the spikes of these two, in the order of time."""
    chosen = np.isin(spikes.neuron, neurons)
    return list(zip(spikes.step[chosen].tolist(), spikes.neuron[chosen].tolist(), strict=True))
