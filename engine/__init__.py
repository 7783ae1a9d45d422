"""Networks of spiking neurons: describe one, simulate it, look at its spikes.

    from engine import ClassicNetwork, Simulation

    simulation = Simulation(ClassicNetwork(size=100, seed=7))
    spikes = simulation.advance(1000)

Names are loaded when they are first used, so that importing the package costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.checkpoint import Checkpoint as Checkpoint
    from engine.errors import (
        CheckpointError as CheckpointError,
        DivergenceError as DivergenceError,
        EngineError as EngineError,
        InvalidValueError as InvalidValueError,
        NetworkTooLargeError as NetworkTooLargeError,
        UnknownNameError as UnknownNameError,
    )
    from engine.models.hindmarsh_rose import DT_MS as DT_MS
    from engine.network import ClassicNetwork as ClassicNetwork
    from engine.simulation import Simulation as Simulation
    from engine.spikes import Spikes as Spikes

_HOMES = {
    "Checkpoint": "engine.checkpoint",
    "CheckpointError": "engine.errors",
    "ClassicNetwork": "engine.network",
    "DT_MS": "engine.models.hindmarsh_rose",
    "DivergenceError": "engine.errors",
    "EngineError": "engine.errors",
    "InvalidValueError": "engine.errors",
    "NetworkTooLargeError": "engine.errors",
    "Simulation": "engine.simulation",
    "Spikes": "engine.spikes",
    "UnknownNameError": "engine.errors",
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
