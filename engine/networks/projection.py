"""Projection: who of one population connects to whom of another, how strongly, how late."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import index
from typing import ClassVar

from engine.networks.population import names_of
from engine.networks.quantities import (
    DescriptionError,
    Distribution,
    Normal,
    Uniform,
    is_number,
    is_whole,
    require_distribution,
    shown,
)
from engine.networks.synapse import Path, Synapse, is_one_of, require_synapse

LONGEST_DELAY_MS = 10_000.0
LARGEST_WEIGHT = 1e30
"""Weights of lists and matrices are kept as 32-bit floats."""
MOST_DELAY_STEPS = 65_535
"""As many as 16 bits hold."""
DEVIATIONS = 6.0
"""Normal delays, which are at least a step, and normal weights of sparse synapses lie within so
many standard deviations of their mean."""
MOST_COLUMNS = 2**31 - 1


@dataclass(frozen=True, slots=True)
class AllToAll:
    """Every neuron to every neuron."""

    kind: ClassVar[str] = "all-to-all"


@dataclass(frozen=True, slots=True)
class Pairwise:
    """Each pair with this probability, independently.

    columns: both populations are cut into so many columns of about equal size, and neurons
    connect within their column alone.
    """

    kind: ClassVar[str] = "pairwise"
    probability: float
    columns: int = 1


@dataclass(frozen=True, slots=True)
class FixedInDegree:
    """Each target from so many different neurons of each source population."""

    kind: ClassVar[str] = "fixed-in-degree"
    in_degree: int


@dataclass(frozen=True, slots=True)
class OneToOne:
    """Neuron i to neuron i."""

    kind: ClassVar[str] = "one-to-one"


@dataclass(frozen=True, slots=True)
class Listed:
    """These pairs (source neuron, target neuron), counted within their populations.

    weights, delays_ms: one for each pair, or none, where the projection's own holds for all. All
    are kept as tuples, whatever they come as. Raises DescriptionError for what are no numbers.
    """

    kind: ClassVar[str] = "list"
    pairs: Sequence[tuple[int, int]]
    weights: Sequence[float] = ()
    delays_ms: Sequence[float] = ()

    def __post_init__(self) -> None:
        try:
            pairs = tuple((index(pre), index(post)) for pre, post in self.pairs)
        except (TypeError, ValueError) as error:
            message = "must be pairs of whole numbers such as ((0, 1), (1, 0))"
            raise DescriptionError(("pairs",), message) from error
        object.__setattr__(self, "pairs", pairs)
        for key in ("weights", "delays_ms"):
            try:
                object.__setattr__(self, key, tuple(float(n) for n in getattr(self, key)))
            except (TypeError, ValueError) as error:
                raise DescriptionError((key,), "must be numbers") from error


Connectivity = AllToAll | Pairwise | FixedInDegree | OneToOne | Listed
CONNECTIVITIES: dict[str, type[Connectivity]] = {
    kind.kind: kind for kind in (AllToAll, Pairwise, FixedInDegree, OneToOne, Listed)
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """Synapses from populations to populations.

    source, target: names of populations, kept as tuples; a single one needs none.
    weight: in mV for voltage jumps, else in the current or conductance unit of the target's
    model. delay_ms: None is one time step.

    Raises DescriptionError for numbers that can't be.
    """

    source: Sequence[str]
    target: Sequence[str]
    synapse: Synapse
    weight: Distribution
    connect: Connectivity = AllToAll()
    delay_ms: Distribution | None = None
    self_connections: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "source", names_of(self.source))
        object.__setattr__(self, "target", names_of(self.target))

    def require(self, path: Path) -> None:
        """Raise DescriptionError unless its own numbers are legal."""
        require_synapse(path, self.synapse)
        if not is_one_of(self.connect, CONNECTIVITIES):
            legal = ", ".join(kind.__name__ for kind in CONNECTIVITIES.values())
            message = f"must be one of {legal}, not {shown(self.connect)}"
            raise DescriptionError((*path, "connect"), message)
        require_distribution((*path, "weight"), self.weight, -LARGEST_WEIGHT, LARGEST_WEIGHT)
        if self.delay_ms is not None:
            require_distribution((*path, "delay_ms"), self.delay_ms, 0.0, LONGEST_DELAY_MS)
        match self.connect:
            case Pairwise(probability) if not (is_number(probability) and 0 <= probability <= 1):
                raise DescriptionError(
                    (*path, "probability"), f"must be from 0 to 1, not {shown(probability)}"
                )
            case Pairwise(_, columns) if not is_whole(columns) or not 1 <= columns <= MOST_COLUMNS:
                raise DescriptionError(
                    (*path, "columns"), f"must be a whole number from 1, not {shown(columns)}"
                )
            case FixedInDegree(in_degree) if not is_whole(in_degree) or in_degree < 0:
                raise DescriptionError(
                    (*path, "in_degree"), f"must be a whole number from 0, not {shown(in_degree)}"
                )
            case Listed():
                _require_listed(path, self.connect)


def _require_listed(path: Path, listed: Listed) -> None:
    legal = {
        "weights": (-LARGEST_WEIGHT, LARGEST_WEIGHT),
        "delays_ms": (0.0, LONGEST_DELAY_MS),
    }
    for key, bounds in legal.items():
        numbers = getattr(listed, key)
        if numbers and len(numbers) != len(listed.pairs):
            raise DescriptionError(
                (*path, key), f"needs one for each of the {len(listed.pairs)} pairs, or none"
            )
        low, high = bounds
        for number in numbers:
            require_distribution((*path, key), number, low, high)


def longest_of(delay: Distribution) -> float:
    """The longest delay that is drawn, in the unit of `delay`."""
    match delay:
        case Uniform(_, high):
            return high
        case Normal(mean, deviation):
            return mean + DEVIATIONS * deviation
    return delay
