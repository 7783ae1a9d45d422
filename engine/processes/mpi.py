"""Processes that MPI connects, by mpi4py: an extra, which is loaded where it is used."""

import ctypes
import os
from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np
from mpi4py import MPI
from numpy.typing import NDArray

from engine.errors import EngineError
from engine.kernels.arrays import (
    MESSAGE_WORDS,
    MORE_WORDS,
    PROCESS_COLUMNS,
    X_MORE_REQUESTS,
    X_REQUEST_COUNT,
    X_REQUESTS,
    X_START,
    X_STATUSES,
    X_WAIT,
)
from engine.processes.processes import Processes
from engine.processes.spike_buffers import SpikeBuffers
from engine.runtime.threads import usable_cores

MOST_PAIRS = 16
"""With more processes a message for each other one takes longer than one collective call."""
ADDRESS_BYTES = 8

Array = TypeVar("Array", bound=NDArray[Any])


class MpiProcesses(Processes):
    """The processes of a communicator, of which a copy is used, so that nobody else's messages
    come between.

    An error of MPI, as when one of them is gone, ends all.
    """

    def __init__(self, communicator: MPI.Intracomm = MPI.COMM_WORLD) -> None:
        super().__init__(communicator.Get_rank(), communicator.Get_size())
        self._all = communicator.Dup()
        self._all.Set_errhandler(MPI.ERRORS_ARE_FATAL)
        self._here = self._all.Split_type(MPI.COMM_TYPE_SHARED)
        self._kept: list[Any] = []
        """Requests and buffers must outlive every kernel that uses them."""

    def usable_cores(self) -> int:
        cores = frozenset(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None
        at_the_same = self._here.allgather(cores).count(cores)
        return max(1, usable_cores() // at_the_same)

    def told(self, value: Any = None) -> Any:
        """What process 0 tells all."""
        return self._all.bcast(value)

    def gathered(self, value: Any) -> list[Any]:
        """What each of them says."""
        return self._all.allgather(value)

    def agree(self, error: EngineError | None) -> None:
        found = [each for each in self._all.allgather(error) if each is not None]
        if found:
            raise found[0]

    def sum(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        total = np.empty_like(numbers)
        self._all.Allreduce(numbers, total)
        return total

    def sum_before(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        total = np.zeros_like(numbers)
        self._all.Exscan(numbers, total)
        return total if self.rank > 0 else np.zeros_like(numbers)

    @property
    def on_this_machine(self) -> str:
        count = self._here.Get_size()
        return f" in {count} processes" if count > 1 else f" in process {self.rank}"

    def sum_on_this_machine(self, number: int) -> int:
        return int(self._here.allreduce(number))

    def merged(self, array: Array) -> Array:
        whole = np.ascontiguousarray(array)
        self._all.Allreduce(MPI.IN_PLACE, [whole.reshape(-1).view(np.uint8), MPI.BYTE], MPI.BOR)
        return whole  # type: ignore[return-value]

    def exchange_by(self, buffers: SpikeBuffers) -> NDArray[np.int64]:
        first = self._requests(buffers.outgoing[:MESSAGE_WORDS], buffers.incoming)
        more = self._requests(buffers.more_outgoing[:MORE_WORDS], buffers.more_incoming)
        statuses = ctypes.create_string_buffer(MPI._sizeof(MPI.Status) * len(first))
        handles = [self._handles(requests) for requests in (first, more)]
        # The functions of the library that mpi4py itself was linked with.
        library = ctypes.CDLL(MPI.__file__)
        known = np.zeros(PROCESS_COLUMNS, np.int64)
        known[X_START] = ctypes.cast(library.MPI_Startall, ctypes.c_void_p).value or 0
        known[X_WAIT] = ctypes.cast(library.MPI_Waitall, ctypes.c_void_p).value or 0
        known[[X_REQUESTS, X_MORE_REQUESTS]] = [each.ctypes.data for each in handles]
        known[[X_REQUEST_COUNT, X_STATUSES]] = len(first), ctypes.addressof(statuses)
        self._kept += [buffers, first, more, statuses, handles]
        return known[X_START:]

    def _requests(
        self, outgoing: NDArray[np.uint16], incoming: NDArray[np.uint16]
    ) -> Sequence[MPI.Prequest]:
        """What sends to all, and receives from all."""
        pieces = incoming.reshape(self.count, -1)
        if self.count > MOST_PAIRS:
            return [self._all.Allgather_init(outgoing, pieces)]
        others = [rank for rank in range(self.count) if rank != self.rank]
        receiving = [self._all.Recv_init(pieces[rank], rank) for rank in others]
        return receiving + [self._all.Send_init(outgoing, rank) for rank in others]

    @staticmethod
    def _handles(requests: Sequence[MPI.Prequest]) -> NDArray[Any]:
        """The requests as MPI itself has them: addresses, or numbers of 32 bits."""
        is_address = MPI._sizeof(MPI.Request) == ADDRESS_BYTES
        handles = np.array([MPI._handleof(request) for request in requests], np.uint64)
        return handles if is_address else handles.astype(np.uint32)
