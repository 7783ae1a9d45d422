"""What all tests share."""

import gc
import signal

import pytest

if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    # Started in the background of a script; programs under test would be deaf to it as well.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="module", autouse=True)
def _left_alone() -> None:
    """Let the collector of garbage pass over what earlier modules loaded and compiled.

    There are millions of such objects; looking at them again takes longer than many a test.
    """
    gc.collect()
    gc.freeze()
