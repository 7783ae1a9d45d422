"""The numbers of Izhikevich (2003), figure 3, and how the larger networks follow from them."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

DT_MS = 1.0
NOISE_E, NOISE_I = 5.0, 2.0
LARGEST_E, LARGEST_I = 0.5, -1.0
"""Weights are uniform between zero and these."""


class Size(NamedTuple):
    """Neurons, the synapses that each has to others (None for all-to-all), and a factor."""

    neurons: int
    synapses: int | None
    weight_scale: float
    """With fewer synapses: between 10, which keeps the mean of the input, and sqrt(10), which
    keeps its variance; at this one the rate is that of the paper."""

    @property
    def excitatory(self) -> int:
        return self.neurons * 4 // 5


SIZES = {
    "1000-all": Size(1000, None, 1.0),
    "10000x1000": Size(10_000, 1000, 1.0),
    "100000x100": Size(100_000, 100, 6.5),
}


class Cells(NamedTuple):
    """The parameters of each neuron, and its noise's standard deviation, shape (neurons,)."""

    a: NDArray[np.float64]
    b: NDArray[np.float64]
    c: NDArray[np.float64]
    d: NDArray[np.float64]
    noise: NDArray[np.float64]


def cells(size: Size) -> Cells:
    """Neurons from regular spiking to chattering, interneurons from low threshold to fast."""
    random = np.random.default_rng(1)
    excitatory = size.excitatory
    r, s = random.random(excitatory), random.random(size.neurons - excitatory)
    return Cells(
        a=np.concatenate((np.full(r.size, 0.02), 0.02 + 0.08 * s)),
        b=np.concatenate((np.full(r.size, 0.2), 0.25 - 0.05 * s)),
        c=np.concatenate((-65 + 15 * r**2, np.full(s.size, -65.0))),
        d=np.concatenate((8 - 6 * r**2, np.full(s.size, 2.0))),
        noise=np.concatenate((np.full(r.size, NOISE_E), np.full(s.size, NOISE_I))),
    )
