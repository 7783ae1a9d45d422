"""Whether processes that are to share a network were all given the same one."""

import hashlib

import numpy as np

from engine.description.network import Network
from engine.errors import InvalidValueError
from engine.processes.processes import Processes
from engine.toml.writing import network_text

HASH_BYTES = 4
"""So that the sum over any number of processes is exact."""


def require_one_description(network: Network, processes: Processes) -> None:
    """Raise InvalidValueError, in all processes, unless their descriptions are alike."""
    if processes.count == 1:
        return
    digest = hashlib.sha256(network_text(network).encode()).digest()
    own = int.from_bytes(digest[:HASH_BYTES])
    error = None
    # Where they differ, that is so in one of them at least, and all hear of it.
    if int(processes.sum(np.array([own]))[0]) != processes.count * own:
        error = InvalidValueError(
            f"network {network.name} of process {processes.rank} is not that of all others; "
            "let all processes describe the same"
        )
    processes.agree(error)
