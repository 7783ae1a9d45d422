"""Hearing of each kernel that was not kept and is compiled, which takes a while."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

_listeners: list[Callable[[], None]] = []


@contextmanager
def hearing_of_compiling(told: Callable[[], None]) -> Iterator[None]:
    """Call `told` before each kernel that is compiled meanwhile, in the thread that does so."""
    _listeners.append(told)
    try:
        yield
    finally:
        _listeners.remove(told)


def tell_of_compiling() -> None:
    """A kernel is about to be compiled."""
    for told in list(_listeners):
        told()
