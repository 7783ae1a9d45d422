"""One thread at a time: what a simulation does and shows only while nobody else is at it."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from engine.errors import BusySimulationError

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class Shared(Protocol):
    """What several threads may have hold of."""

    _users: dict[object, None]
    """Calls that are under way, in the order in which they came."""


Object = TypeVar("Object", bound=Shared)


def exclusive(
    method: Callable[Concatenate[Object, Arguments], Result],
) -> Callable[Concatenate[Object, Arguments], Result]:
    """Refuse a call with BusySimulationError while another one is under way.

    Without a lock, and in one function: an interrupt may strike between any two calls, also right
    after a lock was acquired, and must not leave the simulation refused for ever.
    """

    @wraps(method)
    def alone(self: Object, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        me, users = object(), self._users
        try:
            users[me] = None
            if list(users)[0] is not me:  # noqa: RUF015 - in one segment, as other threads add theirs
                raise BusySimulationError(
                    "the simulation is in use by another call; let one thread at a time advance "
                    "it, read its state or set its current"
                )
            return method(self, *args, **kwargs)
        finally:
            users.pop(me, None)

    return alone
