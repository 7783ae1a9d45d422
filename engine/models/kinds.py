"""What a step asks of neurons, whichever model they follow: one branch for each model.

All models are compiled together, once, whatever networks follow: a kernel for each combination of
models would be compiled for each, again and again.
"""

from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from engine.models import (
    adaptive_exponential,
    hindmarsh_rose,
    hodgkin_huxley,
    izhikevich,
    leaky_integrate_and_fire,
    traub_miles,
)
from engine.models.adaptive_exponential import AdaptiveExponentialNeurons
from engine.models.hindmarsh_rose import HindmarshRoseNeurons
from engine.models.hodgkin_huxley import HodgkinHuxleyNeurons
from engine.models.izhikevich import IzhikevichNeurons
from engine.models.leaky_integrate_and_fire import LeakyNeurons
from engine.models.traub_miles import TraubMilesNeurons
from engine.numerics.jit import subroutine

(
    ADAPTIVE_EXPONENTIAL,
    HINDMARSH_ROSE,
    HODGKIN_HUXLEY,
    IZHIKEVICH,
    LEAKY,
    TRAUB_MILES,
) = range(6)
MODULES: dict[int, ModuleType] = {
    ADAPTIVE_EXPONENTIAL: adaptive_exponential,
    HINDMARSH_ROSE: hindmarsh_rose,
    HODGKIN_HUXLEY: hodgkin_huxley,
    IZHIKEVICH: izhikevich,
    LEAKY: leaky_integrate_and_fire,
    TRAUB_MILES: traub_miles,
}
NUMBERS: dict[str, int] = {module.MODEL.name: number for number, module in MODULES.items()}
"""The number of each model, by its name."""


@subroutine
def integrate(
    model: int,
    state: NDArray[np.float64],
    constants: NDArray[np.float64],
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
    if model == ADAPTIVE_EXPONENTIAL:
        adaptive_exponential.integrate(
            AdaptiveExponentialNeurons(state, constants),
            current,
            conductance,
            conducts,
            low,
            high,
            now,
        )
    elif model == HINDMARSH_ROSE:
        hindmarsh_rose.integrate(
            HindmarshRoseNeurons(state, constants), current, conductance, conducts, low, high, now
        )
    elif model == HODGKIN_HUXLEY:
        hodgkin_huxley.integrate(
            HodgkinHuxleyNeurons(state, constants), current, conductance, conducts, low, high, now
        )
    elif model == IZHIKEVICH:
        izhikevich.integrate(
            IzhikevichNeurons(state, constants), current, conductance, conducts, low, high, now
        )
    elif model == LEAKY:
        leaky_integrate_and_fire.integrate(
            LeakyNeurons(state, constants), current, conductance, conducts, low, high, now
        )
    elif model == TRAUB_MILES:
        traub_miles.integrate(
            TraubMilesNeurons(state, constants), current, conductance, conducts, low, high, now
        )


@subroutine
def find_fired(
    model: int,
    state: NDArray[np.float64],
    constants: NDArray[np.float64],
    low: int,
    high: int,
    fired: NDArray[np.uint8],
) -> None:
    """Mark who spiked in the step that was just taken; `fired` begins with neuron `low`."""
    if model == ADAPTIVE_EXPONENTIAL:
        adaptive_exponential.find_fired(
            AdaptiveExponentialNeurons(state, constants), low, high, fired
        )
    elif model == HINDMARSH_ROSE:
        hindmarsh_rose.find_fired(HindmarshRoseNeurons(state, constants), low, high, fired)
    elif model == HODGKIN_HUXLEY:
        hodgkin_huxley.find_fired(HodgkinHuxleyNeurons(state, constants), low, high, fired)
    elif model == IZHIKEVICH:
        izhikevich.find_fired(IzhikevichNeurons(state, constants), low, high, fired)
    elif model == LEAKY:
        leaky_integrate_and_fire.find_fired(LeakyNeurons(state, constants), low, high, fired)
    elif model == TRAUB_MILES:
        traub_miles.find_fired(TraubMilesNeurons(state, constants), low, high, fired)


@subroutine
def count_events(
    model: int,
    state: NDArray[np.float64],
    constants: NDArray[np.float64],
    low: int,
    high: int,
) -> int:
    """None if nobody spiked, or was lost, in the step that was just taken."""
    events = 0
    if model == ADAPTIVE_EXPONENTIAL:
        events = adaptive_exponential.count_events(
            AdaptiveExponentialNeurons(state, constants), low, high
        )
    elif model == HINDMARSH_ROSE:
        events = hindmarsh_rose.count_events(HindmarshRoseNeurons(state, constants), low, high)
    elif model == HODGKIN_HUXLEY:
        events = hodgkin_huxley.count_events(HodgkinHuxleyNeurons(state, constants), low, high)
    elif model == IZHIKEVICH:
        events = izhikevich.count_events(IzhikevichNeurons(state, constants), low, high)
    elif model == LEAKY:
        events = leaky_integrate_and_fire.count_events(LeakyNeurons(state, constants), low, high)
    elif model == TRAUB_MILES:
        events = traub_miles.count_events(TraubMilesNeurons(state, constants), low, high)
    return events


@subroutine
def reset(
    model: int,
    state: NDArray[np.float64],
    constants: NDArray[np.float64],
    i: int,
    now: int,
) -> None:
    """What a spike does to its own neuron."""
    if model == ADAPTIVE_EXPONENTIAL:
        adaptive_exponential.reset(AdaptiveExponentialNeurons(state, constants), i, now)
    elif model == HINDMARSH_ROSE:
        hindmarsh_rose.reset(HindmarshRoseNeurons(state, constants), i, now)
    elif model == HODGKIN_HUXLEY:
        hodgkin_huxley.reset(HodgkinHuxleyNeurons(state, constants), i, now)
    elif model == IZHIKEVICH:
        izhikevich.reset(IzhikevichNeurons(state, constants), i, now)
    elif model == LEAKY:
        leaky_integrate_and_fire.reset(LeakyNeurons(state, constants), i, now)
    elif model == TRAUB_MILES:
        traub_miles.reset(TraubMilesNeurons(state, constants), i, now)
