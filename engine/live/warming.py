"""Compiling, on tiny networks, what a live simulation will call, while a screen can say so."""

from dataclasses import replace

from engine.choosing import ChosenNetwork
from engine.circuit.simulation import CircuitSimulation
from engine.classic.network import ClassicNetwork
from engine.classic.simulation import Simulation
from engine.networks.network import Network
from engine.networks.projection import AllToAll, Pairwise
from engine.networks.quantities import Uniform
from engine.recording import ColumnHistory

_warm: set[tuple[str, ...]] = set()
CLASSIC: tuple[str, ...] = ()


def is_warm(choice: ChosenNetwork) -> bool:
    """Whether all that the network calls was compiled or loaded by this process."""
    return _kind(choice) in _warm


def warm_up(choice: ChosenNetwork) -> None:
    """Compile, or load what was compiled once."""
    if choice.network is None:
        simulation = Simulation(ClassicNetwork(size=1), threads=1)
        simulation.advance_recorded(1, 0, ColumnHistory(1, 1))
    else:
        tiny = _tiny(choice.network)
        CircuitSimulation(tiny, threads=1).advance_recorded(1, 0, ColumnHistory(tiny.size, 1))
    _warm.add(_kind(choice))


def _kind(choice: ChosenNetwork) -> tuple[str, ...]:
    """What kernels are made for: the models of the network's blocks."""
    if choice.network is None:
        return CLASSIC
    models = [population.model for population in choice.network.populations]
    return tuple(m for k, m in enumerate(models) if k == 0 or m != models[k - 1])


def _tiny(network: Network) -> Network:
    """A neuron of each population, with rows and a matrix of synapses where there are any."""
    populations = tuple(replace(population, size=1) for population in network.populations)
    projections = [
        replace(projection, connect=connect, weight=Uniform(0.0, 0.0))
        for projection in network.projections[:1]
        for connect in (Pairwise(1.0), AllToAll())
    ]
    return replace(
        network, populations=populations, projections=tuple(projections), inputs=(), resizing=None
    )
