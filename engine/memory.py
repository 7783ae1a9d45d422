"""How much memory a network needs, and how much there is."""

import os
import sys
from pathlib import Path

from engine.errors import NetworkTooLargeError
from engine.network import ClassicNetwork

_BYTES_PER_NEURON = 160
"""State twice, applied current, last spike, keys, scratch, room for spikes."""


def needed_bytes(network: ClassicNetwork, lags: int) -> int:
    """Bytes that a simulation of the network allocates, the network's own arrays not counted."""
    size = network.size
    if network.weights is None:
        return size * (_BYTES_PER_NEURON + 4 * lags)
    return size * (_BYTES_PER_NEURON + 8 * lags) + 8 * size * size


def require_memory(network: ClassicNetwork, lags: int) -> None:
    """Raise NetworkTooLargeError, saying how much is needed, if the network would not fit."""
    needed, free = needed_bytes(network, lags), free_bytes()
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
