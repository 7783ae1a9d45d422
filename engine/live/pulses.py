"""Current pulses that were injected: those under way, and the newest that there were."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FOREVER = 2**62
KEPT = 100
"""More than anybody gives by hand while a raster shows them."""


@dataclass(frozen=True, slots=True)
class Pulse:
    """An extra current from one step until (not including) another, for a neuron or (None) all."""

    amplitude: float
    start_step: int
    end_step: int
    neuron: int | None


class Pulses:
    """The pulses under way, which add up, and the newest of all."""

    def __init__(self, under_way: Sequence[Pulse] = ()) -> None:
        self._pulses = list(under_way)
        self._newest: deque[Pulse] = deque(under_way, maxlen=KEPT)

    @property
    def under_way(self) -> tuple[Pulse, ...]:
        """In the order in which they began, and in which they are added up."""
        return tuple(self._pulses)

    def add(self, pulse: Pulse) -> None:
        """Begin a pulse with the next step."""
        self._pulses.append(pulse)
        self._newest.append(pulse)

    def between(self, start: int, end: int) -> tuple[Pulse, ...]:
        """Those of the newest that lasted over a step from `start` until (not including) `end`."""
        return tuple(p for p in self._newest if p.start_step < end and p.end_step > start)

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
