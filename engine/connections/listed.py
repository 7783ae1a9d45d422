"""Listed: connections pair by pair, of which there may be millions."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import index, itemgetter
from typing import Annotated, Any, ClassVar

import numpy as np

from engine.connections.ends import Ends
from engine.description.fields import InUnitOf
from engine.description.quantities import DescriptionError, Path, own_number, require_number
from engine.description.size_change import SizeChange
from engine.distributions.catalogue import require_delay
from engine.limits import MAX_DELAY_MS
from engine.quoting import shown, shown_key

RULE = 5
"""A number that no kernel meets: lists are built as they are."""


@dataclass(frozen=True, slots=True)
class Listed:
    """These pairs (source neuron, target neuron), counted within their populations.

    weights, delays_ms: one for each pair, or none, where the projection's own holds for all. All
    are kept as tuples, whatever they come as. Raises DescriptionError for what are no numbers.
    """

    kind: ClassVar[str] = "list"
    rule: ClassVar[int] = RULE
    pairs: Sequence[tuple[int, int]]
    weights: Annotated[Sequence[float], InUnitOf("weight")] = ()
    delays_ms: Sequence[float] = ()

    def __post_init__(self) -> None:
        must = "must be pairs of whole numbers such as ((0, 1), (1, 0))"
        object.__setattr__(self, "pairs", _kept("pairs", must, _pairs, self.pairs))
        for key in ("weights", "delays_ms"):
            object.__setattr__(
                self, key, _kept(key, "must be numbers", _floats, getattr(self, key))
            )

    @property
    def gives_weights(self) -> bool:
        """Whether each synapse has a weight that is given."""
        return len(self.weights) > 0

    @property
    def gives_delays(self) -> bool:
        """Whether each synapse has a delay that is given."""
        return len(self.delays_ms) > 0

    def require(self, path: Path, ends: Ends) -> None:
        """Raise DescriptionError unless there are as many numbers as pairs, and all are legal."""
        for key, low, high in (("weights", -math.inf, math.inf), ("delays_ms", 0.0, MAX_DELAY_MS)):
            numbers = getattr(self, key)
            if numbers and len(numbers) != len(self.pairs):
                raise DescriptionError(
                    (*path, key), f"needs one for each of the {len(self.pairs)} pairs, or none"
                )
            # The extremes first: among millions it is a matter of seconds.
            for number in _extremes(numbers):
                require_number((*path, key), number, low, high)
        for source, target in ends.pairs():
            outside = self.pair_outside(source.size, target.size)
            if outside is not None:
                pre, post = map(shown, outside)
                raise DescriptionError(
                    (*path, "pairs"),
                    f"[{pre}, {post}] is not within "
                    f"{shown_key(source.name)} (0 to {source.size - 1}) "
                    f"and {shown_key(target.name)} (0 to {target.size - 1})",
                )
        for delay_ms in dict.fromkeys(self.delays_ms):
            require_delay((*path, "delays_ms"), delay_ms, ends.dt_ms)

    def resized(self, change: SizeChange, sources: Sequence[str], own: bool) -> "Listed":
        """The same: weights that are given are taken as they are."""
        return self

    def synapses(self, sources: int, targets: int) -> float:
        """How many there are."""
        return float(len(self.pairs))

    def most_per_target(self, sources: int, targets: int) -> int:
        """Synapses that a target has at most."""
        return len(self.pairs)

    @property
    def numbers(self) -> tuple[float, float]:
        """Nothing: no kernel draws it."""
        return 0.0, 0.0

    def pair_outside(self, sources: int, targets: int) -> tuple[int, int] | None:
        """The first pair that is not of so many sources and targets."""
        if not self.pairs:
            return None
        if all(
            min(map(end, self.pairs)) >= 0 and max(map(end, self.pairs)) < neurons
            for end, neurons in ((itemgetter(0), sources), (itemgetter(1), targets))
        ):
            return None
        return next(
            (pre, post)
            for pre, post in self.pairs
            if not (0 <= pre < sources and 0 <= post < targets)
        )


def _extremes(numbers: Sequence[float]) -> tuple[float, ...]:
    """The least and the greatest, or what is no number at all."""
    if not numbers:
        return ()
    array = np.array(numbers)
    return (float(array.min()), float(array.max()))


def _kept(key: str, must: str, made: Callable[[Any], tuple[Any, ...]], given: Any) -> Any:
    try:
        return made(given)
    except (TypeError, ValueError, OverflowError) as error:
        raise DescriptionError((key,), must) from error


def _pairs(given: Iterable[Any]) -> tuple[tuple[int, int], ...]:
    pairs = tuple(map(tuple, given))
    if set(map(len, pairs)) - {2}:
        raise ValueError("not pairs")
    if set(map(type, chain.from_iterable(pairs))) <= {int}:
        return pairs
    if any(isinstance(number, (bool, np.bool_)) for number in chain.from_iterable(pairs)):
        raise TypeError("not numbers")
    return tuple((index(pre), index(post)) for pre, post in pairs)


def _floats(given: Iterable[Any]) -> tuple[float, ...]:
    numbers = tuple(given)
    if not set(map(type, numbers)) <= {float}:
        numbers = tuple(map(own_number, numbers))
        if not set(map(type, numbers)) <= {float}:
            raise TypeError("not numbers")
    return numbers
