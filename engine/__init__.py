"""Networks of spiking neurons: describe one, simulate it, look at its spikes.

    from engine import ClassicNetwork, Simulation

    simulation = Simulation(ClassicNetwork(size=100, seed=7))
    spikes = simulation.advance(1000)

Names are loaded when they are first used, so that importing the package costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.choosing import ChosenNetwork as ChosenNetwork, chosen as chosen
    from engine.circuit.checkpoint import CircuitCheckpoint as CircuitCheckpoint
    from engine.circuit.simulation import CircuitSimulation as CircuitSimulation
    from engine.classic.checkpoint import Checkpoint as Checkpoint
    from engine.classic.network import ClassicNetwork as ClassicNetwork
    from engine.classic.neurons import DT_MS as DT_MS
    from engine.classic.simulation import Simulation as Simulation
    from engine.errors import (
        BusySimulationError as BusySimulationError,
        CheckpointError as CheckpointError,
        DivergenceError as DivergenceError,
        EngineError as EngineError,
        InvalidValueError as InvalidValueError,
        NetworkTooLargeError as NetworkTooLargeError,
        UnknownNameError as UnknownNameError,
    )
    from engine.networks.files import NetworkFileError as NetworkFileError
    from engine.networks.gallery import from_gallery as from_gallery
    from engine.networks.inputs import (
        ConstantCurrent as ConstantCurrent,
        CurrentPulses as CurrentPulses,
        NoiseCurrent as NoiseCurrent,
        PoissonSpikes as PoissonSpikes,
    )
    from engine.networks.listed import Listed as Listed
    from engine.networks.network import Network as Network, Resizing as Resizing
    from engine.networks.population import Population as Population
    from engine.networks.projection import (
        AllToAll as AllToAll,
        FixedInDegree as FixedInDegree,
        OneToOne as OneToOne,
        Pairwise as Pairwise,
        Projection as Projection,
    )
    from engine.networks.quantities import (
        DescriptionError as DescriptionError,
        Normal as Normal,
        Uniform as Uniform,
    )
    from engine.networks.reading import (
        load_network as load_network,
        parse_network as parse_network,
    )
    from engine.networks.synapse import (
        AlphaCurrent as AlphaCurrent,
        ClassicKernel as ClassicKernel,
        CurrentStep as CurrentStep,
        ExponentialConductance as ExponentialConductance,
        ExponentialCurrent as ExponentialCurrent,
        VoltageJump as VoltageJump,
    )
    from engine.networks.writing import network_text as network_text
    from engine.spikes import Spikes as Spikes

_HOMES = {
    "AllToAll": "engine.networks.projection",
    "AlphaCurrent": "engine.networks.synapse",
    "BusySimulationError": "engine.errors",
    "Checkpoint": "engine.classic.checkpoint",
    "CheckpointError": "engine.errors",
    "ChosenNetwork": "engine.choosing",
    "CircuitCheckpoint": "engine.circuit.checkpoint",
    "CircuitSimulation": "engine.circuit.simulation",
    "ClassicKernel": "engine.networks.synapse",
    "ClassicNetwork": "engine.classic.network",
    "ConstantCurrent": "engine.networks.inputs",
    "CurrentPulses": "engine.networks.inputs",
    "CurrentStep": "engine.networks.synapse",
    "DT_MS": "engine.classic.neurons",
    "DescriptionError": "engine.networks.quantities",
    "DivergenceError": "engine.errors",
    "EngineError": "engine.errors",
    "ExponentialConductance": "engine.networks.synapse",
    "ExponentialCurrent": "engine.networks.synapse",
    "FixedInDegree": "engine.networks.projection",
    "InvalidValueError": "engine.errors",
    "Listed": "engine.networks.listed",
    "Network": "engine.networks.network",
    "NetworkFileError": "engine.networks.files",
    "NetworkTooLargeError": "engine.errors",
    "NoiseCurrent": "engine.networks.inputs",
    "Normal": "engine.networks.quantities",
    "OneToOne": "engine.networks.projection",
    "Pairwise": "engine.networks.projection",
    "PoissonSpikes": "engine.networks.inputs",
    "Population": "engine.networks.population",
    "Projection": "engine.networks.projection",
    "Resizing": "engine.networks.network",
    "Simulation": "engine.classic.simulation",
    "Spikes": "engine.spikes",
    "Uniform": "engine.networks.quantities",
    "UnknownNameError": "engine.errors",
    "VoltageJump": "engine.networks.synapse",
    "chosen": "engine.choosing",
    "from_gallery": "engine.networks.gallery",
    "load_network": "engine.networks.reading",
    "network_text": "engine.networks.writing",
    "parse_network": "engine.networks.reading",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'engine' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(_HOMES)


__all__ = sorted(_HOMES)  # noqa: PLE0605
