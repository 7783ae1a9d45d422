"""What each of 65,536 draws stands for, of distributions that have no simple formula."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.distributions.catalogue import Drawn

DRAWS = 2**16
MOST = 32_767
"""As many units as 16 bits hold of either sign."""


@lru_cache(maxsize=16)
def quantiles_of(weight: Drawn) -> tuple[NDArray[np.int16], float]:
    """The weight that each draw stands for, as a whole number of a unit, and the unit.

    A draw u is the middle of its share of the distribution: its quantile at (u + 1/2) / 65,536.
    """
    values = weight.quantiles((np.arange(DRAWS) + 0.5) / DRAWS)
    largest = float(np.abs(values).max())
    unit = (largest if largest > 0 else 1.0) / MOST
    table = np.rint(values / unit).astype(np.int16)
    table.flags.writeable = False
    return table, unit
