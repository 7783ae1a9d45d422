"""So many synapses in all."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.connections.ends import Ends
from engine.description.fields import Range, take_fields
from engine.description.quantities import DescriptionError, Path
from engine.description.size_change import SizeChange
from engine.limits import MAX_SYNAPSES
from engine.numerics.jit import subroutine
from engine.numerics.keys import key_of
from engine.numerics.randomness import below, nth
from engine.quoting import shown_key

RULE = 3
"""Its number in kernels."""


@dataclass(frozen=True, slots=True)
class FixedTotalNumber:
    """So many synapses from each source population to each target population.

    Source and target of each are drawn independently, all neurons being as likely; a pair may
    get several. probability: that of a pair to get any, which tells the number by the sizes of
    the populations; one of both is given.
    """

    kind: ClassVar[str] = "fixed-total-number"
    rule: ClassVar[int] = RULE
    gives_weights: ClassVar[bool] = False
    gives_delays: ClassVar[bool] = False
    number: Annotated[int | None, Range(0, MAX_SYNAPSES)] = None
    probability: Annotated[float | None, Range(0.0, 1.0)] = None

    def __post_init__(self) -> None:
        take_fields(self)

    def require(self, path: Path, ends: Ends) -> None:
        """Raise DescriptionError for what is said twice or not at all, or for too many synapses.

        A neuron that has none but itself to connect to can have none.
        """
        if self.number is None and self.probability is None:
            raise DescriptionError((*path, "number"), "is missing: give number or probability")
        if self.number is not None and self.probability is not None:
            message = "must be left out: number says how many synapses there are"
            raise DescriptionError((*path, "probability"), message)
        place = (*path, "number" if self.probability is None else "probability")
        if self.probability == 1.0:
            raise DescriptionError(place, "must be below 1: no number makes every pair certain")
        for source, target in ends.pairs():
            number = self._number_between(source.size, target.size)
            if number > MAX_SYNAPSES:
                message = f"gives {number:g} synapses; at most {MAX_SYNAPSES} are possible"
                raise DescriptionError(place, message)
            if number > 0 and ends.to_choose_from(source) == 0:
                message = f"must be 0: {shown_key(source.name)} has no other neuron to connect to"
                raise DescriptionError(place, message)

    def _number_between(self, sources: int, targets: int) -> int:
        """Synapses from so many neurons to so many."""
        if self.number is not None:
            return self.number
        assert self.probability is not None
        pairs = sources * targets
        if pairs == 1:
            return round(self.probability)
        return round(math.log1p(-self.probability) / math.log1p(-1.0 / pairs))

    def resized(self, change: SizeChange, sources: Sequence[str], own: bool) -> "FixedTotalNumber":
        """With the mean in-degree that is wanted."""
        is_alone = not own and min(change.after[name] for name in sources) == 1
        if self.probability is not None:
            wider = change.growth / change.in_degree_factor
            fewer = -math.expm1(math.log1p(-self.probability) / wider)
            kept = self.probability if wider == 1.0 else fewer
            return replace(self, probability=0.0 if is_alone else kept)
        assert self.number is not None
        wanted = round(self.number * change.growth * change.in_degree_factor)
        return replace(self, number=0 if is_alone else wanted)

    def synapses(self, sources: int, targets: int) -> float:
        """How many there are."""
        return float(self._number_between(sources, targets))

    def most_per_target(self, sources: int, targets: int) -> int:
        """Synapses that a target has at most; one in 10^30 networks may have more."""
        number = self._number_between(sources, targets)
        mean = number / targets
        return min(number, int(mean + 12.0 * math.sqrt(mean) + 40.0))

    @property
    def numbers(self) -> tuple[float, float]:
        """Nothing: how many a target has is drawn before."""
        return 0.0, 0.0

    def in_degrees(self, key: int, sources: int, targets: int) -> NDArray[np.int64]:
        """The synapses of each target, when all have drawn theirs, shape (targets,)."""
        # Numba is loaded with the first kernel, not with the first description.
        from engine.connections.chosen import count_chosen  # noqa: PLC0415

        counts, of_targets = np.zeros(targets, np.int64), np.uint64(key_of(key, "targets"))
        with np.errstate(over="ignore"):
            count_chosen(of_targets, self._number_between(sources, targets), counts)
        return counts


@subroutine
def find_sources(
    in_degree: int, key: np.uint64, sources: int, own: int, found: NDArray[np.int32]
) -> int:
    """Fill `found` with so many sources, each drawn from all but `own`."""
    others = sources - (own >= 0)
    for k in range(in_degree):
        source = below(nth(key, k), others)
        found[k] = source + (own >= 0 and source >= own)
    return in_degree
