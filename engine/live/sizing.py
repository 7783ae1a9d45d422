"""The outlook of a network: its memory by its layout, its speed by a rule for its parts."""

import math
from collections.abc import Iterator

from engine.connections.projection_blocks import ProjectionBlock
from engine.description.quantities import DescriptionError
from engine.live.outlook import Outlook, Size
from engine.live.run_configuration import RunConfiguration
from engine.runtime.layout import Layout
from engine.runtime.memory import free_memory
from engine.runtime.threads import counted_neurons, usable_cores, worthwhile

SIZES = [digit * 10**power for power in range(6) for digit in (1, 2, 5)] + [10**6]
NEURON_S = 10e-9
"""Of a step of a neuron, before anything was measured."""
ARRIVAL_S = {"plastic": 14e-9, "sparse": 2e-9}
"""Of a spike at a synapse."""
CACHED_BYTES = 3 * 2**20
DOUBLING_S = 20e-9
"""What a spike takes longer for each doubling of memory beyond that, times its synapses' delays.

Plastic synapses are walked delay by delay, each time somewhere else in memory.
"""
DENSE_ARRIVAL_S = 0.3e-9
"""The same where every neuron of a population is a target, one after the other in memory."""


def outlook_of(configuration: RunConfiguration) -> Outlook | None:
    """What can be said before any size is built; None for a network that has but one."""
    if configuration.network.resizing is None:
        return None
    sizes, free = tuple(_sizes(configuration)), free_memory()
    if not sizes:
        return None
    free_bytes = None if free is None else free.bytes
    return Outlook(sizes, free_bytes, configuration.network.dt_ms / 1000.0)


def _sizes(configuration: RunConfiguration) -> Iterator[Size]:
    for size in SIZES:
        try:
            network = configuration.network.resized(size, configuration.coupling)
            cores = configuration.threads or usable_cores()
            threads = worthwhile(cores, counted_neurons(network))
            layout = Layout(network, threads)
        except DescriptionError:
            continue
        needed_bytes = sum(layout.needed_bytes.values())
        arrivals_s = sum(_arrivals_s(block, needed_bytes) for block in layout.projection_blocks)
        yield Size(
            neurons=size,
            bytes=needed_bytes,
            neurons_s=size * NEURON_S / threads,
            arrivals_s=arrivals_s * network.dt_ms / 1000.0 / threads,
        )


def _arrivals_s(block: ProjectionBlock, needed_bytes: int) -> float:
    """What a spike of every source takes at all synapses, in a network of so much memory."""
    if block.storage == "plastic":
        walks = min(block.synapses, block.source.population.size * block.different_delays)
        doublings = max(0.0, math.log2(needed_bytes / CACHED_BYTES))
        return block.synapses * ARRIVAL_S["plastic"] + walks * doublings * DOUBLING_S
    if block.storage in ARRIVAL_S:
        return block.synapses * ARRIVAL_S[block.storage]
    return block.source.population.size * block.target.population.size * DENSE_ARRIVAL_S
