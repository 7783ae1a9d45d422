"""Networks of spiking neurons: describe one, simulate it, look at its spikes.

    from engine import ClassicNetwork, Simulation

    simulation = Simulation(ClassicNetwork(size=100, seed=7))
    spikes = simulation.advance(1000)

Names are loaded when they are first used, so that importing the package costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.checkpoints.checkpoint import Checkpoint as Checkpoint
    from engine.connections.catalogue import *  # noqa: F403 - all kinds
    from engine.connections.synapse_file import load_synapses as load_synapses
    from engine.description.classic import ClassicNetwork as ClassicNetwork
    from engine.description.connectivity_matrix import ConnectivityMatrix as ConnectivityMatrix
    from engine.description.network import Network as Network
    from engine.description.population import Population as Population
    from engine.description.projection import Projection as Projection
    from engine.description.quantities import DescriptionError as DescriptionError
    from engine.description.resizing import Resizing as Resizing
    from engine.description.view import View as View
    from engine.distributions.catalogue import *  # noqa: F403 - all kinds
    from engine.errors import (
        BusySimulationError as BusySimulationError,
        CheckpointError as CheckpointError,
        DivergenceError as DivergenceError,
        EngineError as EngineError,
        InvalidValueError as InvalidValueError,
        NetworkTooLargeError as NetworkTooLargeError,
        RecordingError as RecordingError,
        UnknownNameError as UnknownNameError,
    )
    from engine.gallery import from_gallery as from_gallery
    from engine.inputs.catalogue import *  # noqa: F403 - all kinds
    from engine.live.run_configuration import (
        RunConfiguration as RunConfiguration,
        run_configuration as run_configuration,
    )
    from engine.plasticity.catalogue import *  # noqa: F403 - all kinds
    from engine.recording.spikes import Spikes as Spikes
    from engine.recordings.plan import RecordingPlan as RecordingPlan
    from engine.recordings.recorder import Recorder as Recorder
    from engine.recordings.recording import Recording as Recording
    from engine.simulation import Simulation as Simulation
    from engine.spike_trains.catalogue import *  # noqa: F403 - all kinds
    from engine.spike_trains.spike_file import load_spikes as load_spikes
    from engine.sweeps.library import sweep as sweep
    from engine.synapses.catalogue import *  # noqa: F403 - all kinds
    from engine.toml.files import NetworkFileError as NetworkFileError
    from engine.toml.reading import (
        load_network as load_network,
        parse_network as parse_network,
    )
    from engine.toml.writing import network_text as network_text

_HOMES = {
    "BusySimulationError": "engine.errors",
    "Checkpoint": "engine.checkpoints.checkpoint",
    "CheckpointError": "engine.errors",
    "RunConfiguration": "engine.live.run_configuration",
    "ClassicNetwork": "engine.description.classic",
    "ConnectivityMatrix": "engine.description.connectivity_matrix",
    "DescriptionError": "engine.description.quantities",
    "DivergenceError": "engine.errors",
    "EngineError": "engine.errors",
    "InvalidValueError": "engine.errors",
    "Network": "engine.description.network",
    "NetworkFileError": "engine.toml.files",
    "NetworkTooLargeError": "engine.errors",
    "Population": "engine.description.population",
    "Projection": "engine.description.projection",
    "Resizing": "engine.description.resizing",
    "Recorder": "engine.recordings.recorder",
    "Recording": "engine.recordings.recording",
    "RecordingError": "engine.errors",
    "RecordingPlan": "engine.recordings.plan",
    "Simulation": "engine.simulation",
    "Spikes": "engine.recording.spikes",
    "UnknownNameError": "engine.errors",
    "View": "engine.description.view",
    "run_configuration": "engine.live.run_configuration",
    "from_gallery": "engine.gallery",
    "load_network": "engine.toml.reading",
    "load_spikes": "engine.spike_trains.spike_file",
    "load_synapses": "engine.connections.synapse_file",
    "network_text": "engine.toml.writing",
    "parse_network": "engine.toml.reading",
    "sweep": "engine.sweeps.library",
}


_ROOMS = ("connections", "distributions", "inputs", "plasticity", "spike_trains", "synapses")
"""Of which each kind goes by its own name; their catalogues know them."""


def _kinds() -> dict[str, str]:
    """The homes of all kinds."""
    homes = (f"engine.{room}.catalogue" for room in _ROOMS)
    return {name: home for home in homes for name in import_module(home).__all__}


def __getattr__(name: str) -> Any:
    if name == "__all__":
        return __dir__()
    home = _HOMES.get(name)
    if home is None and name[:1].isupper():
        home = _kinds().get(name)
    if home is None:
        raise AttributeError(f"module 'engine' has no attribute {name!r}")
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({**_HOMES, **_kinds()})
