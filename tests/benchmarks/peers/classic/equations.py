"""What the classic network's files share: constants, and the network as ours describes it."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

DT_S = 0.01
CURRENT = 5.0
THRESHOLD = -3.5
WIDTH_S = 1 / 3


class Inputs(NamedTuple):
    """Start state, shape (3, size), and weights, to (row) from (column), shape (size, size)."""

    state: NDArray[np.float64]
    weights: NDArray[np.float64]


def read_inputs(path: Path | None) -> Inputs:
    """What `inputs` wrote; weights are exact in float32, before they are scaled."""
    if path is None:
        raise SystemExit("the classic network needs --inputs")
    with np.load(path) as file:
        weights = file["weights"].astype(np.float64)
        weights *= file["scale"]
        return Inputs(file["state"], weights)
