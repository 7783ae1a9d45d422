"""What all tests share."""

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="module", autouse=True)
def _left_alone() -> Iterator[None]:
    """Let the collector of garbage pass over what earlier modules loaded and compiled.

    There are millions of such objects; looking at them again takes longer than many a test.
    """
    gc.collect()
    gc.freeze()
    yield
