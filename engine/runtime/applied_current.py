"""Current that is applied to neurons: the description's, that of its pulses, and a program's."""

import numpy as np

from engine.description.network import Network
from engine.kernels.arrays import Neurons
from engine.kernels.external_input import changes_of
from engine.kernels.neuron_blocks import note_common
from engine.limits import MAX_STEPS
from engine.runtime.neuron_order import Order
from engine.runtime.population_ranges import PopulationRange


class AppliedCurrent:
    """The sum of all three, in the array that kernels read."""

    def __init__(
        self,
        network: Network,
        population_ranges: dict[str, PopulationRange],
        neurons: Neurons,
        order: Order,
    ) -> None:
        self.extra = np.zeros(network.size)
        """A program's, by the description's numbers; to be followed by `apply`."""
        self._neurons, self._order = neurons, order
        self._described = neurons.applied.copy()
        self._changes = changes_of(network, population_ranges)
        self._pulsed = np.zeros(network.size)
        self._pulses = np.zeros(network.size, np.int64)

    def apply(self) -> None:
        """Let kernels see what is applied now."""
        pulsed, extra = self._order.positioned(self._pulsed), self._order.positioned(self.extra)
        self._neurons.applied[:] = self._described + pulsed + extra
        note_common(self._neurons)

    def pass_to(self, step: int) -> None:
        """Let the pulses begin and end that do at steps up to this one."""
        if self._pass_to(step):
            self.apply()

    @property
    def next_change(self) -> int | None:
        """The step at which the next pulse begins or ends, if one still does."""
        return self._changes[0].step if self._changes else None

    def most_steps(self, step: int) -> int:
        """Steps until then."""
        return MAX_STEPS if self.next_change is None else self.next_change - step

    def _pass_to(self, last: int) -> bool:
        is_due = False
        while self._changes and self._changes[0].step <= last:
            step, changed = self._changes[0].step, []
            while self._changes and self._changes[0].step == step:
                change = self._changes.pop(0)
                neurons = slice(change.first, change.first + change.count)
                self._pulsed[neurons] += change.current
                self._pulses[neurons] += change.pulses
                changed.append(neurons)
            # What is added and taken away again may leave a rounding.
            for neurons in changed:
                self._pulsed[neurons][self._pulses[neurons] == 0] = 0.0
            is_due = True
        return is_due
