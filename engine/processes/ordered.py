"""Methods of a simulation that all processes must go through together."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from engine.processes.processes import Processes

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class SharedByProcesses(Protocol):
    """What several processes have a part of each."""

    _processes: Processes


Object = TypeVar("Object", bound=SharedByProcesses)


def in_all_processes(
    method: Callable[Concatenate[Object, Arguments], Result],
) -> Callable[Concatenate[Object, Arguments], Result]:
    """Let the others do the same, where this process tells them what to do."""

    @wraps(method)
    def ordered(self: Object, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        with self._processes.ordering(self, method.__name__, *args, **kwargs):
            return method(self, *args, **kwargs)

    return ordered
