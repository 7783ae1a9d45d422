"""Compiling, on a small network, what a live simulation will call, while a screen can say so."""

from dataclasses import replace

import numpy as np

from engine.connections.all_to_all import AllToAll
from engine.connections.listed import Listed
from engine.connections.pairwise_bernoulli import PairwiseBernoulli
from engine.connections.projection_blocks import ProjectionBlock
from engine.description.network import Network
from engine.description.population import Population
from engine.description.projection import Projection
from engine.distributions.catalogue import Drawn
from engine.distributions.given import Given
from engine.inputs.catalogue import Input
from engine.inputs.constant_current import ConstantCurrent
from engine.inputs.current_pulses import CurrentPulses
from engine.inputs.reward import Reward
from engine.kernels.small_loop import MOST_NEURONS
from engine.live.run_configuration import RunConfiguration
from engine.live.weight_watch import WeightWatch
from engine.numerics.parts import FEWEST_FOR_WIDE
from engine.recording.columns import ColumnHistory
from engine.runtime.layout import Layout
from engine.spike_trains.given_spikes import GivenSpikes

Parts = set[tuple[str, ...]]
_warm: Parts = set()


def is_warm(configuration: RunConfiguration) -> bool:
    """Whether all parts of the network were compiled or loaded by this process."""
    return _parts(_sized(configuration)) <= _warm


def warm_up(configuration: RunConfiguration) -> None:
    """Compile, or load what was compiled once."""
    network = _small(_sized(configuration))
    simulation = replace(configuration, network=network, size=network.size, threads=1).build()
    simulation.advance_recorded(1, 0, ColumnHistory(network.size, 1))
    WeightWatch(simulation)
    for synapses in simulation.changing_synapses():
        synapses.onto(0)
    _warm.update(_parts(_sized(configuration)))


def _sized(configuration: RunConfiguration) -> Network:
    return configuration.network.resized(configuration.size, configuration.coupling)


def _parts(network: Network) -> Parts:
    """The kinds of all that the network is made of: what is compiled depends on these alone.

    A network that may have a loop of its own has nothing in common with any other.
    """
    kinds, size = _kinds(network), network.size
    if size > MOST_NEURONS:
        return kinds
    blocks = Layout(network, threads=1).projection_blocks
    is_late = any(block.longest > 0 for block in blocks)
    whole = (str(size < FEWEST_FOR_WIDE), str(len(blocks)), str(is_late))
    return {(*whole, *sorted(" ".join(kind) for kind in kinds))}


def _kinds(network: Network) -> Parts:
    conducts = any(projection.synapse.is_conductance for projection in network.projections)
    return {
        *(
            (f"model {name}", "alike" if alike else "any", str(conducts))
            for name, alike in _alike(network).items()
        ),
        *(
            (f"synapse {network.projections[number].synapse.kind}", connect, storage)
            for number, connect, storage in _storages(network)
        ),
        *((f"input {given.kind}",) for given in network.inputs),
        *((f"spikes {each.spikes.kind}",) for each in network.populations if each.spikes),
    }


def _alike(network: Network) -> dict[str, bool]:
    """Of each model, whether all neurons have the same parameters."""
    forms: dict[str, set[str]] = {}
    for each in network.populations:
        differ = each.toward is not None
        differ |= any(isinstance(value, Given | Drawn) for value in each.parameters.values())
        form = f"{each.cell_type} {sorted(each.parameters.items())}"
        # Two forms are not alike, nor are neurons of one that differ.
        forms.setdefault(each.model, set()).update([form, "differ"] if differ else [form])
    return {name: len(of_model) == 1 for name, of_model in forms.items()}


def _storages(network: Network) -> set[tuple[int, str, str]]:
    """Of each projection its number, its rule, and how its synapses are kept."""
    blocks = Layout(network, threads=1).projection_blocks
    return {(block.number, block.projection.connect.kind, _kept(block)) for block in blocks}


def _kept(block: ProjectionBlock) -> str:
    """How synapses are kept, and which part changes them if any does."""
    if not block.is_plastic:
        return block.storage
    return f"{block.storage} {block.plastic_kernel.variant} {block.weight_precision}"


def _small(network: Network) -> Network:
    """A network of the same parts, of two neurons a population, or of as many more as it takes to
    be simulated by the same loop and vectors."""
    missing = _fewest_like(network.size) - sum(min(2, each.size) for each in network.populations)
    small: dict[str, Population] = {}
    for each in network.populations:
        more = max(0, min(missing, each.size - 2))
        small[each.name] = _small_population(each, min(2, each.size) + more)
        missing -= more
    return replace(
        network,
        populations=list(small.values()),
        projections=[
            _small_projection(network.projections[number], storage, small)
            for number, _, storage in sorted(_storages(network))
        ],
        inputs=[_small_input(given) for given in network.inputs],
    )


def _fewest_like(size: int) -> int:
    """Of how many neurons a network must be at least to be simulated as one of so many."""
    return next((fewest for fewest in (MOST_NEURONS + 1, FEWEST_FOR_WIDE) if size >= fewest), 0)


def _small_population(population: Population, size: int) -> Population:
    given = {
        name: np.asarray(value.values)
        for name, value in population.parameters.items()
        if isinstance(value, Given)
    }
    # Of neurons that differ in what is given one by one, some that do.
    others = [np.flatnonzero(values != values[0]) for values in given.values()]
    other = next((int(where[0]) for where in others if where.size), population.size - 1)
    chosen = sorted([other, *[k for k in range(size) if k != other][: size - 1]])
    parameters = dict(population.parameters) | {
        name: Given(values[chosen]) for name, values in given.items()
    }
    start = {key: value for key, value in population.start.items() if not isinstance(value, Given)}
    spikes = population.spikes
    if isinstance(spikes, GivenSpikes):
        spikes = GivenSpikes([[0.0]] * len(chosen))
    return replace(population, size=size, parameters=parameters, start=start, spikes=spikes)


def _small_projection(
    projection: Projection, storage: str, small: dict[str, Population]
) -> Projection:
    connect = projection.connect
    weight = 0.0 if projection.weight is None else projection.weight
    if isinstance(connect, Listed):
        weights = (0.0,) if connect.gives_weights else ()
        connect = Listed([(0, 0)], weights, tuple(connect.delays_ms)[:1])
    elif not isinstance(connect, AllToAll):
        connect = PairwiseBernoulli(1.0)
    elif connect.weights is not None:
        shape = [small[names[0]].size for names in (projection.target, projection.source)]
        return replace(projection, connect=AllToAll(np.zeros(shape)), self_connections=True)
    elif storage.startswith("procedural"):
        connect = AllToAll(storage="procedural")
    elif storage.startswith("stored"):
        connect = AllToAll(storage="stored")
    return replace(projection, connect=connect, weight=weight, self_connections=True)


def _small_input(given: Input) -> Input:
    match given:
        case ConstantCurrent(current=Given()):
            return replace(given, current=0.0)
        case CurrentPulses():
            return replace(given, neurons=None)
        case Reward(pair=(_, _)):
            return replace(given, pair=(0, 0))
        case _:
            return given
