"""How much memory a described network needs."""

from engine.classic.synapses import kernel_by_lag
from engine.connections.projection_blocks import Strand
from engine.description.network import Network
from engine.kernels.receptor_layout import ReceptorIndex
from engine.runtime.population_ranges import Place, block_sizes

_PER_NEURON = 21 * 8
"""State, constants, number, spikes of two steps and room for those of a call."""
_PER_NEURON_AND_THREAD = 2 * 8


def needed_bytes(
    network: Network,
    places: dict[str, Place],
    strands: list[Strand],
    receptors: ReceptorIndex,
    threads: int,
) -> dict[str, int]:
    """Bytes that a simulation allocates, about, by what they are for."""
    sizes, slots = block_sizes(places), max((strand.longest for strand in strands), default=1)
    needed = {"neurons": network.size * (_PER_NEURON + threads * _PER_NEURON_AND_THREAD)}
    needed["spikes under way"] = 0
    for block, synapse, _ in receptors:
        classic = synapse.kind == "classic-kernel"
        rows = kernel_by_lag(network.dt_ms).size if classic else slots + 4
        needed["spikes under way"] += 8 * rows * sizes[block]
        if classic:
            needed["spikes under way"] += threads * 12 * slots * network.size
    for strand in strands:
        part = f"projections[{strand.number}]"
        synapses = int(strand.synapses * strand.bytes_per_synapse)
        rows = 8 * threads * strand.source.population.size
        needed[part] = needed.get(part, 0) + synapses + rows
    return needed
