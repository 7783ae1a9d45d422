"""What all tests share."""

import gc
import signal
from collections.abc import Iterator

import pytest

# A shell that starts the tests in the background has them, and so what they start, ignore it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
# So has nohup, with this one. The tests go on ignoring it; what they start does not inherit that.
if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
    signal.signal(signal.SIGHUP, lambda *_: None)

# Screens and compilers make many objects that live for long. Looking at them as often as Python
# does by itself takes a fifth of the time of the tests of screens.
gc.set_threshold(20_000, 20, 20)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep a file's tests in one process, where they share compiled kernels, unless they say."""
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            file = item.nodeid.partition("::")[0]
            item.add_marker(pytest.mark.xdist_group(file))


@pytest.fixture(scope="session", autouse=True)
def _one_form_of_each_part() -> Iterator[None]:
    """Compile each part for vectors of 512 bits alone, where the CPU gains by these.

    The bits are the same (`engine/test_wide.py`), and both forms would take a tenth of the time of
    all tests.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.numerics.parts.FEWEST_FOR_WIDE", 0)
        yield


@pytest.fixture(scope="module", autouse=True)
def _left_alone() -> None:
    """Let the collector of garbage pass over what earlier modules loaded and compiled.

    There are millions of such objects; looking at them again takes longer than many a test.
    """
    gc.collect()
    gc.freeze()
