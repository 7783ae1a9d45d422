"""Exceptions go from process to process whole."""

import copy
import pickle

import pytest

from engine import (
    CheckpointError,
    ClassicNetwork,
    InvalidValueError,
    Network,
    NetworkTooLargeError,
    Population,
    UnknownNameError,
    parse_network,
)
from engine.errors import EngineError, EngineLoadError


def raised():
    """Some of every kind that takes more than a message, and of every kind that does not."""
    yield UnknownNameError("model", "izikevich", ["izhikevich", "hodgkin-huxley"])
    for kind in (CheckpointError, EngineLoadError, NetworkTooLargeError, InvalidValueError):
        yield kind("what is wrong")
    for attempt in (
        lambda: parse_network("name = 3", "a.toml"),
        lambda: parse_network("name", "a.toml"),
        lambda: Network(name="", dt_ms=-1.0, populations=()),
        lambda: Population(name="a", size=1, model="a"),
        lambda: ClassicNetwork(size=0),
    ):
        with pytest.raises(EngineError) as caught:
            attempt()
        yield caught.value


@pytest.mark.parametrize("error", raised(), ids=lambda error: type(error).__name__)
@pytest.mark.parametrize(
    "again", [copy.copy, copy.deepcopy, lambda e: pickle.loads(pickle.dumps(e))]
)
def test_an_exception_is_the_same_after_pickling_and_copying(error, again):
    error.add_note("a note")
    copied = again(error)
    assert type(copied) is type(error)
    assert (str(copied), copied.args) == (str(error), error.args)
    assert vars(copied) == vars(error)
