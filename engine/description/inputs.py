"""What comes from outside: currents, noise, Poisson spikes, pulses."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from engine.description.kept import kept_names, kept_tuple
from engine.description.quantities import (
    DescriptionError,
    Path,
    is_whole,
    own_number,
    own_whole,
    require_number,
    require_whole,
    take_numbers,
)
from engine.description.synapse import Synapse, require_synapse
from engine.distributions.given import Given
from engine.limits import MAX_EVENTS_PER_STEP, MAX_POISSON_SOURCES
from engine.quoting import shown


@dataclass(frozen=True, slots=True, kw_only=True)
class _Targeted:
    """target: names of populations, kept as a tuple; a single one needs none."""

    target: Sequence[str]

    def __post_init__(self) -> None:
        take_numbers(self)
        object.__setattr__(self, "target", kept_names(("target",), self.target))


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstantCurrent(_Targeted):
    """A constant current into every neuron: the same, or one for each of the population."""

    kind: ClassVar[str] = "constant"
    current: float | Given


@dataclass(frozen=True, slots=True, kw_only=True)
class NoiseCurrent(_Targeted):
    """A normal current, drawn anew for every neuron at every step."""

    kind: ClassVar[str] = "noise"
    standard_deviation: float
    mean: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PoissonSpikes(_Targeted):
    """Each neuron has so many Poisson sources of its own, each of this rate."""

    kind: ClassVar[str] = "poisson"
    rate_Hz: float  # noqa: N815 - a unit
    synapse: Synapse
    weight: float
    sources: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentPulses(_Targeted):
    """A current of this amplitude from each of the times on, for so long.

    times_ms: kept as a tuple. neurons: the first of them and how many; None is all.
    """

    kind: ClassVar[str] = "pulses"
    amplitude: float
    times_ms: Sequence[float]
    duration_ms: float
    neurons: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        _Targeted.__post_init__(self)
        times = map(own_number, kept_tuple(("times_ms",), self.times_ms))
        object.__setattr__(self, "times_ms", tuple(times))
        if self.neurons is not None:
            neurons = map(own_whole, kept_tuple(("neurons",), self.neurons))
            object.__setattr__(self, "neurons", tuple(neurons))


Input = ConstantCurrent | NoiseCurrent | PoissonSpikes | CurrentPulses
INPUTS: dict[str, type[Input]] = {
    kind.kind: kind for kind in (ConstantCurrent, NoiseCurrent, PoissonSpikes, CurrentPulses)
}
_NUMBERS = {
    "constant": ("current",),
    "noise": ("standard_deviation", "mean"),
    "poisson": ("rate_Hz", "weight"),
    "pulses": ("amplitude", "duration_ms"),
}
_NOT_NEGATIVE = {"standard_deviation", "rate_Hz", "duration_ms"}


def require_input(path: Path, given: Input, dt_ms: float) -> None:
    """Raise DescriptionError for numbers that can't be."""
    if isinstance(given, ConstantCurrent) and isinstance(given.current, Given):
        given.current.require((*path, "current"))
        return
    for key in _NUMBERS[given.kind]:
        low = 0.0 if key in _NOT_NEGATIVE else -math.inf
        require_number((*path, key), getattr(given, key), low)
    if isinstance(given, PoissonSpikes):
        _require_poisson(path, given, dt_ms)
    if isinstance(given, CurrentPulses):
        if not given.duration_ms > 0:
            raise DescriptionError((*path, "duration_ms"), "must be above 0")
        for time_ms in given.times_ms:
            require_number((*path, "times_ms"), time_ms, 0.0)
        neurons = (0, 0) if given.neurons is None else given.neurons
        if len(neurons) != 2 or not all(map(is_whole, neurons)):
            message = f"must be the first and how many, not {shown(neurons)}"
            raise DescriptionError((*path, "neurons"), message)


def _require_poisson(path: Path, given: PoissonSpikes, dt_ms: float) -> None:
    require_synapse(path, given.synapse)
    if given.synapse.kind == "classic-kernel":
        raise DescriptionError((*path, "synapse"), "the classic kernel needs a neuron as source")
    require_whole((*path, "sources"), given.sources, 1, MAX_POISSON_SOURCES)
    events = given.rate_Hz * given.sources * dt_ms / 1000.0
    if events > MAX_EVENTS_PER_STEP:
        raise DescriptionError(
            (*path, "rate_Hz"),
            f"gives {events:g} spikes in each step of {dt_ms:g} ms; at most "
            f"{MAX_EVENTS_PER_STEP:g} are possible: use a lower rate or a smaller dt_ms",
        )
