"""How much memory a network needs, and how much there is."""

import os
import sys
from pathlib import Path

from engine.errors import NetworkTooLargeError
from engine.network import ClassicNetwork
from engine.tiles import padded

_SHARED_BYTES = 2 * 24 + 8 + 6 + 2 * 8 + 2 * 8
"""Per neuron: state twice, applied current, keys, spikes twice, room for spikes."""
_OWN_BYTES = 3 * 8 + 4
"""Per neuron and thread: last spike, spikes in two orders, their keys."""


def needed_bytes(network: ClassicNetwork, lags: int, threads: int) -> int:
    """Bytes that a simulation of the network allocates, the network's own arrays not counted."""
    size = network.size
    plain = size * (_SHARED_BYTES + threads * _OWN_BYTES)
    if network.weights is None:
        return plain + 4 * lags * padded(size)
    return plain + 8 * lags * padded(size) + 8 * size * size


def require_memory(network: ClassicNetwork, lags: int, threads: int) -> None:
    """Raise NetworkTooLargeError, saying how much is needed, if the network would not fit."""
    needed, free = needed_bytes(network, lags, threads), free_bytes()
    if free is not None and needed > free:
        raise NetworkTooLargeError(
            f"a network of {network.size} neurons needs {readable(needed)} of memory, "
            f"and {readable(free)} are free; choose a smaller size"
        )


def free_bytes() -> int | None:
    """Bytes that can be had without swapping; None where the platform does not tell."""
    if sys.platform == "linux":
        for line in Path("/proc/meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    if "SC_PHYS_PAGES" in getattr(os, "sysconf_names", {}):
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return None


def readable(count: float) -> str:
    """Bytes in the largest unit that leaves a number of at least 1."""
    for unit in ("bytes", "kB", "MB", "GB"):
        if count < 1000:
            return f"{count:.3g} {unit}"
        count /= 1000
    return f"{count:.4g} TB"
