"""Process 0 runs a program, and tells the others what it does to simulations that all share."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from mpi4py import MPI

from engine.errors import EngineError
from engine.processes.mpi import MpiProcesses
from engine.processes.processes import BUILD
from engine.simulation import Simulation


class _Order(NamedTuple):
    """To make a simulation, or to call a method of one."""

    simulation: int
    method: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    present: tuple[int, ...]
    """The simulations that are still there; the others can be let go."""


class LeadingProcess(MpiProcesses):
    """Process 0: what it calls, the others call as well, until it lets them go."""

    def __init__(self, communicator: MPI.Intracomm = MPI.COMM_WORLD) -> None:
        super().__init__(communicator)
        self._numbers: WeakKeyDictionary[object, int] = WeakKeyDictionary()
        self._next = count()
        self.is_ordering = False
        """Whether they are at it, or were left there: then they can be told nothing more."""

    @contextmanager
    def ordering(self, owner: object, name: str, *args: Any, **kwargs: Any) -> Iterator[None]:
        if self.is_ordering:  # part of what they do already
            yield
            return
        number = self._numbers.setdefault(owner, next(self._next))
        self.is_ordering = True
        self.told(_Order(number, name, args, kwargs, tuple(self._numbers.values())))
        try:
            yield
        except EngineError:  # the others raise it as well, and go on
            self.is_ordering = False
            raise
        self.is_ordering = False

    def let_go(self) -> None:
        """Tell the others that nothing more is to be done."""
        self.told(None)


def follow(processes: MpiProcesses) -> None:
    """Do what process 0 says, until it lets go. Raises what it does not raise itself."""
    simulations: dict[int, Simulation] = {}
    while (order := processes.told()) is not None:
        for number in simulations.keys() - set(order.present):
            del simulations[number]
        with suppress(EngineError):  # all raise it, and process 0 says so
            if order.method == BUILD:
                network, threads = order.args
                made = Simulation(network, threads=threads, processes=processes)
                simulations[order.simulation] = made
            else:
                getattr(simulations[order.simulation], order.method)(*order.args, **order.kwargs)
