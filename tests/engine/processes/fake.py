"""Processes that are none: what each sees of the others is said beforehand."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import EngineError
from engine.kernels.arrays import PROCESS_COLUMNS, X_MORE_REQUESTS, X_REQUESTS, X_START, X_WAIT
from engine.processes.processes import Processes
from engine.processes.spike_buffers import SpikeBuffers

FIRST, MORE, WAIT = 1, 2, 3
"""Instead of requests, and of what waits for them."""


class FakeProcesses(Processes):
    """One of so many; others: what they add to each sum."""

    def __init__(
        self, rank: int, count: int, others: list[NDArray[np.int64]] | None = None
    ) -> None:
        super().__init__(rank, count)
        self._others = others or []

    def usable_cores(self) -> int:
        return 1

    def agree(self, error: EngineError | None) -> None:
        if error is not None:
            raise error

    def sum(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.sum([numbers, *self._others], axis=0)

    def sum_before(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.sum([np.zeros_like(numbers), *self._others[: self.rank]], axis=0)

    def sum_on_this_machine(self, number: int) -> int:
        return self.count * number

    def merged(self, array: Any) -> Any:
        return array

    def exchange_by(self, buffers: SpikeBuffers) -> NDArray[np.int64]:
        known = np.zeros(PROCESS_COLUMNS, np.int64)
        known[[X_REQUESTS, X_MORE_REQUESTS]] = FIRST, MORE
        known[X_WAIT] = WAIT
        return known[X_START:]
