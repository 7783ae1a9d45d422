"""A network that cannot be is refused with one clear sentence."""

import numpy as np
import pytest

from engine import (
    ClassicNetwork,
    EngineError,
    InvalidValueError,
    NetworkTooLargeError,
    Simulation,
    UnknownNameError,
)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"size": 0}, "size must be from 1 to 2147483647, not 0"),
        ({"size": -3}, "size must be from 1"),
        ({"size": 1.5}, "size must be a whole number, not 1.5"),
        ({"size": True}, "size must be a whole number"),
        ({"seed": -1}, "seed must be from 0"),
        ({"seed": 2**64}, "seed must be from 0"),
        ({"current": float("nan")}, "current must be finite, not nan"),
        ({"current": [1.0, 2.0]}, r"current must have shape \(10,\), not \(2,\)"),
        ({"current": "strong"}, "current must be numbers"),
        ({"size": 2, "current": [1.0, np.inf]}, r"current must be finite, but is inf at \[1\]"),
        ({"initial_state": [0, 0, 0]}, r"initial_state must have shape \(3, 10\)"),
        ({"size": 1, "initial_state": [[0], [np.nan], [0]]}, r"finite, but is nan at \[1, 0\]"),
        ({"size": 2, "weights": [[1.0]]}, r"weights must have shape \(2, 2\)"),
        ({"size": 1, "weights": [[-np.inf]]}, "weights must be finite"),
    ],
)
def test_bad_values(given, message):
    with pytest.raises(InvalidValueError, match=message):
        ClassicNetwork(**given)


def test_a_near_miss_is_told():
    with pytest.raises(
        UnknownNameError, match=r"unknown coupling 'scale'; did you mean 'scaled'\?"
    ):
        ClassicNetwork(coupling="scale")


def test_every_error_is_an_engine_error_and_a_builtin_one():
    assert issubclass(InvalidValueError, EngineError)
    assert issubclass(InvalidValueError, ValueError)
    assert issubclass(NetworkTooLargeError, MemoryError)


def test_a_network_that_would_not_fit_is_refused_with_the_figure():
    with pytest.raises(NetworkTooLargeError, match=r"needs [\d.]+ TB of memory, .* are free"):
        Simulation(ClassicNetwork(size=2_000_000_000))
