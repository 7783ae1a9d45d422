"""Compiling, on a tiny network, what a live simulation will call, while a screen can say so."""

from engine.circuit_simulation import CircuitSimulation
from engine.classic.network import ClassicNetwork
from engine.classic.simulation import Simulation
from engine.connections.all_to_all import AllToAll
from engine.connections.pairwise_bernoulli import PairwiseBernoulli
from engine.description.network import Network
from engine.description.population import Population
from engine.description.projection import Projection
from engine.distributions.uniform import Uniform
from engine.live.run_configuration import RunConfiguration
from engine.recording.columns import ColumnHistory
from engine.synapses.voltage_jump import VoltageJump

CLASSIC, STEPS, SYNAPSES = "classic", "steps", "synapses"
"""Kernels that are compiled together; those of described networks are the same for all of them."""
_warm: set[str] = set()


def is_warm(choice: RunConfiguration) -> bool:
    """Whether all that the network calls was compiled or loaded by this process."""
    return _kernels(choice) <= _warm


def warm_up(choice: RunConfiguration) -> None:
    """Compile, or load what was compiled once."""
    needed = _kernels(choice)
    if CLASSIC in needed:
        simulation = Simulation(ClassicNetwork(size=1), threads=1)
        simulation.advance_recorded(1, 0, ColumnHistory(1, 1))
    else:
        tiny = _tiny(connected=SYNAPSES in needed)
        CircuitSimulation(tiny, threads=1).advance_recorded(1, 0, ColumnHistory(tiny.size, 1))
    _warm.update(needed)


def _kernels(choice: RunConfiguration) -> set[str]:
    """What the network calls."""
    if choice.network is None:
        return {CLASSIC}
    return {STEPS, SYNAPSES} if choice.network.projections else {STEPS}


def _tiny(*, connected: bool) -> Network:
    """One neuron, with rows and a matrix of synapses if it is to be connected."""
    projections = [
        Projection(
            source="cell",
            target="cell",
            synapse=VoltageJump(),
            weight=Uniform(0.0, 0.0),
            connect=connect,
        )
        for connect in (PairwiseBernoulli(1.0), AllToAll())
    ]
    return Network(
        name="tiny",
        dt_ms=0.1,
        populations=(Population(name="cell", size=1, model="izhikevich"),),
        projections=projections if connected else (),
    )
