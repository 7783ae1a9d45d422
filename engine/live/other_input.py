"""What gives a population current besides what is applied to it."""

from engine.description.network import Network
from engine.description.projection import Projection
from engine.inputs.noise_current import NoiseCurrent
from engine.inputs.poisson_spikes import PoissonSpikes


def other_input(network: Network, population: str) -> str:
    """`synapses`, `noise`, both, or nothing. Voltage jumps are no current."""
    has_synapses = any(not each.synapse.acts_at_end for each in _onto(network, population))
    has_noise = any(
        isinstance(each, NoiseCurrent) and population in each.target for each in network.inputs
    )
    parts = [name for name, has in (("synapses", has_synapses), ("noise", has_noise)) if has]
    return " and ".join(parts)


def has_jumps(network: Network, population: str) -> bool:
    """Whether spikes let the potential of its neurons jump."""
    return any(each.synapse.acts_at_end for each in _onto(network, population))


def _onto(network: Network, population: str) -> list[Projection | PoissonSpikes]:
    """All that brings spikes to it."""
    synaptic: list[Projection | PoissonSpikes] = list(network.projections)
    synaptic += [each for each in network.inputs if isinstance(each, PoissonSpikes)]
    return [each for each in synaptic if population in each.target]
