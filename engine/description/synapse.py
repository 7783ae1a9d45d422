"""The kinds of synapse: what a spike does to its target."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from engine.description.quantities import DescriptionError, Path, require_number, take_numbers
from engine.limits import MAX_TAU_MS, MIN_TAU_MS
from engine.quoting import shown


@dataclass(frozen=True, slots=True)
class VoltageJump:
    """The membrane potential jumps by the weight."""

    kind: ClassVar[str] = "voltage-jump"


@dataclass(frozen=True, slots=True)
class CurrentStep:
    """A current of the weight's size for one time step."""

    kind: ClassVar[str] = "current-step"


@dataclass(frozen=True, slots=True)
class ExponentialCurrent:
    """A current that jumps by the weight and decays exponentially."""

    kind: ClassVar[str] = "exponential-current"
    tau_ms: float

    def __post_init__(self) -> None:
        take_numbers(self)


@dataclass(frozen=True, slots=True)
class AlphaCurrent:
    """A current weight (t / tau) exp(1 - t / tau): its peak is the weight, tau after the spike."""

    kind: ClassVar[str] = "alpha-current"
    tau_ms: float

    def __post_init__(self) -> None:
        take_numbers(self)


@dataclass(frozen=True, slots=True)
class ExponentialConductance:
    """A conductance that jumps by the weight and decays exponentially; current g (E - v)."""

    kind: ClassVar[str] = "exponential-conductance"
    tau_ms: float
    reversal_mV: float  # noqa: N815 - a unit

    def __post_init__(self) -> None:
        take_numbers(self)


@dataclass(frozen=True, slots=True)
class ClassicKernel:
    """The current weight 0.1 exp(-(t/A)^2) / (A sqrt(pi) t), A = 1/3 s, of the last spike alone."""

    kind: ClassVar[str] = "classic-kernel"


Synapse = (
    VoltageJump
    | CurrentStep
    | ExponentialCurrent
    | AlphaCurrent
    | ExponentialConductance
    | ClassicKernel
)
SYNAPSES: dict[str, type[Synapse]] = {
    kind.kind: kind
    for kind in (
        VoltageJump,
        CurrentStep,
        ExponentialCurrent,
        AlphaCurrent,
        ExponentialConductance,
        ClassicKernel,
    )
}


def is_one_of(value: object, kinds: Mapping[str, type[object]]) -> bool:
    """Whether the value is of one of the kinds; a kind itself, or its name, is not."""
    return isinstance(value, tuple(kinds.values()))


def require_synapse(path: Path, synapse: Synapse) -> None:
    """Raise DescriptionError for numbers that can't be, and for what is no synapse."""
    if not is_one_of(synapse, SYNAPSES):
        legal = ", ".join(kind.__name__ for kind in SYNAPSES.values())
        message = f"must be one of {legal}, not {shown(synapse)}"
        raise DescriptionError((*path, "synapse"), message)
    for key, low, high in (
        ("tau_ms", MIN_TAU_MS, MAX_TAU_MS),
        ("reversal_mV", -math.inf, math.inf),
    ):
        if hasattr(synapse, key):
            require_number((*path, key), getattr(synapse, key), low, high)
