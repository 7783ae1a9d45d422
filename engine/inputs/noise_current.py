"""A current of noise."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

from engine.description.fields import InUnitOf, Range, take_fields
from engine.description.population import Population
from engine.description.quantities import Path
from engine.description.size_change import SizeChange
from engine.description.units import current_unit
from engine.kernels.arrays import N_FIRST, read_external, read_neurons, read_own
from engine.kernels.noise import add_noise
from engine.numerics.parts import address_of


@dataclass(frozen=True, slots=True, kw_only=True)
class NoiseCurrent:
    """A normal current, drawn anew for every neuron at every step."""

    kind: ClassVar[str] = "noise"
    target: Sequence[str]
    standard_deviation: Annotated[float, Range(0.0), InUnitOf("current")]
    mean: Annotated[float, InUnitOf("current")] = 0.0

    def __post_init__(self) -> None:
        take_fields(self)

    def require(self, path: Path, targets: Sequence[Population], dt_ms: float) -> None:
        """Raise DescriptionError if targets differ in their unit."""
        current_unit(path, targets)

    def resized(self, change: SizeChange) -> "NoiseCurrent":
        """The same."""
        return self


def act(
    image: int, own: int, first: int, count: int, block: int, now: int, low: int, high: int
) -> int:
    """A normal current, drawn anew for each neuron."""
    external, scratch = read_external(image), read_own(own)
    begin = read_neurons(image).layout[block, N_FIRST] + low
    deviation = external.noise[begin : begin + high - low]
    current = scratch.current[: high - low]
    add_noise(external.noise_key[0], now, begin, deviation, scratch.normal, current)
    return 0


def part() -> int:
    """The address of the part that acts, called as those of synapses."""
    return address_of(__name__, lambda: act)
