"""What is kept of the membrane potentials: a bounded ring of columns for every neuron."""

import numpy as np
from numpy.typing import NDArray

from engine.network import whole_number

MAX_COLUMNS = 256
MIN_COLUMNS = 32
MAX_BYTES = 128_000_000
_BYTES_PER_CELL = 5


class ColumnHistory:
    """x of every neuron at the end of each column of so many steps, and who spiked within it.

    The ring holds 256 columns, fewer for networks so large that it would take over 128 MB.
    Raises InvalidValueError unless size and column_steps are whole numbers of at least 1.
    """

    def __init__(self, size: int, column_steps: int) -> None:
        whole_number("size", size, 1, 2**31 - 1)
        self.column_steps = whole_number("column_steps", column_steps, 1, 10**6)
        fitting = MAX_BYTES // (_BYTES_PER_CELL * size)
        columns = max(MIN_COLUMNS, min(MAX_COLUMNS, fitting))
        self.x = np.full((columns, size), np.nan, np.float32)
        self.spiked = np.zeros((columns, size), np.bool_)

    def window(
        self, step: int, first: int, rows: int, columns: int
    ) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """The last columns before `step` of neurons `first` and on, the newest last.

        Both arrays have shape (rows, columns) with no more of either than there are; x is NaN
        where nothing was recorded.
        """
        columns = min(columns, self.x.shape[0])
        newest = step // self.column_steps
        ring = np.arange(newest - columns, newest) % self.x.shape[0]
        neurons = slice(first, first + rows)
        return self.x[ring, neurons].T.copy(), self.spiked[ring, neurons].T.copy()
