"""The leaky integrate-and-fire neuron, integrated exactly."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.models.model import FARTHEST, CellType, Model, Parameter, Values, Variable
from engine.numerics.exponential import exponential
from engine.numerics.jit import subroutine


class LeakyNeurons(NamedTuple):
    """State v and the step from which it is free again; constants as `constants` gives them.

    The constants are those of one neuron if they are the same for all: reading them again and
    again would take most of the time.
    """

    state: NDArray[np.float64]
    constants: NDArray[np.float64]


@subroutine
def integrate(
    neurons: LeakyNeurons,
    current: NDArray[np.float64],
    conductance: NDArray[np.float64],
    conducts: bool,
    low: int,
    high: int,
    now: int,
) -> None:
    """One step of neurons `low` to `high`; the current arrays begin with neuron `low`.

    A current, and a conductance if there is any, is constant over the step; so the step is exact.
    """
    alike = neurons.constants.shape[1] == 1
    if alike and not conducts:
        _alike(neurons, current, low, high, now)
    elif not conducts:
        _various(neurons, current, low, high, now)
    elif alike:
        _alike_conducting(neurons, current, conductance, low, high, now)
    else:
        _various_conducting(neurons, current, conductance, low, high, now)


@subroutine
def _alike(
    neurons: LeakyNeurons, current: NDArray[np.float64], low: int, high: int, now: int
) -> None:
    v, free_from = neurons.state[0, low:high], neurons.state[1, low:high]
    decay, rest, resistance = (
        neurons.constants[0, 0],
        neurons.constants[1, 0],
        neurons.constants[2, 0],
    )
    reset_to = neurons.constants[4, 0]
    for i in range(v.size):
        target = rest + resistance * current[i]
        free = target + (v[i] - target) * decay
        v[i] = reset_to if free_from[i] > now else free


@subroutine
def _various(
    neurons: LeakyNeurons, current: NDArray[np.float64], low: int, high: int, now: int
) -> None:
    v, free_from = neurons.state[0, low:high], neurons.state[1, low:high]
    decay, rest = neurons.constants[0, low:high], neurons.constants[1, low:high]
    resistance, reset_to = neurons.constants[2, low:high], neurons.constants[4, low:high]
    for i in range(v.size):
        target = rest[i] + resistance[i] * current[i]
        free = target + (v[i] - target) * decay[i]
        v[i] = reset_to[i] if free_from[i] > now else free


@subroutine
def _alike_conducting(
    neurons: LeakyNeurons,
    current: NDArray[np.float64],
    conductance: NDArray[np.float64],
    low: int,
    high: int,
    now: int,
) -> None:
    v, free_from = neurons.state[0, low:high], neurons.state[1, low:high]
    rest, resistance = neurons.constants[1, 0], neurons.constants[2, 0]
    reset_to, rate = neurons.constants[4, 0], neurons.constants[6, 0]
    for i in range(v.size):
        leak = 1.0 + resistance * conductance[i]
        target = (rest + resistance * current[i]) / leak
        free = target + (v[i] - target) * exponential(-rate * leak)
        v[i] = reset_to if free_from[i] > now else free


@subroutine
def _various_conducting(
    neurons: LeakyNeurons,
    current: NDArray[np.float64],
    conductance: NDArray[np.float64],
    low: int,
    high: int,
    now: int,
) -> None:
    v, free_from = neurons.state[0, low:high], neurons.state[1, low:high]
    rest, resistance = neurons.constants[1, low:high], neurons.constants[2, low:high]
    reset_to, rate = neurons.constants[4, low:high], neurons.constants[6, low:high]
    for i in range(v.size):
        leak = 1.0 + resistance[i] * conductance[i]
        target = (rest[i] + resistance[i] * current[i]) / leak
        free = target + (v[i] - target) * exponential(-rate[i] * leak)
        v[i] = reset_to[i] if free_from[i] > now else free


@subroutine
def find_fired(neurons: LeakyNeurons, low: int, high: int, fired: NDArray[np.uint8]) -> None:
    """Mark who reached the threshold."""
    v = neurons.state[0, low:high]
    if neurons.constants.shape[1] == 1:
        threshold = neurons.constants[3, 0]
        for i in range(v.size):
            fired[i] = v[i] >= threshold
        return
    thresholds = neurons.constants[3, low:high]
    for i in range(v.size):
        fired[i] = v[i] >= thresholds[i]


@subroutine
def count_events(neurons: LeakyNeurons, low: int, high: int) -> int:
    """How many reached the threshold, or are lost."""
    v = neurons.state[0, low:high]
    events = 0
    if neurons.constants.shape[1] == 1:
        threshold = neurons.constants[3, 0]
        for i in range(v.size):
            events += not ((v[i] < threshold) & (v[i] > -FARTHEST))
        return events
    thresholds = neurons.constants[3, low:high]
    for i in range(v.size):
        events += not ((v[i] < thresholds[i]) & (v[i] > -FARTHEST))
    return events


@subroutine
def reset(neurons: LeakyNeurons, i: int, now: int) -> None:
    """What a spike does to its own neuron."""
    own = 0 if neurons.constants.shape[1] == 1 else i
    neurons.state[0, i] = neurons.constants[4, own]
    neurons.state[1, i] = now + 1 + neurons.constants[5, own]


def constants(values: Values, dt_ms: float) -> NDArray[np.float64]:
    """Decay over a step, rest, resistance, threshold, reset, refractory steps, dt / tau."""
    rate = dt_ms / values["tau_m_ms"]
    return np.stack(
        [
            np.exp(-rate),
            values["rest_mV"],
            values["resistance_MOhm"],
            values["threshold_mV"],
            values["reset_mV"],
            np.rint(values["refractory_ms"] / dt_ms),
            rate,
        ]
    )


def starts(values: Values) -> dict[str, NDArray[np.float64]]:
    """v starts at rest."""
    return {"v": values["rest_mV"]}


def check(values: Values, dt_ms: float) -> str:
    """What is wrong with these parameters, or nothing."""
    if (values["reset_mV"] >= values["threshold_mV"]).any():
        return "reset_mV must be below threshold_mV"
    return ""


def averaged_current(
    values: Values, dt_ms: float, tau_ms: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The constant currents that take v over one step to where the decaying ones would."""
    rate = dt_ms / values["tau_m_ms"]
    apart = rate - dt_ms / tau_ms
    still = apart == 0.0
    mean = np.where(still, 1.0, np.expm1(apart) / np.where(still, 1.0, apart))
    constant = np.exp(-rate) * rate / -np.expm1(-rate)
    return constant * mean, constant * math.e * dt_ms / tau_ms * _mean_of_ramp(apart, mean)


def _mean_of_ramp(z: NDArray[np.float64], mean: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean of u exp(z u) for u from 0 to 1, given that of exp(z u)."""
    near = np.abs(z) < 0.1
    series = sum(z**k / (math.factorial(k) * (k + 2)) for k in range(11))
    return np.where(near, series, (np.exp(z) - mean) / np.where(near, 1.0, z))


MODEL = Model(
    name="leaky-integrate-and-fire",
    title="leaky integrate-and-fire",
    equations="""\
tau_m dv/dt = (rest - v) + resistance (I + sum_r g_r (E_r - v))   v: membrane potential, mV
at a spike: v = reset, held there for the refractory time""",
    spike="v >= threshold after a step",
    integrator="exact",
    source=(
        "L. Lapicque, Recherches quantitatives sur l'excitation electrique des nerfs traitee comme "
        "une polarisation, J. Physiol. Pathol. Gen. 9 (1907) 620-635; exact integration: S. Rotter "
        "and M. Diesmann, Biological Cybernetics 81 (1999) 381-402"
    ),
    dt_ms=0.1,
    max_dt_ms=10.0,
    current_unit="nA",
    conductance_unit="uS",
    variables=(Variable("v", "mV", "membrane potential", -70.0),),
    parameters=(
        Parameter("tau_m_ms", 20.0, 0.1, 1e4, "membrane time constant"),
        Parameter("rest_mV", -70.0, -200.0, 200.0, "resting potential"),
        Parameter("resistance_MOhm", 100.0, 1e-6, 1e6, "membrane resistance"),
        Parameter("threshold_mV", -50.0, -200.0, 200.0, "a spike is where v reaches it"),
        Parameter("reset_mV", -60.0, -1000.0, 200.0, "v after a spike"),
        Parameter("refractory_ms", 2.0, 0.0, 1e4, "how long v stays at reset"),
    ),
    cell_types=(
        CellType(
            "cortical",
            "a cortical cell as in the benchmarks of 2007",
            0.25,
            {
                "tau_m_ms": 20.0,
                "rest_mV": -60.0,
                "resistance_MOhm": 100.0,
                "threshold_mV": -50.0,
                "reset_mV": -60.0,
                "refractory_ms": 5.0,
            },
            "R. Brette et al., Journal of Computational Neuroscience 23 (2007) 349-398",
        ),
        CellType(
            "brunel",
            "the neuron of Brunel's network, potentials counted from rest",
            0.25,
            {
                "tau_m_ms": 20.0,
                "rest_mV": 0.0,
                "resistance_MOhm": 100.0,
                "threshold_mV": 20.0,
                "reset_mV": 10.0,
                "refractory_ms": 2.0,
            },
            "N. Brunel, Journal of Computational Neuroscience 8 (2000) 183-208",
        ),
    ),
    constants=constants,
    hidden=1,
    is_shared=True,
    starts=starts,
    check=check,
    averaged_current=averaged_current,
)
