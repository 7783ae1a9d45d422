"""What comes from outside: currents, noise, Poisson spikes, pulses."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from engine.networks.population import names_of
from engine.networks.quantities import DescriptionError, is_whole, shown
from engine.networks.synapse import Path, Synapse, require_synapse


@dataclass(frozen=True, slots=True, kw_only=True)
class _Targeted:
    """target: names of populations, kept as a tuple; a single one needs none."""

    target: Sequence[str]

    def __post_init__(self) -> None:
        object.__setattr__(self, "target", names_of(self.target))


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstantCurrent(_Targeted):
    """A constant current into every neuron."""

    kind: ClassVar[str] = "constant"
    current: float


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
        object.__setattr__(self, "times_ms", tuple(self.times_ms))
        if self.neurons is not None:
            object.__setattr__(self, "neurons", tuple(self.neurons))


Input = ConstantCurrent | NoiseCurrent | PoissonSpikes | CurrentPulses
INPUTS: dict[str, type[Input]] = {
    kind.kind: kind for kind in (ConstantCurrent, NoiseCurrent, PoissonSpikes, CurrentPulses)
}
MOST_EVENTS_PER_STEP = 1000.0


def require_input(path: Path, given: Input, dt_ms: float) -> None:
    """Raise DescriptionError for numbers that can't be."""
    for key in ("current", "standard_deviation", "mean", "weight", "amplitude", "duration_ms"):
        number = getattr(given, key, 0.0)
        if not math.isfinite(number):
            raise DescriptionError((*path, key), f"must be finite, not {number}")
    if isinstance(given, NoiseCurrent) and given.standard_deviation < 0:
        raise DescriptionError((*path, "standard_deviation"), "must be at least 0")
    if isinstance(given, PoissonSpikes):
        _require_poisson(path, given, dt_ms)
    if isinstance(given, CurrentPulses):
        if not given.duration_ms > 0:
            raise DescriptionError((*path, "duration_ms"), "must be above 0")
        if not all(math.isfinite(time) and time >= 0 for time in given.times_ms):
            raise DescriptionError((*path, "times_ms"), "must be at least 0")


def _require_poisson(path: Path, given: PoissonSpikes, dt_ms: float) -> None:
    require_synapse(path, given.synapse)
    if given.synapse.kind == "classic-kernel":
        raise DescriptionError((*path, "synapse"), "the classic kernel needs a neuron as source")
    if not (math.isfinite(given.rate_Hz) and given.rate_Hz >= 0):
        raise DescriptionError((*path, "rate_Hz"), f"must be at least 0, not {given.rate_Hz}")
    if not is_whole(given.sources) or given.sources < 1:
        message = f"must be a whole number from 1, not {shown(given.sources)}"
        raise DescriptionError((*path, "sources"), message)
    events = given.rate_Hz * min(given.sources, 2**63) * dt_ms / 1000.0
    if events > MOST_EVENTS_PER_STEP:
        raise DescriptionError(
            (*path, "rate_Hz"),
            f"gives {events:g} spikes in each step of {dt_ms:g} ms; at most "
            f"{MOST_EVENTS_PER_STEP:g} are possible: use a lower rate or a smaller dt_ms",
        )
