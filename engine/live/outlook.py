"""Outlook: what a network would need and do in other sizes, about, before one is built."""

import math
from dataclasses import dataclass, replace

UNSURE = 2.0
"""How many times faster or slower than estimated a size may well be."""
LEAST_RATE_HZ = 1.0
"""A network that has just begun is not silent for ever."""


@dataclass(frozen=True, slots=True)
class Size:
    """The network in one size. neurons_s, arrivals_s: of a step, all threads together; the latter
    for each spike of a neuron in a second."""

    neurons: int
    bytes: int
    neurons_s: float
    arrivals_s: float


@dataclass(frozen=True, slots=True)
class Outlook:
    """Some sizes of a network, ascending; what lies between them is interpolated.

    free_bytes: None where it is not known. slower: than by the rule, as far as it was measured.
    """

    sizes: tuple[Size, ...]
    free_bytes: int | None
    dt_s: float
    rate_hz: float = LEAST_RATE_HZ
    slower: float = 1.0

    def bytes(self, neurons: int) -> float:
        """Memory that so many neurons need."""
        return self._between(neurons, [float(each.bytes) for each in self.sizes])

    def times_real_time(self, neurons: int) -> float:
        """How fast so many neurons would be, about, if each fired as often as now."""
        return self.dt_s / self._step_s(neurons)

    def range_of_speed(self, neurons: int) -> tuple[float, float]:
        """Between which speeds that is, as far as it can be said."""
        about = self.times_real_time(neurons)
        return about / UNSURE, about * UNSURE

    def measured(self, neurons: int, step_s: float, rate_hz: float) -> "Outlook":
        """The same, as far as a step of so many neurons was measured; step_s: 0.0 if it was not."""
        here = replace(self, rate_hz=max(rate_hz, LEAST_RATE_HZ), slower=1.0)
        if not step_s:
            return here
        return replace(here, slower=step_s / here._step_s(neurons))

    def _step_s(self, neurons: int) -> float:
        steps_s = [each.neurons_s + self.rate_hz * each.arrivals_s for each in self.sizes]
        return self.slower * self._between(neurons, steps_s)

    def _between(self, neurons: int, values: list[float]) -> float:
        """Interpolated as a power of the size, and beyond the ends as between the last two."""
        known = [each.neurons for each in self.sizes]
        above = next((k for k, size in enumerate(known) if size >= neurons), len(known) - 1)
        low, high = max(0, above - 1), max(1, above)
        if len(known) < 2:
            return values[0]
        share = math.log(neurons / known[low]) / math.log(known[high] / known[low])
        return float(values[low] * (values[high] / values[low]) ** share)
