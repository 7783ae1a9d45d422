"""RecordedRows: potentials and spikes of neurons in the columns before any step."""

import numpy as np
from numpy.typing import NDArray

from engine.recording.columns import MAX_COLUMNS
from engine.recordings.recording import Recording
from engine.replaying.recorded_potentials import RecordedPotentials
from engine.replaying.recorded_spikes import RecordedSpikes


class RecordedRows:
    """As `ColumnHistory` has them of a live run, but of columns of any width at any time."""

    def __init__(self, recording: Recording, spikes: RecordedSpikes) -> None:
        self._spikes = spikes
        self._size = recording.network.size
        self._potentials = RecordedPotentials(recording)

    @property
    def has_potentials(self) -> bool:
        """Whether they were recorded of any neuron."""
        return self._potentials.neurons.size > 0

    def before(
        self, step: int, neurons: NDArray[np.int64], columns: int, column_steps: int
    ) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """The last whole columns before a step, shape (neurons, columns) each.

        The potential is NaN where it was not recorded.
        """
        columns = min(columns, MAX_COLUMNS)
        end = step // column_steps
        row_of = np.full(self._size, -1, np.int32)
        row_of[neurons] = np.arange(neurons.size)
        x = np.full((neurons.size, columns), np.nan, np.float32)
        if self.has_potentials and columns:
            rows = row_of[self._potentials.neurons]
            values = self._potentials.columns(end - columns, end, column_steps)
            x[rows[rows >= 0]] = values.T[rows >= 0]
        return x, self._spiked(end, row_of, x.shape, column_steps)

    def _spiked(
        self, end: int, row_of: NDArray[np.int32], shape: tuple[int, ...], column_steps: int
    ) -> NDArray[np.bool_]:
        spiked = np.zeros(shape, np.bool_)
        first, last = (end - shape[1]) * column_steps, end * column_steps
        known = self._spikes.known_step(first, last)
        for steps, numbers in self._spikes.between(known, last):
            rows = row_of[numbers]
            own = rows >= 0
            spiked[rows[own], steps[own] // column_steps - (end - shape[1])] = True
        return spiked
