"""Samples: the variables of some neurons every so many steps of a run."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.errors import InvalidValueError, NetworkTooLargeError
from engine.validation import whole_number

MOST_NEURONS = 10_000
Values = NDArray[np.float64]


class Samples:
    """What `Simulation.advance_recorded` keeps of these neurons in each step that `every` divides.

    As a trace has it: a neuron's variables after the step and, behind them, its input current
    during the step, in rows of equal length that end with NaN where a model has fewer variables.
    Raises InvalidValueError unless every is a whole number of at least 1, and neurons are such from
    0 up, each once.
    """

    def __init__(self, neurons: Sequence[int], every: int = 1) -> None:
        self.neurons = tuple(whole_number("neurons", each, 0, 2**31 - 1) for each in neurons)
        self.every = whole_number("every", every, 1, 10**9)
        if not 0 < len(self.neurons) <= MOST_NEURONS or len(set(self.neurons)) < len(self.neurons):
            raise InvalidValueError(f"neurons must be 1 to {MOST_NEURONS}, each named once")
        self._parts: list[tuple[int, Values]] = []

    def first_row(self, step: int) -> int:
        """The number, counted from the start of the run, of the first sample from a step on."""
        return -(-step // self.every)

    def room(self, step: int, steps: int, columns: int) -> Values:
        """Where a call that begins at a step may put its samples, shape (rows, neurons, columns).

        Raises NetworkTooLargeError if memory does not suffice.
        """
        rows = self.first_row(step + steps) - self.first_row(step)
        try:
            return np.full((rows, len(self.neurons), columns), np.nan)
        except (MemoryError, ValueError) as error:
            raise NetworkTooLargeError(
                f"{rows} samples of {len(self.neurons)} neurons need more memory than there is; "
                "advance in portions"
            ) from error

    def keep(self, room: Values, step: int, steps: int) -> None:
        """Take what a call that began at a step, and took so many, has put there."""
        first = self.first_row(step)
        if rows := self.first_row(step + steps) - first:
            self._parts.append((first, room[:rows]))

    def take(self) -> tuple[int, Values]:
        """All since this was called before: the first row's number, shape (rows, neurons, ...)."""
        parts, self._parts = self._parts, []
        if not parts:
            return 0, np.empty((0, len(self.neurons), 0))
        return parts[0][0], np.concatenate([values for _, values in parts])
