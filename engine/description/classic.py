"""Knowing the classic network by its description, so that it runs in the form made for it."""

from engine.description.inputs import ConstantCurrent
from engine.description.network import Network
from engine.description.projection import AllToAll
from engine.description.quantities import Uniform
from engine.description.synapse import ClassicKernel

STARTS = {"x": Uniform(-0.9, -0.7), "y": Uniform(-3.3, -3.1), "z": Uniform(4.2, 4.4)}


def classic_current(network: Network) -> float | None:
    """The applied current of a network that is the classic one; None if it is another."""
    if not len(network.populations) == len(network.projections) == len(network.inputs) == 1:
        return None
    population, projection = network.populations[0], network.projections[0]
    given = network.inputs[0]
    is_classic = (
        network.dt_ms == 10.0
        and population.model == "hindmarsh-rose"
        and population.cell_type in {None, "classic"}
        and population.toward is None
        and not population.parameters
        and dict(population.start) == STARTS
        and isinstance(projection.connect, AllToAll)
        and isinstance(projection.synapse, ClassicKernel)
        and projection.weight == Uniform(-1.0, 1.0)
        and projection.delay_ms in {None, 10.0}
        and projection.self_connections
    )
    return given.current if is_classic and isinstance(given, ConstantCurrent) else None
