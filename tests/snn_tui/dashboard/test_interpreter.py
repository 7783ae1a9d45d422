"""What is loaded for good is looked through by no collection, and garbage does not stay with it."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from snn_tui.dashboard.interpreter import keep_what_is_loaded


class Ring:
    """Refers to itself, so that only a collection frees it."""

    def __init__(self) -> None:
        self.myself = self


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_what_became_garbage_meanwhile_is_freed_the_next_time() -> None:
    rings = [Ring()]
    keep_what_is_loaded()
    seen = weakref.ref(rings.pop())
    gc.collect()
    assert seen() is not None
    keep_what_is_loaded()
    assert seen() is None
