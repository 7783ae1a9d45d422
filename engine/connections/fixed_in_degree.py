"""Each target from so many different sources."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.connections.ends import Ends
from engine.description.fields import Range, take_fields
from engine.description.quantities import DescriptionError, Path
from engine.description.size_change import SizeChange
from engine.limits import MAX_NEURONS
from engine.numerics.jit import subroutine
from engine.numerics.randomness import below, nth
from engine.quoting import shown, shown_key

RULE = 2
"""Its number in kernels."""


@dataclass(frozen=True, slots=True)
class FixedInDegree:
    """Each target from so many different neurons of each source population."""

    kind: ClassVar[str] = "fixed-in-degree"
    rule: ClassVar[int] = RULE
    gives_weights: ClassVar[bool] = False
    gives_delays: ClassVar[bool] = False
    in_degree: Annotated[int, Range(0, MAX_NEURONS)]

    def __post_init__(self) -> None:
        take_fields(self)

    def require(self, path: Path, ends: Ends) -> None:
        """Raise DescriptionError unless there are so many to choose from."""
        for source in ends.sources:
            others = ends.to_choose_from(source)
            if self.in_degree > others:
                raise DescriptionError(
                    (*path, "in_degree"),
                    f"must be at most {others}, the neurons of {shown_key(source.name)} to "
                    f"choose from, not {shown(self.in_degree)}",
                )

    def resized(self, change: SizeChange, sources: Sequence[str], own: bool) -> "FixedInDegree":
        """With the in-degree that is wanted, or as many as there are to choose from."""
        wanted = round(self.in_degree * change.in_degree_factor)
        smallest = min(change.after[name] for name in sources)
        return replace(self, in_degree=min(wanted, smallest - (not own)))

    def synapses(self, sources: int, targets: int) -> float:
        """How many there are from so many neurons to so many."""
        return float(self.in_degree) * targets

    def most_per_target(self, sources: int, targets: int) -> int:
        """Synapses that a target has at most."""
        return self.in_degree

    @property
    def numbers(self) -> tuple[float, float]:
        """What `find_sources` takes."""
        return float(self.in_degree), 0.0


@subroutine
def find_sources(
    in_degree: int,
    key: np.uint64,
    sources: int,
    own: int,
    found: NDArray[np.int32],
    taken: NDArray[np.uint8],
) -> int:
    """Fill `found` with so many different sources, each set of them as likely (Floyd's method).

    taken: of the source population's size, all zero.
    """
    size = sources - (own >= 0)
    for k in range(in_degree):
        last = size - in_degree + k
        source = below(nth(key, last), last + 1)
        if taken[source]:
            source = last
        taken[source] = 1
        found[k] = source
    for k in range(in_degree):
        taken[found[k]] = 0
        if own >= 0 and found[k] >= own:
            found[k] += 1
    return in_degree
