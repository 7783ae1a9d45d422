"""How much memory the classic network needs."""

from engine.classic.network import ClassicNetwork
from engine.runtime.tiles import padded

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
