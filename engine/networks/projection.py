"""Projection: who of one population connects to whom of another, how strongly, how late."""

import math
from dataclasses import dataclass
from typing import ClassVar

from engine.networks.quantities import (
    DescriptionError,
    Distribution,
    is_whole,
    require_distribution,
)
from engine.networks.synapse import Path, Synapse, require_synapse

LONGEST_DELAY_MS = 10_000.0
LARGEST_WEIGHT = 1e30
"""Weights are kept as 32-bit floats."""


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
    """These pairs (source neuron, target neuron), counted within their populations."""

    kind: ClassVar[str] = "list"
    pairs: tuple[tuple[int, int], ...]
    weights: tuple[float, ...] = ()
    """One for each pair, or none, where the projection's own holds for all."""
    delays_ms: tuple[float, ...] = ()


Connectivity = AllToAll | Pairwise | FixedInDegree | OneToOne | Listed
CONNECTIVITIES: dict[str, type[Connectivity]] = {
    kind.kind: kind for kind in (AllToAll, Pairwise, FixedInDegree, OneToOne, Listed)
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """Synapses from populations to populations.

    weight: in mV for voltage jumps, else in the current or conductance unit of the target's
    model. delay_ms: None is one time step.

    Raises DescriptionError for numbers that can't be.
    """

    source: tuple[str, ...]
    target: tuple[str, ...]
    synapse: Synapse
    weight: Distribution
    connect: Connectivity = AllToAll()
    delay_ms: Distribution | None = None
    self_connections: bool = True

    def require(self, path: Path) -> None:
        """Raise DescriptionError unless its own numbers are legal."""
        require_synapse(path, self.synapse)
        require_distribution((*path, "weight"), self.weight, -LARGEST_WEIGHT, LARGEST_WEIGHT)
        if self.delay_ms is not None:
            require_distribution((*path, "delay_ms"), self.delay_ms, 0.0, LONGEST_DELAY_MS)
        match self.connect:
            case Pairwise(probability) if not 0.0 <= probability <= 1.0:
                raise DescriptionError(
                    (*path, "probability"), f"must be from 0 to 1, not {probability}"
                )
            case Pairwise(_, columns) if not is_whole(columns) or columns < 1:
                raise DescriptionError(
                    (*path, "columns"), f"must be a whole number from 1, not {columns}"
                )
            case FixedInDegree(in_degree) if not is_whole(in_degree) or in_degree < 0:
                raise DescriptionError(
                    (*path, "in_degree"), f"must be a whole number from 0, not {in_degree}"
                )
            case Listed():
                _require_listed(path, self.connect)


def _require_listed(path: Path, listed: Listed) -> None:
    for key in ("weights", "delays_ms"):
        numbers = getattr(listed, key)
        if numbers and len(numbers) != len(listed.pairs):
            raise DescriptionError(
                (*path, key), f"needs one for each of the {len(listed.pairs)} pairs, or none"
            )
        if not all(math.isfinite(number) for number in numbers):
            raise DescriptionError((*path, key), "must be finite")
