"""How much memory a network needs."""

from engine.connections.bundle_plan import BundlePlan
from engine.connections.last_spikes import FIXED
from engine.connections.projection_blocks import ProjectionBlock
from engine.description.network import Network
from engine.kernels.receptor_layout import ReceptorIndex
from engine.kernels.source_spikes import bytes_of_given_spikes
from engine.runtime.population_ranges import PopulationRange, block_sizes
from engine.runtime.shares import OwnShare
from engine.runtime.target_partition import segments_of
from engine.runtime.tiles import padded
from engine.synapses.classic_kernel import kernel_by_lag

_PER_NEURON = 22 * 8
"""State, constants, number, spikes of two steps and room for those of a call."""
_PER_NEURON_AND_THREAD = 2 * 8
_PER_TERMINAL = 2 * 4 + 2 * 8
"""Where its synapses begin, and room for its trace and for a spike that arrives and its cell."""
_SCALED_TRACES, _TRACES = 8 + 4, 6 * 8
"""Traces of presynaptic spikes at a terminal: of plain rules, and of others."""
_SHORT_TERM = 3 * 8
_PER_POSTSYNAPTIC = 3 * 8 + 4


def needed_bytes(
    network: Network,
    population_ranges: dict[str, PopulationRange],
    projection_blocks: list[ProjectionBlock],
    bundles: list[BundlePlan],
    receptors: ReceptorIndex,
    share: OwnShare,
) -> dict[str, int]:
    """Bytes that a simulation allocates, about, by what they are for."""
    threads = share.threads
    sizes, slots = (
        block_sizes(population_ranges),
        1 + max((projection_block.longest for projection_block in projection_blocks), default=0),
    )
    needed = {"neurons": network.size * (_PER_NEURON + threads * _PER_NEURON_AND_THREAD)}
    needed["given spikes"] = bytes_of_given_spikes(network)
    needed["spikes under way"] = 0
    spans = {plan.key: plan.span for plan in bundles}
    for key in receptors:
        # Of bundles, room for a power of two of neurons in each step of a span.
        each = 2 * 4 * spans[key] + 8 * 4 if key in spans else 8 * (slots + 4)
        own = share.of_block(key.block)
        neurons = own.stop - own.start if key in spans else sizes[key.block]
        needed["spikes under way"] += each * neurons
    waits = max((plan.latest + 2 for plan in bundles), default=0)
    needed["spikes under way"] += 4 * waits * network.size
    segments = segments_of(share.parts).shape[1] - 1
    for plan in bundles:
        part = f"projections[{plan.projection_blocks[0].number}]"
        needed[part] = needed.get(part, 0) + 4 * segments * plan.sources * plan.delays
    for projection_block in projection_blocks:
        if projection_block.is_last_spike:
            lags, each = (
                kernel_by_lag(network.dt_ms).size,
                4 if projection_block.storage in FIXED else 8,
            )
            needed["spikes under way"] += (
                each * lags * padded(_size(share.of_population(projection_block.target)))
            )
            entries = projection_block.source.population.size * projection_block.different_delays
            needed["spikes under way"] += threads * 28 * entries + 4 * slots * network.size
    for projection_block in projection_blocks:
        part = f"projections[{projection_block.number}]"
        synapses = int(_own_synapses(projection_block, share) * projection_block.bytes_per_synapse)
        sources, rows = projection_block.source.population.size, 0
        if projection_block.storage == "sparse" and projection_block.unit is None:
            rows = 8 * threads * sources
        if projection_block.is_plastic:
            rows = threads * _bytes_of_terminals(projection_block)
            rows += _PER_POSTSYNAPTIC * projection_block.target.population.size
            slots_of_history = projection_block.longest + 2
            rows += 4 * slots_of_history * network.size
        needed[part] = needed.get(part, 0) + synapses + rows
    return needed


def _own_synapses(projection_block: ProjectionBlock, share: OwnShare) -> float:
    """How many of them are in this process, about; matrices are whole in each."""
    if projection_block.storage != "sparse" and not projection_block.is_plastic:
        return projection_block.synapses
    own = _size(share.of_population(projection_block.target))
    return projection_block.synapses * own / projection_block.target.population.size


def _size(own: slice) -> int:
    return int(own.stop - own.start)


def _bytes_of_terminals(projection_block: ProjectionBlock) -> int:
    """What a thread knows of presynaptic spikes where synapses change."""
    sources = projection_block.source.population.size
    kernel, each = projection_block.plastic_kernel, _PER_TERMINAL
    releases = projection_block.projection.short_term is not None
    each += _SCALED_TRACES if kernel.is_scaled else 0
    each += _TRACES if releases or not kernel.is_plain else 0
    each += _SHORT_TERM if releases else 0
    return each * sources * projection_block.different_delays
