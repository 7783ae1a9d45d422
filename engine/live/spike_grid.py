"""SpikeGrid: how many spikes each group of neurons had in each of the last columns of time."""

import numpy as np
from numpy.typing import NDArray


class SpikeGrid:
    """Counts of so many whole columns, and of the one that is not over yet.

    group_of: of each neuron; `groups` itself is of neurons that nobody asks for, shape (neurons,).
    """

    def __init__(
        self, group_of: NDArray[np.int32], groups: int, columns: int, column_steps: int
    ) -> None:
        self._group_of = group_of
        self._groups = groups
        self._columns = columns
        self._column_steps = column_steps
        self._counts = np.zeros((columns + 1, groups + 1), np.int32)
        self._newest = 0

    def begin(self, column: int) -> None:
        """Let this be the newest column, of which nothing is counted yet."""
        self._counts[:] = 0
        self._newest = column

    def add(self, step: NDArray[np.int64], neuron: NDArray[np.integer]) -> None:
        """Count these spikes, which are in order, and no earlier than those before."""
        if not step.size:
            return
        width, ring = self._groups + 1, self._columns + 1
        last = int(step[-1]) // self._column_steps
        self.move_to(last)
        oldest = max(int(step[0]) // self._column_steps, last - self._columns)
        start = int(np.searchsorted(step, oldest * self._column_steps))
        place, columns = self._group_of[neuron[start:]], last - oldest + 1
        if columns > 1:
            place = place + (step[start:] // self._column_steps - oldest) * width
        counts = np.bincount(place, minlength=columns * width).reshape(columns, width)
        self._counts[np.arange(oldest, last + 1) % ring] += counts.astype(np.int32)

    def move_to(self, column: int) -> None:
        """Begin new columns up to this one."""
        ring = self._columns + 1
        first = max(self._newest, column - ring) + 1
        self._counts[np.arange(first, column + 1) % ring] = 0
        self._newest = max(self._newest, column)

    def whole_columns(self) -> NDArray[np.int32]:
        """The columns before the newest, never changed later, shape (groups, columns)."""
        ring = np.arange(self._newest - self._columns, self._newest) % (self._columns + 1)
        return self._counts[ring, : self._groups].T
