"""Current pulses that were injected and are not over yet."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FOREVER = 2**62


@dataclass(frozen=True, slots=True)
class Pulse:
    """An extra current until (not including) a step, for one neuron or (None) for all."""

    amplitude: float
    end_step: int
    neuron: int | None


class Pulses:
    """The pulses under way; they add up."""

    def __init__(self, under_way: Sequence[Pulse] = ()) -> None:
        self._pulses = list(under_way)

    @property
    def under_way(self) -> tuple[Pulse, ...]:
        """In the order in which they began, and in which they are added up."""
        return tuple(self._pulses)

    def add(self, pulse: Pulse) -> None:
        """Begin a pulse with the next step."""
        self._pulses.append(pulse)

    def next_end(self) -> int:
        """The step at which the first of them ends."""
        return min((pulse.end_step for pulse in self._pulses), default=FOREVER)

    def end_at(self, step: int) -> bool:
        """Drop the pulses that are over at `step`; whether there were any."""
        going_on = [pulse for pulse in self._pulses if pulse.end_step > step]
        ended = len(going_on) < len(self._pulses)
        self._pulses = going_on
        return ended

    def applied(self, base: float, size: int) -> NDArray[np.float64]:
        """Applied current of every neuron, shape (size,)."""
        current = np.full(size, base)
        for pulse in self._pulses:
            if pulse.neuron is None:
                current += pulse.amplitude
            else:
                current[pulse.neuron] += pulse.amplitude
        return current
