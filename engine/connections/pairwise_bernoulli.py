"""Each pair with a probability."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.connections.ends import Ends
from engine.description.fields import Range, take_fields
from engine.description.quantities import Path
from engine.description.size_change import SizeChange
from engine.limits import MAX_NEURONS
from engine.numerics.jit import subroutine
from engine.numerics.randomness import nth, unit

RULE = 1
"""Its number in kernels."""


@dataclass(frozen=True, slots=True)
class PairwiseBernoulli:
    """Each pair with this probability, independently.

    columns: both populations are cut into so many columns of about equal size, and neurons
    connect within their column alone.
    """

    kind: ClassVar[str] = "pairwise-bernoulli"
    rule: ClassVar[int] = RULE
    gives_weights: ClassVar[bool] = False
    gives_delays: ClassVar[bool] = False
    probability: Annotated[float, Range(0.0, 1.0)]
    columns: Annotated[int, Range(1, MAX_NEURONS)] = 1

    def __post_init__(self) -> None:
        take_fields(self)

    def require(self, path: Path, ends: Ends) -> None:
        """What its fields say is all."""

    def resized(self, change: SizeChange, sources: Sequence[str], own: bool) -> "PairwiseBernoulli":
        """With the mean in-degree that is wanted."""
        wider = change.growth / change.in_degree_factor
        return replace(self, probability=min(1.0, self.probability / wider))

    def synapses(self, sources: int, targets: int) -> float:
        """How many there are from so many neurons to so many, about."""
        return sources * targets * self.probability / self.columns

    def most_per_target(self, sources: int, targets: int) -> int:
        """Synapses that a target has at most."""
        return sources

    @property
    def numbers(self) -> tuple[float, float]:
        """What `find_sources` takes."""
        return float(self.probability), float(self.columns)


@subroutine
def find_sources(
    probability: float,
    columns: int,
    key: np.uint64,
    column: int,
    sources: int,
    own: int,
    found: NDArray[np.int32],
) -> int:
    """Fill `found` with the sources of a target in this column, by the gaps between them.

    Gaps are geometric. Source s is in column s * columns // sources.
    """
    if probability <= 0.0:
        return 0
    first, last = -(-column * sources // columns), -(-(column + 1) * sources // columns)
    per_log = 1.0 / math.log1p(-probability) if probability < 1.0 else 0.0
    source, count, draw = first - 1, 0, 0
    while True:
        gap = math.log1p(-unit(nth(key, draw))) * per_log
        draw += 1
        if gap >= last - first:
            return count
        source += 1 + int(gap)
        if source >= last:
            return count
        if source != own:
            found[count] = source
            count += 1
