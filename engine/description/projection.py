"""Projection: who of one population connects to whom of another, how strongly, how late."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from engine.description.kept import kept_names
from engine.description.listed import Listed as Listed  # noqa: PLC0414 - has always been here
from engine.description.population import MAX_NEURONS
from engine.description.quantities import (
    DescriptionError,
    Distribution,
    Normal,
    Uniform,
    require_distribution,
    require_number,
    require_whole,
    take_numbers,
)
from engine.description.synapse import Path, Synapse, is_one_of, require_synapse
from engine.quoting import shown

LONGEST_DELAY_MS = 10_000.0
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
class PairwiseBernoulli:
    """Each pair with this probability, independently.

    columns: both populations are cut into so many columns of about equal size, and neurons
    connect within their column alone.
    """

    kind: ClassVar[str] = "pairwise-bernoulli"
    probability: float
    columns: int = 1

    def __post_init__(self) -> None:
        take_numbers(self)


@dataclass(frozen=True, slots=True)
class FixedInDegree:
    """Each target from so many different neurons of each source population."""

    kind: ClassVar[str] = "fixed-in-degree"
    in_degree: int

    def __post_init__(self) -> None:
        take_numbers(self)


@dataclass(frozen=True, slots=True)
class OneToOne:
    """Neuron i to neuron i."""

    kind: ClassVar[str] = "one-to-one"


Connectivity = AllToAll | PairwiseBernoulli | FixedInDegree | OneToOne | Listed
CONNECTIVITIES: dict[str, type[Connectivity]] = {
    kind.kind: kind for kind in (AllToAll, PairwiseBernoulli, FixedInDegree, OneToOne, Listed)
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
        take_numbers(self)
        for key in ("source", "target"):
            object.__setattr__(self, key, kept_names((key,), getattr(self, key)))

    def require(self, path: Path) -> None:
        """Raise DescriptionError unless its own numbers are legal."""
        require_synapse(path, self.synapse)
        if not is_one_of(self.connect, CONNECTIVITIES):
            legal = ", ".join(kind.__name__ for kind in CONNECTIVITIES.values())
            message = f"must be one of {legal}, not {shown(self.connect)}"
            raise DescriptionError((*path, "connect"), message)
        require_distribution((*path, "weight"), self.weight)
        if self.delay_ms is not None:
            require_distribution((*path, "delay_ms"), self.delay_ms, 0.0, LONGEST_DELAY_MS)
        if not any(self.self_connections is truth for truth in (True, False)):
            message = f"must be true or false, not {shown(self.self_connections)}"
            raise DescriptionError((*path, "self_connections"), message)
        match self.connect:
            case PairwiseBernoulli(probability, columns):
                require_number((*path, "probability"), probability, 0.0, 1.0)
                require_whole((*path, "columns"), columns, 1, MOST_COLUMNS)
            case FixedInDegree(in_degree):
                require_whole((*path, "in_degree"), in_degree, 0, MAX_NEURONS)
            case Listed():
                self.connect.require(path, LONGEST_DELAY_MS)


def longest_of(delay: Distribution) -> float:
    """The longest delay that is drawn, in the unit of `delay`."""
    match delay:
        case Uniform(_, high):
            return high
        case Normal(mean, deviation):
            return mean + DEVIATIONS * deviation
    return delay
