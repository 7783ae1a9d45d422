"""FrozenSequence: numbers, or pairs of them, of which there may be millions."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray


class FrozenSequence(Sequence[Any]):
    """What behaves as a tuple of numbers or of pairs, and is kept as a private, read-only array.

    Equal to a tuple of the same, and hashes as it; `numpy.asarray` gives the array without copying:
    shape (numbers,), or (pairs, 2). Its numbers are Python's own.
    """

    __slots__ = ("_array",)

    def __init__(self, array: NDArray[Any]) -> None:
        self._array = np.array(array, order="C")
        self._array.flags.writeable = False

    def __array__(self, dtype: DTypeLike | None = None, copy: bool | None = None) -> NDArray[Any]:
        return np.array(self._array, dtype, copy=copy)

    def __len__(self) -> int:
        return len(self._array)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return FrozenSequence(self._array[index])
        return _own(self._array[index].tolist())

    def __iter__(self) -> Iterator[Any]:
        return map(_own, self._array.tolist())

    def tolist(self) -> list[Any]:
        """The numbers, or a list for each pair."""
        numbers: list[Any] = self._array.tolist()
        return numbers

    def __eq__(self, other: object) -> bool:
        if isinstance(other, FrozenSequence):
            return np.array_equal(self._array, other._array)
        if isinstance(other, tuple):
            return len(self) == len(other) and tuple(self) == other
        return NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __reduce__(self) -> tuple[Any, ...]:
        return FrozenSequence, (np.array(self._array),)

    def __repr__(self) -> str:
        return repr(tuple(self))


def _own(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
