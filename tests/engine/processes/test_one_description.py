"""Processes that were given different networks share none."""

import hashlib
from dataclasses import replace

import numpy as np
import pytest

from engine import InvalidValueError, from_gallery
from engine.processes.one_description import HASH_BYTES, require_one_description
from engine.toml.writing import network_text
from tests.engine.processes.fake import FakeProcesses

NETWORK = from_gallery("brunel-2000-ai").resized(250)


def told(network):
    """What a process adds to the sum that was given this network."""
    digest = hashlib.sha256(network_text(network).encode()).digest()
    return np.array([int.from_bytes(digest[:HASH_BYTES])])


def test_the_same_network_is_fine():
    require_one_description(NETWORK, FakeProcesses(0, 3, [told(NETWORK), told(NETWORK)]))


def test_another_seed_is_another_network():
    other = replace(NETWORK, seed=NETWORK.seed + 1)
    with pytest.raises(InvalidValueError, match=r"network brunel-2000-ai of process 1 is not"):
        require_one_description(NETWORK, FakeProcesses(1, 2, [told(other)]))
