"""Arrays that are put together piece by piece."""

from collections import deque
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Number = TypeVar("Number", bound=np.generic)


class Parts(Generic[Number]):
    """What is to become one array."""

    def __init__(self, kind: type[Number]) -> None:
        self._kind = kind
        self._parts: deque[NDArray[Number]] = deque()
        self._size = 0

    def add(self, part: NDArray[Any]) -> int:
        """Append; where it begins."""
        start = self._size
        self._parts.append(part.astype(self._kind, copy=False))
        self._size += part.size
        return start

    def joined(self, spare: int = 0) -> NDArray[Number]:
        """One array of all; each part is let go when it has been copied.

        spare: elements behind it that may be read, though they are not its own.
        """
        if len(self._parts) == 1 and spare == 0:
            return self._parts[0]
        whole, start = np.zeros(self._size + spare, self._kind)[: self._size], 0
        while self._parts:
            part = self._parts.popleft()
            whole[start : start + part.size] = part
            start += part.size
        return whole
