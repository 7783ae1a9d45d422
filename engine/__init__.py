"""Networks of spiking neurons: describe one, simulate it, look at its spikes.

    from engine import ClassicNetwork, Simulation

    simulation = Simulation(ClassicNetwork(size=100, seed=7))
    spikes = simulation.advance(1000)

Names are loaded when they are first used, so that importing the package costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.checkpoints.checkpoint import CircuitCheckpoint as CircuitCheckpoint
    from engine.circuit_simulation import CircuitSimulation as CircuitSimulation
    from engine.classic.checkpoint import Checkpoint as Checkpoint
    from engine.classic.network import ClassicNetwork as ClassicNetwork
    from engine.classic.neurons import DT_MS as DT_MS
    from engine.classic.simulation import Simulation as Simulation
    from engine.description.inputs import (
        ConstantCurrent as ConstantCurrent,
        CurrentPulses as CurrentPulses,
        NoiseCurrent as NoiseCurrent,
        PoissonSpikes as PoissonSpikes,
    )
    from engine.description.listed import Listed as Listed
    from engine.description.network import Network as Network
    from engine.description.population import Population as Population
    from engine.description.projection import (
        AllToAll as AllToAll,
        FixedInDegree as FixedInDegree,
        OneToOne as OneToOne,
        PairwiseBernoulli as PairwiseBernoulli,
        Projection as Projection,
    )
    from engine.description.quantities import DescriptionError as DescriptionError
    from engine.description.resizing import Resizing as Resizing
    from engine.description.synapse import (
        AlphaCurrent as AlphaCurrent,
        ClassicKernel as ClassicKernel,
        CurrentStep as CurrentStep,
        ExponentialConductance as ExponentialConductance,
        ExponentialCurrent as ExponentialCurrent,
        VoltageJump as VoltageJump,
    )
    from engine.distributions.given import Given as Given
    from engine.distributions.normal import Normal as Normal
    from engine.distributions.uniform import Uniform as Uniform
    from engine.errors import (
        BusySimulationError as BusySimulationError,
        CheckpointError as CheckpointError,
        DivergenceError as DivergenceError,
        EngineError as EngineError,
        InvalidValueError as InvalidValueError,
        NetworkTooLargeError as NetworkTooLargeError,
        UnknownNameError as UnknownNameError,
    )
    from engine.gallery import from_gallery as from_gallery
    from engine.live.run_configuration import (
        RunConfiguration as RunConfiguration,
        run_configuration as run_configuration,
    )
    from engine.recording.spikes import Spikes as Spikes
    from engine.toml.files import NetworkFileError as NetworkFileError
    from engine.toml.reading import (
        load_network as load_network,
        parse_network as parse_network,
    )
    from engine.toml.writing import network_text as network_text

_HOMES = {
    "AllToAll": "engine.description.projection",
    "AlphaCurrent": "engine.description.synapse",
    "BusySimulationError": "engine.errors",
    "Checkpoint": "engine.classic.checkpoint",
    "CheckpointError": "engine.errors",
    "RunConfiguration": "engine.live.run_configuration",
    "CircuitCheckpoint": "engine.checkpoints.checkpoint",
    "CircuitSimulation": "engine.circuit_simulation",
    "ClassicKernel": "engine.description.synapse",
    "ClassicNetwork": "engine.classic.network",
    "ConstantCurrent": "engine.description.inputs",
    "CurrentPulses": "engine.description.inputs",
    "CurrentStep": "engine.description.synapse",
    "DT_MS": "engine.classic.neurons",
    "DescriptionError": "engine.description.quantities",
    "DivergenceError": "engine.errors",
    "EngineError": "engine.errors",
    "ExponentialConductance": "engine.description.synapse",
    "ExponentialCurrent": "engine.description.synapse",
    "FixedInDegree": "engine.description.projection",
    "Given": "engine.distributions.given",
    "InvalidValueError": "engine.errors",
    "Listed": "engine.description.listed",
    "Network": "engine.description.network",
    "NetworkFileError": "engine.toml.files",
    "NetworkTooLargeError": "engine.errors",
    "NoiseCurrent": "engine.description.inputs",
    "Normal": "engine.distributions.normal",
    "OneToOne": "engine.description.projection",
    "PairwiseBernoulli": "engine.description.projection",
    "PoissonSpikes": "engine.description.inputs",
    "Population": "engine.description.population",
    "Projection": "engine.description.projection",
    "Resizing": "engine.description.resizing",
    "Simulation": "engine.classic.simulation",
    "Spikes": "engine.recording.spikes",
    "Uniform": "engine.distributions.uniform",
    "UnknownNameError": "engine.errors",
    "VoltageJump": "engine.description.synapse",
    "run_configuration": "engine.live.run_configuration",
    "from_gallery": "engine.gallery",
    "load_network": "engine.toml.reading",
    "network_text": "engine.toml.writing",
    "parse_network": "engine.toml.reading",
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
