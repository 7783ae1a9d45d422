"""What a simulation asks of the processes that share its network; one alone needs nobody."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.errors import EngineError
from engine.processes.spike_buffers import SpikeBuffers
from engine.runtime.threads import usable_cores

Value = TypeVar("Value")
Array = TypeVar("Array", bound=NDArray[Any])


class Processes(ABC):
    """All of them, seen from one. Each calls the same methods in the same order.

    rank: this one's number, from 0. count: how many there are.
    """

    def __init__(self, rank: int, count: int) -> None:
        self.rank, self.count = rank, count

    @contextmanager
    def ordering(self, owner: object, name: str, *args: Any, **kwargs: Any) -> Iterator[None]:
        """Within, do what others are told to do as well; see `engine.processes.orders`."""
        yield

    @abstractmethod
    def usable_cores(self) -> int:
        """Cores that this process may use, those of its machine divided by all that are there."""

    @abstractmethod
    def agree(self, error: EngineError | None) -> None:
        """Raise the first error that any of them has."""

    @abstractmethod
    def sum(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """Of all processes, element by element."""

    @abstractmethod
    def sum_before(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """Of those of lower rank."""

    @property
    def on_this_machine(self) -> str:
        """Whose memory `sum_on_this_machine` sums up, for a message."""
        return ""

    @abstractmethod
    def sum_on_this_machine(self, number: int) -> int:
        """Of the processes that share its memory."""

    @abstractmethod
    def merged(self, array: Array) -> Array:
        """An array of which each process has elements, and zero bits everywhere else."""

    @abstractmethod
    def exchange_by(self, buffers: SpikeBuffers) -> NDArray[np.int64]:
        """How kernels exchange what is in these, as the columns from X_START on."""


class Alone(Processes):
    """One process that has a network to itself."""

    def usable_cores(self) -> int:
        return usable_cores()

    def agree(self, error: EngineError | None) -> None:
        if error is not None:
            raise error

    def sum(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        return numbers

    def sum_before(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.zeros_like(numbers)

    def sum_on_this_machine(self, number: int) -> int:
        return number

    def merged(self, array: Array) -> Array:
        return array

    def exchange_by(self, buffers: SpikeBuffers) -> NDArray[np.int64]:
        raise AssertionError("there is nobody to exchange spikes with")


ALONE = Alone(0, 1)
BUILD = "build"
"""The order to make a simulation."""
