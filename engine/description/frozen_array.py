"""FrozenArray: numbers that are given one by one, as many as there are neurons or pairs of them."""

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from engine.description.quantities import DescriptionError, Path, require_number
from engine.errors import InvalidValueError
from engine.limits import LARGEST
from engine.validation import float_array


class FrozenArray:
    """A private, read-only copy of numbers, float64; `numpy.asarray` gives it without copying.

    Equal to another of the same shape and numbers; hashes, pickles and copies. Raises
    DescriptionError, naming the key, for what are no numbers of so many dimensions.
    """

    __slots__ = ("_array",)

    def __init__(self, key: str, given: Any, dimensions: int) -> None:
        must = (
            "must be "
            + ("numbers such as [1.0, 2.0]", "rows of numbers, all of one length")[dimensions - 1]
        )
        try:
            array = float_array(key, given)
        except InvalidValueError as error:
            raise DescriptionError((key,), must) from error
        if array.ndim != dimensions:
            raise DescriptionError((key,), must)
        self._array = np.ascontiguousarray(array)
        self._array.flags.writeable = False

    @classmethod
    def of(cls, key: str, given: Any, dimensions: int) -> "FrozenArray":
        """The numbers, which may already be kept so."""
        if isinstance(given, FrozenArray) and given._array.ndim == dimensions:
            return given
        return cls(key, given, dimensions)

    def __array__(
        self, dtype: DTypeLike | None = None, copy: bool | None = None
    ) -> NDArray[np.float64]:
        return np.array(self._array, dtype, copy=copy)

    def __getitem__(self, index: Any) -> Any:
        return self._array[index]

    def __len__(self) -> int:
        return len(self._array)

    @property
    def shape(self) -> tuple[int, ...]:
        """As of an array."""
        return self._array.shape

    def tolist(self) -> list[Any]:
        """The numbers as Python's own, in lists."""
        numbers: list[Any] = self._array.tolist()
        return numbers

    def require(self, path: Path, low: float = -math.inf, high: float = math.inf) -> None:
        """Raise DescriptionError unless all are finite and within the bounds."""
        legal = (self._array >= max(low, -LARGEST)) & (self._array <= min(high, LARGEST))
        if not legal.all():
            where = tuple(np.argwhere(~legal)[0].tolist())
            try:
                require_number(path, float(self._array[where]), low, high)
            except DescriptionError as error:
                place = ", ".join(map(str, where))
                raise DescriptionError(path, f"{error.message} at [{place}]") from None

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, FrozenArray):
            return NotImplemented
        return np.array_equal(self._array, other._array)

    def __hash__(self) -> int:
        # Adding 0 makes -0.0, which is equal to 0.0, the same bits.
        return hash((self._array.shape, (self._array + 0.0).tobytes()))

    def __reduce__(self) -> tuple[Any, ...]:
        return FrozenArray, ("values", np.asarray(self), self._array.ndim)

    def __repr__(self) -> str:
        return f"<{' x '.join(map(str, self.shape))} numbers>"


Matrix = FrozenArray | ArrayLike
"""Numbers in rows, as they may come."""
