"""The leaky integrate-and-fire neuron, integrated exactly."""

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.limits import FARTHEST
from engine.models.model import CellType, Kernel, Model, Parameter, Values, Variable
from engine.numerics.exponential import exponential
from engine.numerics.jit import subroutine

V, FREE_FROM = range(2)
"""Rows of the state: the potential, and the step from which it is free again."""
DECAY, REST, RESISTANCE, THRESHOLD, RESET, REFRACTORY, RATE = range(7)
"""Rows of the constants."""


@subroutine
def integrate_and_count_alike(
    before: NDArray[np.float64],
    state: NDArray[np.float64],
    constants: NDArray[np.float64],
    current: NDArray[np.float64],
    conductance: NDArray[np.float64],
    low: int,
    high: int,
    now: int,
) -> int:
    """One step of neurons that are alike, without conductances; exact.

    Not 0 if one reached the threshold, or is lost.
    """
    v, free_from = state[V, low:high], state[FREE_FROM, low:high]
    decay, rest = constants[DECAY, 0], constants[REST, 0]
    resistance, reset_to = constants[RESISTANCE, 0], constants[RESET, 0]
    threshold, is_quiet = constants[THRESHOLD, 0], True
    for i in range(v.size):
        target = rest + resistance * current[i]
        free = target + (v[i] - target) * decay
        new = reset_to if free_from[i] > now else free
        v[i] = new
        is_quiet &= (new < threshold) & (new > -FARTHEST)
    return 0 if is_quiet else 1


@subroutine
def integrate_without_conductance(
    before: NDArray[np.float64],
    state: NDArray[np.float64],
    constants: NDArray[np.float64],
    current: NDArray[np.float64],
    conductance: NDArray[np.float64],
    low: int,
    high: int,
    now: int,
) -> None:
    """One step without conductances; exact."""
    v, free_from = state[V, low:high], state[FREE_FROM, low:high]
    decay, rest = constants[DECAY, low:high], constants[REST, low:high]
    resistance, reset_to = constants[RESISTANCE, low:high], constants[RESET, low:high]
    for i in range(v.size):
        target = rest[i] + resistance[i] * current[i]
        free = target + (v[i] - target) * decay[i]
        v[i] = reset_to[i] if free_from[i] > now else free


@subroutine
def integrate_alike_conducting(
    before: NDArray[np.float64],
    state: NDArray[np.float64],
    constants: NDArray[np.float64],
    current: NDArray[np.float64],
    conductance: NDArray[np.float64],
    low: int,
    high: int,
    now: int,
) -> None:
    """One step of neurons that are alike; conductances are constant over it, so it is exact."""
    v, free_from = state[V, low:high], state[FREE_FROM, low:high]
    rest, resistance = constants[REST, 0], constants[RESISTANCE, 0]
    reset_to, rate = constants[RESET, 0], constants[RATE, 0]
    for i in range(v.size):
        leak = 1.0 + resistance * conductance[i]
        target = (rest + resistance * current[i]) / leak
        free = target + (v[i] - target) * exponential(-rate * leak)
        v[i] = reset_to if free_from[i] > now else free


@subroutine
def integrate(
    before: NDArray[np.float64],
    state: NDArray[np.float64],
    constants: NDArray[np.float64],
    current: NDArray[np.float64],
    conductance: NDArray[np.float64],
    low: int,
    high: int,
    now: int,
) -> None:
    """One step; current and conductance are constant over it, so it is exact."""
    v, free_from = state[V, low:high], state[FREE_FROM, low:high]
    rest, resistance = constants[REST, low:high], constants[RESISTANCE, low:high]
    reset_to, rate = constants[RESET, low:high], constants[RATE, low:high]
    for i in range(v.size):
        leak = 1.0 + resistance[i] * conductance[i]
        target = (rest[i] + resistance[i] * current[i]) / leak
        free = target + (v[i] - target) * exponential(-rate[i] * leak)
        v[i] = reset_to[i] if free_from[i] > now else free


@subroutine
def count_events(
    before: NDArray[np.float64],
    after: NDArray[np.float64],
    constants: NDArray[np.float64],
    low: int,
    high: int,
) -> int:
    """Not 0 if one reached the threshold, or is lost."""
    v, thresholds, is_quiet = after[V, low:high], constants[THRESHOLD, low:high], True
    for i in range(v.size):
        is_quiet &= (v[i] < thresholds[i]) & (v[i] > -FARTHEST)
    return 0 if is_quiet else 1


@subroutine
def count_events_alike(
    before: NDArray[np.float64],
    after: NDArray[np.float64],
    constants: NDArray[np.float64],
    low: int,
    high: int,
) -> int:
    """The same of neurons that are alike."""
    v, threshold, is_quiet = after[V, low:high], constants[THRESHOLD, 0], True
    for i in range(v.size):
        is_quiet &= (v[i] < threshold) & (v[i] > -FARTHEST)
    return 0 if is_quiet else 1


@subroutine
def has_spiked(
    before: NDArray[np.float64], after: NDArray[np.float64], constants: NDArray[np.float64], i: int
) -> bool:
    """Whether v reached the threshold."""
    return bool(after[V, i] >= constants[THRESHOLD, 0 if constants.shape[1] == 1 else i])


@subroutine
def has_strayed(
    before: NDArray[np.float64], after: NDArray[np.float64], constants: NDArray[np.float64], i: int
) -> bool:
    """Whether it is lost; an exact step can't be finer."""
    return not abs(after[V, i]) < FARTHEST


@subroutine
def reset(after: NDArray[np.float64], constants: NDArray[np.float64], i: int, now: int) -> None:
    """What a spike does to its own neuron."""
    own = 0 if constants.shape[1] == 1 else i
    after[V, i] = constants[RESET, own]
    after[FREE_FROM, i] = now + 1 + constants[REFRACTORY, own]


KERNEL = Kernel(
    integrate=integrate,
    count_events=count_events,
    has_spiked=has_spiked,
    has_strayed=has_strayed,
    reset=reset,
    in_place=True,
)
WITHOUT_CONDUCTANCE = replace(
    KERNEL, integrate=integrate_without_conductance, variant="without-conductance"
)
ALIKE = replace(
    KERNEL,
    integrate=integrate_and_count_alike,
    integrate_counts=True,
    count_events=count_events_alike,
    variant="alike",
    is_for_alike=True,
)
ALIKE_CONDUCTING = replace(
    ALIKE,
    integrate=integrate_alike_conducting,
    integrate_counts=False,
    variant="alike-conducting",
)


def special_kernel(constants: NDArray[np.float64], conducts: bool) -> Kernel | None:
    """One for what these neurons do without: reading the same constants again takes most time."""
    alike = bool((constants == constants[:, :1]).all())
    if alike:
        return ALIKE_CONDUCTING if conducts else ALIKE
    return None if conducts else WITHOUT_CONDUCTANCE


def constants(values: Values, dt_ms: float) -> NDArray[np.float64]:
    """What the kernel needs, rows as named above; RATE is dt / tau."""
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
    threshold=("v", "threshold_mV"),
    integrator="exact integration",
    source=(
        "L. Lapicque, Recherches quantitatives sur l'excitation electrique des nerfs traitee comme "
        "une polarisation, J. Physiol. Pathol. Gen. 9 (1907) 620-635; exact integration: S. Rotter "
        "and M. Diesmann, Biological Cybernetics 81 (1999) 381-402"
    ),
    dt_ms=0.1,
    max_dt_ms=10.0,
    current_unit="nA",
    conductance_unit="uS",
    variables=(
        Variable(
            "v", "mV", "membrane potential", -70.0, usual=("rest_mV", "reset_mV", "threshold_mV")
        ),
    ),
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
        CellType(
            "microcircuit",
            "the neuron of the cortical microcircuit: 250 pF",
            0.5,
            {
                "tau_m_ms": 10.0,
                "rest_mV": -65.0,
                "resistance_MOhm": 40.0,
                "threshold_mV": -50.0,
                "reset_mV": -65.0,
                "refractory_ms": 2.0,
            },
            "T. C. Potjans and M. Diesmann, Cerebral Cortex 24 (2014) 785-806",
        ),
    ),
    constants=constants,
    kernel=KERNEL,
    special_kernel=special_kernel,
    hidden=1,
    refractory_row=FREE_FROM,
    starts=starts,
    check=check,
    averaged_current=averaged_current,
    is_light=True,
)
