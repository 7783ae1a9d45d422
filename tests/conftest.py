"""What all tests share."""

import gc

import pytest


@pytest.fixture(scope="module", autouse=True)
def _left_alone() -> None:
    """Let the collector of garbage pass over what earlier modules loaded and compiled.

    There are millions of such objects; looking at them again takes longer than many a test.
    """
    gc.collect()
    gc.freeze()
