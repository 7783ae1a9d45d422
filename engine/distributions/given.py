"""Values that are given one by one, as many as there are neurons."""

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.description.frozen_array import FrozenArray
from engine.description.quantities import DescriptionError, Path


@dataclass(frozen=True, slots=True)
class Given:
    """A value for each neuron of a population, in their order.

    values: shape (size,); a private copy, kept as FrozenArray. Legal where each neuron has a
    value: `start`, `parameters`, the current of ConstantCurrent.

    Raises DescriptionError for what are no numbers.
    """

    kind: ClassVar[str] = "given"
    form: ClassVar[str] = "{ given = [...] }"
    values: FrozenArray | ArrayLike

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", FrozenArray.of("values", self.values, 1))

    def require(self, path: Path, low: float = -math.inf, high: float = math.inf) -> None:
        """Raise DescriptionError unless all are within these bounds."""
        self._values.require(path, low, high)

    def require_size(self, path: Path, size: int) -> None:
        """Raise DescriptionError unless there is one for each of so many neurons."""
        if len(self._values) != size:
            message = f"needs a value for each of the {size} neurons, not {len(self._values)}"
            raise DescriptionError(path, message)

    @property
    def middle(self) -> float:
        """The mean."""
        return float(np.mean(self._values))

    def drawn(self, key: int, count: int) -> NDArray[np.float64]:
        """The values, which are as many."""
        return np.array(self._values)

    @property
    def _values(self) -> FrozenArray:
        assert isinstance(self.values, FrozenArray)
        return self.values
