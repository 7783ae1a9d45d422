"""What is kept of a run: one neuron's trace, a bounded ring of columns for every neuron."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.errors import InvalidValueError, NetworkTooLargeError
from engine.runtime.outcome import NONE
from engine.validation import instance, whole_number

MAX_COLUMNS = 256
MIN_COLUMNS = 32
MAX_BYTES = 128_000_000
_BYTES_PER_CELL = 5
_MOST = 2**62
_NO_COLUMNS = np.empty((0, 0), np.float32)
_NO_MARKS = np.empty((0, 0), np.bool_)
_NOBODY = np.empty(0, np.int64)
_NO_SAMPLES = np.empty((0, 0, 0))


class ColumnHistory:
    """x of every neuron at the end of each column of so many steps, and who spiked within it.

    The ring holds 256 columns, fewer for networks so large that it would take over 128 MB.
    Raises InvalidValueError unless size and column_steps are whole numbers of at least 1.
    """

    def __init__(self, size: int, column_steps: int) -> None:
        size = whole_number("size", size, 1, 2**31 - 1)
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
        where nothing was recorded. Raises InvalidValueError for numbers below 0.
        """
        first = whole_number("first", first, 0, _MOST)
        rows = whole_number("rows", rows, 0, _MOST)
        ring, neurons = self._ring(step, columns), slice(first, first + rows)
        return self.x[ring, neurons].T.copy(), self.spiked[ring, neurons].T.copy()

    def window_of(
        self, step: int, neurons: NDArray[np.int64], columns: int
    ) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """As `window`, of these neurons in this order, all of which there are."""
        at = np.ix_(self._ring(step, columns), neurons)
        return self.x[at].T.copy(), self.spiked[at].T.copy()

    def _ring(self, step: int, columns: int) -> NDArray[np.int64]:
        """Where the last columns before `step` are."""
        step = whole_number("step", step, 0, _MOST)
        columns = min(whole_number("columns", columns, 0, _MOST), self.x.shape[0])
        newest = step // self.column_steps
        return np.arange(newest - columns, newest) % self.x.shape[0]


class Record(NamedTuple):
    """What is kept of the steps besides their spikes; empty arrays keep nothing."""

    trace: NDArray[np.float64]
    """Variables and input current of one neuron after each step, shape (steps, variables + 1)."""
    traced: int
    columns: NDArray[np.float32]
    """A ring of x of all neurons, shape (columns, neurons)."""
    spiked: NDArray[np.bool_]
    """Whether a neuron spiked within the column, shape (columns, neurons)."""
    column_steps: int
    sampled: NDArray[np.int64]
    """Positions of the neurons that are sampled."""
    samples: NDArray[np.float64]
    """As the trace, of each of them, shape (samples, neurons, most variables + 1)."""
    sample_steps: int
    """A step that this divides is sampled."""
    first_sample: int
    """How many such steps there were before those of `samples`."""


class Sampled(NamedTuple):
    """Those fields of a Record that say what is sampled."""

    positions: NDArray[np.int64] = _NOBODY
    room: NDArray[np.float64] = _NO_SAMPLES
    every: int = 1
    first: int = 0


def new_trace(steps: int, columns: int) -> NDArray[np.float64]:
    """Room for a trace. Raises NetworkTooLargeError if memory does not suffice."""
    try:
        return np.empty((steps, columns))
    except (MemoryError, ValueError) as error:
        raise NetworkTooLargeError(
            f"a trace of {steps} steps needs more memory than there is; advance in portions"
        ) from error


def require_history(history: ColumnHistory | None, size: int) -> None:
    """Raise InvalidValueError unless the history, if there is one, is of so many neurons."""
    if history is not None and instance("history", history, ColumnHistory).x.shape[1] != size:
        raise InvalidValueError(
            f"history must be of {size} neurons, as the network, not {history.x.shape[1]}"
        )


def record_of(
    trace: NDArray[np.float64],
    neuron: int | None,
    history: ColumnHistory | None,
    sampled: Sampled = Sampled(),  # noqa: B008 - it is never changed
) -> Record:
    """What a kernel is to keep: a neuron's trace, if there is one, columns, and samples."""
    traced = NONE if neuron is None else neuron
    if history is None:
        return Record(trace, traced, _NO_COLUMNS, _NO_MARKS, 1, *sampled)
    return Record(trace, traced, history.x, history.spiked, history.column_steps, *sampled)
