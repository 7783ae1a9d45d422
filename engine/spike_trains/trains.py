"""Trains: when each neuron of a population spikes, in a few flat arrays."""

from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.description.quantities import DescriptionError, Path, require_number
from engine.errors import InvalidValueError
from engine.limits import LARGEST
from engine.quoting import shown
from engine.validation import float_array

FORM = "a list of times for each neuron such as [[1.5, 20.0], []]"


class Trains:
    """Private, read-only times of so many neurons, in ms, ascending for each of them.

    neurons, times_ms: shape (spikes,), by neuron and then time. Equal to other ones of the same
    times; hashes, pickles and copies.
    """

    __slots__ = ("neurons", "size", "times_ms")

    def __init__(self, neurons: NDArray[np.int64], times_ms: NDArray[np.float64], size: int):
        order = np.lexsort((times_ms, neurons))
        self.size = size
        self.neurons: NDArray[np.int64] = neurons[order]
        # Adding 0 makes -0.0 the 0.0 that it is equal to, so that they hash alike.
        self.times_ms: NDArray[np.float64] = times_ms[order] + 0.0
        self.neurons.flags.writeable = self.times_ms.flags.writeable = False

    @classmethod
    def of(cls, key: str, given: Any) -> "Trains":
        """A list of times for each neuron, or what is kept so already.

        Raises DescriptionError, naming the key, for anything else.
        """
        if isinstance(given, Trains):
            return given
        try:
            counts = [len(row) for row in given]
            times_ms = float_array(key, list(chain.from_iterable(given)))
        except (TypeError, InvalidValueError) as error:
            raise DescriptionError((key,), f"must be {FORM}, not {shown(given)}") from error
        if times_ms.shape != (sum(counts),):
            raise DescriptionError((key,), f"must be {FORM}, not {shown(given)}")
        return cls(np.repeat(np.arange(len(counts)), counts), times_ms, len(counts))

    def joined(self, other: "Trains") -> "Trains":
        """The spikes of both, of as many neurons."""
        neurons = np.concatenate((self.neurons, other.neurons))
        return Trains(neurons, np.concatenate((self.times_ms, other.times_ms)), self.size)

    def require(self, path: Path) -> None:
        """Raise DescriptionError for a time that is no number of at least 0."""
        is_wrong = ~((self.times_ms >= 0.0) & (self.times_ms <= LARGEST))
        if is_wrong.any():
            first = int(np.argmax(is_wrong))
            place = (*path, int(self.neurons[first]))
            require_number(place, float(self.times_ms[first]), 0.0)

    def tolist(self) -> list[list[float]]:
        """A list of times for each neuron."""
        ends = np.searchsorted(self.neurons, np.arange(self.size), side="right")
        return [part.tolist() for part in np.split(self.times_ms, ends[:-1])] if self.size else []

    def __len__(self) -> int:
        return self.size

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Trains):
            return NotImplemented
        return (
            self.size == other.size
            and np.array_equal(self.neurons, other.neurons)
            and np.array_equal(self.times_ms, other.times_ms)
        )

    def __hash__(self) -> int:
        return hash((self.size, self.neurons.tobytes(), self.times_ms.tobytes()))

    def __reduce__(self) -> tuple[Any, ...]:
        return Trains, (np.array(self.neurons), np.array(self.times_ms), self.size)

    def __repr__(self) -> str:
        return f"<{self.times_ms.size} spikes of {self.size} neurons>"
