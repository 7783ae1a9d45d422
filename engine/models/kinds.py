"""What a step asks of neurons, whichever model they follow; only the models in use are compiled."""

from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
from numba.extending import overload
from numpy.typing import NDArray

from engine.models import (
    adaptive_exponential,
    hindmarsh_rose,
    hodgkin_huxley,
    izhikevich,
    leaky_integrate_and_fire,
    traub_miles,
)

KERNELS: dict[type[Any], ModuleType] = {
    adaptive_exponential.AdaptiveExponentialNeurons: adaptive_exponential,
    hindmarsh_rose.HindmarshRoseNeurons: hindmarsh_rose,
    hodgkin_huxley.HodgkinHuxleyNeurons: hodgkin_huxley,
    izhikevich.IzhikevichNeurons: izhikevich,
    leaky_integrate_and_fire.LeakyNeurons: leaky_integrate_and_fire,
    traub_miles.TraubMilesNeurons: traub_miles,
}
NEURONS: dict[str, type[Any]] = {module.MODEL.name: neurons for neurons, module in KERNELS.items()}
"""The arrays of each model, by the model's name."""


class Neurons(NamedTuple):
    """What the arrays of every model look like."""

    state: NDArray[np.float64]
    constants: NDArray[np.float64]


def integrate(
    neurons: Any,
    current: NDArray[np.float64],
    conductance: NDArray[np.float64],
    conducts: bool,
    low: int,
    high: int,
    now: int,
) -> None:
    """One step of neurons `low` to `high`; the current arrays begin with neuron `low`.

    conducts: whether a conductance can be other than zero.
    """
    KERNELS[type(neurons)].integrate(neurons, current, conductance, conducts, low, high, now)


def find_fired(neurons: Any, low: int, high: int, fired: NDArray[np.uint8]) -> None:
    """Mark who spiked in the step that was just taken."""
    KERNELS[type(neurons)].find_fired(neurons, low, high, fired)


def count_events(neurons: Any, low: int, high: int) -> int:
    """None if nobody spiked, or was lost, in the step that was just taken."""
    count: int = KERNELS[type(neurons)].count_events(neurons, low, high)
    return count


def reset(neurons: Any, i: int, now: int) -> None:
    """What a spike does to its own neuron."""
    KERNELS[type(neurons)].reset(neurons, i, now)


@overload(integrate, strict=False)
def _compiled_integrate(
    neurons: Any, current: Any, conductance: Any, conducts: Any, low: Any, high: Any, now: Any
) -> Any:
    return KERNELS[neurons.instance_class].integrate


@overload(find_fired, strict=False)
def _compiled_find_fired(neurons: Any, low: Any, high: Any, fired: Any) -> Any:
    return KERNELS[neurons.instance_class].find_fired


@overload(count_events, strict=False)
def _compiled_count_events(neurons: Any, low: Any, high: Any) -> Any:
    return KERNELS[neurons.instance_class].count_events


@overload(reset, strict=False)
def _compiled_reset(neurons: Any, i: Any, now: Any) -> Any:
    return KERNELS[neurons.instance_class].reset
