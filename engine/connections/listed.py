"""Listed: connections pair by pair, of which there may be millions."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import index
from typing import Annotated, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.connections.ends import Ends
from engine.description.fields import InUnitOf
from engine.description.frozen_sequence import FrozenSequence
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

    weights, delays_ms: one for each pair, or none, where the projection's own holds for all.
    Whatever they come as, all are kept as FrozenSequence, which is as a tuple to those who look.
    Raises DescriptionError for what are no numbers.
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
        return len(self.weights) > 0 or len(self.pairs) == 0

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
        for delay_ms in np.unique(self.delays_ms).tolist():
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
        pairs = np.asarray(self.pairs)
        is_outside = ((pairs < 0) | (pairs >= (sources, targets))).any(axis=1)
        return self.pairs[int(np.argmax(is_outside))] if is_outside.any() else None


def _extremes(numbers: Sequence[float]) -> tuple[float, ...]:
    """The least and the greatest, or what is no number at all."""
    array = np.asarray(numbers)
    return (float(array.min()), float(array.max())) if array.size else ()


def _kept(key: str, must: str, made: Callable[[Any], NDArray[Any]], given: Any) -> FrozenSequence:
    try:
        return FrozenSequence(
            made(np.asarray(given) if isinstance(given, FrozenSequence) else given)
        )
    except (TypeError, ValueError, OverflowError) as error:
        raise DescriptionError((key,), must) from error


def _pairs(given: Any) -> NDArray[np.int64]:
    if type(given) is np.ndarray and given.dtype.kind == "i" and given.shape[1:] == (2,):
        return given.astype(np.int64, copy=False)
    pairs = tuple(map(tuple, given))
    if set(map(len, pairs)) - {2}:
        raise ValueError("not pairs")
    if not set(map(type, chain.from_iterable(pairs))) <= {int}:
        if any(isinstance(number, (bool, np.bool_)) for number in chain.from_iterable(pairs)):
            raise TypeError("not numbers")
        pairs = tuple((index(pre), index(post)) for pre, post in pairs)
    return np.array(pairs, np.int64).reshape(-1, 2)


def _floats(given: Any) -> NDArray[np.float64]:
    if type(given) is np.ndarray and given.dtype.kind == "f" and given.ndim == 1:
        return given.astype(np.float64, copy=False)
    numbers = tuple(given)
    if not set(map(type, numbers)) <= {float}:
        numbers = tuple(map(own_number, numbers))
        if not set(map(type, numbers)) <= {float}:
            raise TypeError("not numbers")
    return np.array(numbers, np.float64)
