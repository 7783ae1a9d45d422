"""Compiling, on a tiny network, what a live simulation will call, while a screen can say so."""

from dataclasses import replace

from engine.connections.all_to_all import AllToAll
from engine.connections.pairwise_bernoulli import PairwiseBernoulli
from engine.description.network import Network
from engine.description.population import Population
from engine.description.projection import Projection
from engine.distributions.given import Given
from engine.inputs.catalogue import Input
from engine.inputs.constant_current import ConstantCurrent
from engine.inputs.current_pulses import CurrentPulses
from engine.live.run_configuration import RunConfiguration
from engine.recording.columns import ColumnHistory

Parts = set[tuple[str, str]]
_warm: Parts = set()


def is_warm(configuration: RunConfiguration) -> bool:
    """Whether all parts of the network were compiled or loaded by this process."""
    return _parts(configuration.network) <= _warm


def warm_up(configuration: RunConfiguration) -> None:
    """Compile, or load what was compiled once."""
    tiny = _tiny(configuration.network)
    small = replace(configuration, network=tiny, size=tiny.size, threads=1)
    small.build().advance_recorded(1, 0, ColumnHistory(tiny.size, 1))
    _warm.update(_parts(configuration.network))


def _parts(network: Network) -> Parts:
    """The kinds of all that the network is made of: what is compiled depends on these alone."""
    return {
        *(("model", population.model) for population in network.populations),
        *(("synapse", projection.synapse.kind) for projection in network.projections),
        *(("connect", projection.connect.kind) for projection in network.projections),
        *(("input", given.kind) for given in network.inputs),
    }


def _tiny(network: Network) -> Network:
    """A network of the same parts, of two neurons a population."""
    return replace(
        network,
        populations=[_tiny_population(population) for population in network.populations],
        projections=[_tiny_projection(projection) for projection in network.projections],
        inputs=[_tiny_input(given) for given in network.inputs],
    )


def _tiny_population(population: Population) -> Population:
    parameters, start = (
        {name: value for name, value in given.items() if not isinstance(value, Given)}
        for given in (population.parameters, population.start)
    )
    size = min(2, population.size)  # two are alike only if all are
    return replace(population, size=size, parameters=parameters, start=start)


def _tiny_projection(projection: Projection) -> Projection:
    is_drawn = isinstance(projection.connect, AllToAll) and projection.connect.weights is None
    connect = projection.connect if is_drawn else PairwiseBernoulli(1.0)
    weight = 0.0 if projection.weight is None else projection.weight
    return replace(projection, connect=connect, weight=weight, self_connections=True)


def _tiny_input(given: Input) -> Input:
    match given:
        case ConstantCurrent(current=Given()):
            return replace(given, current=0.0)
        case CurrentPulses():
            return replace(given, neurons=None)
        case _:
            return given
