"""What the arrays of a checkpoint must be, so that nothing in them can lead a kernel astray."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from engine.errors import CheckpointError


def require_names(names: Iterable[str], required: Iterable[str], possible: Iterable[str]) -> None:
    """Raise CheckpointError if there is one too few or one too many."""
    there, needed = set(names), set(required)
    for name in sorted(needed - there):
        raise CheckpointError(f"it has no entry {name}")
    for name in sorted(there - needed - set(possible)):
        raise CheckpointError(f"it has an entry that is none of its network's: {name[:40]!r}")


def require_array(name: str, array: Any, kind: DTypeLike, shape: tuple[int, ...]) -> NDArray[Any]:
    """The array, if it is one of this kind and shape, and finite. Raises CheckpointError."""
    if not isinstance(array, np.ndarray):
        raise CheckpointError(f"its entry {name} is no array")
    wanted = np.dtype(kind)
    if array.dtype != wanted or array.shape != shape:
        raise CheckpointError(
            f"its array {name} is {array.dtype}{array.shape}, not {wanted}{shape}"
        )
    if wanted.kind == "f" and not np.isfinite(array).all():
        raise CheckpointError(f"its array {name} is not finite")
    return array


def require_within(name: str, array: NDArray[Any], low: float, high: float) -> None:
    """Raise CheckpointError unless all are from low to high."""
    if array.size > 0 and not (low <= array.min() and array.max() <= high):
        raise CheckpointError(f"its array {name} has values that are not from {low} to {high}")


def require_steps(name: str, array: NDArray[np.int64], never: int, before: int) -> None:
    """Raise CheckpointError unless all are steps from 0 to `before` - 1, or `never`."""
    if not ((array == never) | ((array >= 0) & (array < before))).all():
        raise CheckpointError(f"its array {name} has steps that are not from 0 to {before - 1}")


def require_step(value: object, most: int) -> int:
    """A step from 0 to `most`. Raises CheckpointError."""
    if isinstance(value, bool | np.bool_) or not isinstance(value, int | np.integer):
        raise CheckpointError(f"its step is {type(value).__name__}, not a whole number")
    if not 0 <= value <= most:
        raise CheckpointError(f"its step must be from 0 to {most}")
    return int(value)
