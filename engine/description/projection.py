"""Projection: who of one population connects to whom of another, how strongly, how late."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from numpy.typing import ArrayLike

from engine.description.frozen_array import FrozenArray
from engine.description.kept import kept_names
from engine.description.listed import Listed as Listed  # noqa: PLC0414 - has always been here
from engine.description.quantities import (
    DescriptionError,
    Path,
    require_number,
    require_whole,
    take_numbers,
)
from engine.description.synapse import Synapse, is_one_of, require_synapse
from engine.distributions.catalogue import FORMS, Distribution, require_distribution
from engine.limits import MAX_DELAY_MS, MAX_NEURONS
from engine.quoting import shown


@dataclass(frozen=True, slots=True)
class AllToAll:
    """Every neuron to every neuron.

    weights: one for each pair, to (row) and from (column), shape (targets, sources); a private
    copy, kept as FrozenArray and taken as it is at every size. None where the projection's
    weight holds for all, or is drawn.

    Raises DescriptionError for what is no matrix of numbers.
    """

    kind: ClassVar[str] = "all-to-all"
    weights: FrozenArray | ArrayLike | None = None

    def __post_init__(self) -> None:
        if self.weights is not None:
            object.__setattr__(self, "weights", FrozenArray.of("weights", self.weights, 2))

    @property
    def matrix(self) -> FrozenArray | None:
        """The weights as they are kept."""
        assert isinstance(self.weights, FrozenArray | None)
        return self.weights

    def require(self, path: Path, populations: int) -> None:
        """Raise DescriptionError unless the weights are legal; of so many pairs of populations."""
        if self.matrix is None:
            return
        if populations != 1:
            message = "need a single source and a single target population"
            raise DescriptionError((*path, "weights"), message)
        self.matrix.require((*path, "weights"))

    def require_shape(self, path: Path, sources: int, targets: int) -> None:
        """Raise DescriptionError unless there is a weight for each pair."""
        if self.matrix is not None and self.matrix.shape != (targets, sources):
            message = (
                f"must have a row of {sources} weights, one from each source, for each of the "
                f"{targets} targets: shape ({targets}, {sources}), not {self.matrix.shape}"
            )
            raise DescriptionError(path, message)


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


def gives_weights(connect: Connectivity) -> bool:
    """Whether each synapse has a weight that is given."""
    match connect:
        case AllToAll(weights):
            return weights is not None
        case Listed(_, weights):
            return len(weights) > 0
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """Synapses from populations to populations.

    source, target: names of populations, kept as tuples; a single one needs none.
    weight: in mV for voltage jumps, else in the current or conductance unit of the target's
    model; None where `connect` gives weights one by one. delay_ms: None is one time step.

    Raises DescriptionError for numbers that can't be.
    """

    source: Sequence[str]
    target: Sequence[str]
    synapse: Synapse
    weight: Distribution | None = None
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
        self._require_weight((*path, "weight"))
        if self.delay_ms is not None:
            require_distribution((*path, "delay_ms"), self.delay_ms, 0.0, MAX_DELAY_MS)
        if not any(self.self_connections is truth for truth in (True, False)):
            message = f"must be true or false, not {shown(self.self_connections)}"
            raise DescriptionError((*path, "self_connections"), message)
        match self.connect:
            case AllToAll():
                self.connect.require(path, len(self.source) * len(self.target))
            case PairwiseBernoulli(probability, columns):
                require_number((*path, "probability"), probability, 0.0, 1.0)
                require_whole((*path, "columns"), columns, 1, MAX_NEURONS)
            case FixedInDegree(in_degree):
                require_whole((*path, "in_degree"), in_degree, 0, MAX_NEURONS)
            case Listed():
                self.connect.require(path, MAX_DELAY_MS)

    def _require_weight(self, path: Path) -> None:
        if isinstance(self.connect, AllToAll) and gives_weights(self.connect):
            if self.weight is not None:
                raise DescriptionError(path, "must be left out: `weights` are given pair by pair")
        elif self.weight is None:
            if not gives_weights(self.connect):
                raise DescriptionError(path, f"must be a number or one of {', '.join(FORMS)}")
        else:
            require_distribution(path, self.weight)
