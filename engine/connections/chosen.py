"""How often each of some neurons is chosen, where all draws are independent."""

import numpy as np
from numpy.typing import NDArray

from engine.numerics.jit import kernel
from engine.numerics.randomness import below, nth


@kernel
def count_chosen(key: np.uint64, number: int, counts: NDArray[np.int64]) -> None:
    """Count how often each is chosen by so many draws of a key."""
    for k in range(number):
        counts[below(nth(key, k), counts.size)] += 1
