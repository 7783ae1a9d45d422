"""Neuron i to neuron i."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.connections.ends import Ends
from engine.description.quantities import DescriptionError, Path
from engine.description.size_change import SizeChange
from engine.numerics.jit import subroutine
from engine.quoting import shown_key

RULE = 4
"""Its number in kernels."""


@dataclass(frozen=True, slots=True)
class OneToOne:
    """Neuron i to neuron i."""

    kind: ClassVar[str] = "one-to-one"
    rule: ClassVar[int] = RULE
    gives_weights: ClassVar[bool] = False
    gives_delays: ClassVar[bool] = False

    def require(self, path: Path, ends: Ends) -> None:
        """Raise DescriptionError unless all populations have one size."""
        for source, target in ends.pairs():
            if source.size != target.size:
                raise DescriptionError(
                    (*path, "connect"),
                    f"one-to-one needs populations of one size, but {shown_key(source.name)} has "
                    f"{source.size} neurons and {shown_key(target.name)} {target.size}",
                )

    def resized(self, change: SizeChange, sources: Sequence[str], own: bool) -> "OneToOne":
        """The same."""
        return self

    def synapses(self, sources: int, targets: int) -> float:
        """How many there are."""
        return float(sources)

    def most_per_target(self, sources: int, targets: int) -> int:
        """Synapses that a target has at most."""
        return 1

    @property
    def numbers(self) -> tuple[float, float]:
        """What `find_sources` takes."""
        return 0.0, 0.0


@subroutine
def find_sources(target: int, own: int, found: NDArray[np.int32]) -> int:
    """Fill `found` with the one source of a target, if it is not `own`; how many there are."""
    found[0] = target
    return 0 if own == target else 1
