"""From the order in which kernels count neurons, block after block, to that of the description."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Number = TypeVar("Number", np.float64, np.int64)


class Order:
    """numbers: the description's number of each neuron, in the order of kernels."""

    def __init__(self, numbers: NDArray[np.int64]) -> None:
        self._numbers = numbers
        self._is_same = bool((numbers == np.arange(numbers.size)).all())

    def number(self, position: int) -> int:
        """The description's number of the neuron that kernels have at this position."""
        return int(self._numbers[position])

    def position(self, number: int) -> int:
        """Where kernels have the neuron of this number."""
        return number if self._is_same else int(np.flatnonzero(self._numbers == number)[0])

    def positioned(self, values: NDArray[Number]) -> NDArray[Number]:
        """A value of each neuron, in the order of the description, in that of kernels."""
        return values if self._is_same else values[self._numbers]

    def numbered(
        self, steps: NDArray[np.int64], neurons: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Spikes by step and neuron, with the description's numbers and in their order."""
        if self._is_same:
            return steps, neurons
        numbers = self._numbers[neurons]
        order = np.lexsort((numbers, steps))
        return steps[order], numbers[order]
