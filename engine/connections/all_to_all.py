"""All-to-all, with weights that are perhaps given pair by pair."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from engine.connections.ends import Ends
from engine.description.fields import InUnitOf
from engine.description.frozen_array import FrozenArray, Matrix
from engine.description.quantities import DescriptionError, Path
from engine.description.size_change import SizeChange
from engine.numerics.jit import subroutine

RULE = 0
"""Its number in kernels."""


@dataclass(frozen=True, slots=True)
class AllToAll:
    """Every neuron to every neuron.

    weights: one for each pair, to (row) and from (column), shape (targets, sources); a private
    copy, kept as FrozenArray and taken as it is at every size. None where the projection's
    weight holds for all, or is drawn. storage: whether drawn weights are kept (`stored`) or made
    again at every spike (`procedural`); by default it is up to their number. It never changes what
    they are. Where delays are drawn it cannot be procedural, and given weights are kept in single
    precision.

    Raises DescriptionError for what is no matrix of numbers.
    """

    kind: ClassVar[str] = "all-to-all"
    rule: ClassVar[int] = RULE
    gives_delays: ClassVar[bool] = False
    weights: Annotated[Matrix | None, InUnitOf("weight")] = None
    storage: Literal["by-size", "procedural", "stored"] = "by-size"

    def __post_init__(self) -> None:
        if self.weights is not None:
            object.__setattr__(self, "weights", FrozenArray.of("weights", self.weights, 2))

    @property
    def matrix(self) -> FrozenArray | None:
        """The weights as they are kept."""
        assert isinstance(self.weights, FrozenArray | None)
        return self.weights

    @property
    def gives_weights(self) -> bool:
        """Whether each synapse has a weight that is given."""
        return self.weights is not None

    def require(self, path: Path, ends: Ends) -> None:
        """Raise DescriptionError unless there is a legal weight for each pair, if for any."""
        if self.matrix is None:
            return
        if self.storage == "procedural":
            raise DescriptionError((*path, "storage"), "cannot be procedural: weights are given")
        path = (*path, "weights")
        if len(ends.sources) != 1 or len(ends.targets) != 1:
            raise DescriptionError(path, "need a single source and a single target population")
        self.matrix.require(path)
        shape = (ends.targets[0].size, ends.sources[0].size)
        if self.matrix.shape != shape:
            message = (
                f"must have a row of {shape[1]} weights, one from each source, for each of the "
                f"{shape[0]} targets: shape {shape}, not {self.matrix.shape}"
            )
            raise DescriptionError(path, message)

    def resized(self, change: SizeChange, sources: Sequence[str], own: bool) -> "AllToAll":
        """The same."""
        return self

    def synapses(self, sources: int, targets: int) -> float:
        """How many there are from so many neurons to so many."""
        return float(sources) * targets

    def most_per_target(self, sources: int, targets: int) -> int:
        """Synapses that a target has at most."""
        return sources

    @property
    def numbers(self) -> tuple[float, float]:
        """What `find_sources` takes."""
        return 0.0, 0.0


@subroutine
def find_sources(sources: int, own: int, found: NDArray[np.int32]) -> int:
    """Fill `found` with all sources but `own`; how many there are."""
    count = 0
    for source in range(sources):
        if source != own:
            found[count] = source
            count += 1
    return count
