"""RecordedPotentials: the membrane potential of those neurons of which it was recorded."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.description.network import Network
from engine.recordings.recording import Recording, SampledVariable

MOST_COLUMNS = 1024
"""That are kept: four screens."""
MOST_AT_ONCE = 4_000_000
"""Values that are read in one piece; of more, row by row."""


class RecordedPotentials:
    """At the end of each column of so many steps, or where a column was last sampled."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._parts: list[tuple[SampledVariable, NDArray[np.int64]]] = []
        of_neurons: list[NDArray[np.int64]] = []
        for variable in recording.sampled.values():
            neurons = np.array(variable.neurons, np.int64)
            own = np.flatnonzero(_is_potential(recording.network, variable.name)[neurons])
            if own.size:
                self._parts.append((variable, own))
                of_neurons.append(neurons[own])
        self.neurons = np.concatenate(of_neurons) if of_neurons else np.empty(0, np.int64)
        """In the order of the values."""
        self._column_steps = 0
        self._kept: dict[int, NDArray[np.float32]] = {}

    def columns(self, first: int, end: int, column_steps: int) -> NDArray[np.float32]:
        """Values of columns from the first to before the end, NaN where there are none.

        Shape (columns, neurons).
        """
        if column_steps != self._column_steps or len(self._kept) + end - first > MOST_COLUMNS:
            self._column_steps = column_steps
            self._kept = {}
        missing = [column for column in range(first, end) if column not in self._kept]
        if missing:
            values = self._read(np.array(missing))
            self._kept.update(zip(missing, values, strict=True))
        rows = [self._kept[column] for column in range(first, end)]
        return np.array(rows, np.float32).reshape(end - first, self.neurons.size)

    def _read(self, columns: NDArray[np.int64]) -> NDArray[np.float32]:
        values = np.full((columns.size, self.neurons.size), np.nan, np.float32)
        at = 0
        for variable, own in self._parts:
            every, start = variable.every_steps, variable.first_sample
            # The last sample before the column's end, if that is within the column.
            rows = -(-(columns + 1) * self._column_steps // every) - 1 - start
            is_within = (rows + start) * every >= columns * self._column_steps
            known = is_within & (rows >= 0) & (rows < self._recording.sample_count)
            if known.any():
                read = self._rows(variable.name, rows[known], len(variable.neurons))
                values[known, at : at + own.size] = read[:, own]
            at += own.size
        return values

    def _rows(self, name: str, rows: NDArray[np.int64], width: int) -> NDArray[np.float64]:
        low, high = int(rows[0]), int(rows[-1]) + 1
        if (high - low) * width <= MOST_AT_ONCE:
            return self._recording.sample_rows(name, slice(low, high))[rows - low]
        each = [self._recording.sample_rows(name, slice(row, row + 1)) for row in rows.tolist()]
        return np.concatenate(each)


def _is_potential(network: Network, variable: str) -> NDArray[np.bool_]:
    """Of which neurons this variable is the membrane potential, shape (size,)."""
    populations: Sequence[bool] = [
        each.described_model.variables[0].name == variable for each in network.populations
    ]
    return np.repeat(populations, [each.size for each in network.populations])
