"""The numbers of Potjans and Diesmann (2014), and how their networks are scaled down.

Tables 4 and 5 of the paper; start potentials and rates from its implementation in NEST.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

POPULATIONS = ("L23E", "L23I", "L4E", "L4I", "L5E", "L5I", "L6E", "L6I")
FULL = 77_169
SIZES = np.array([20683, 5834, 21915, 5479, 4850, 1065, 14395, 2948])
PROBABILITIES = np.array(
    [
        # to each of the populations, from each of them
        [0.1009, 0.1689, 0.0437, 0.0818, 0.0323, 0.0000, 0.0076, 0.0000],
        [0.1346, 0.1371, 0.0316, 0.0515, 0.0755, 0.0000, 0.0042, 0.0000],
        [0.0077, 0.0059, 0.0497, 0.1350, 0.0067, 0.0003, 0.0453, 0.0000],
        [0.0691, 0.0029, 0.0794, 0.1597, 0.0033, 0.0000, 0.1057, 0.0000],
        [0.1004, 0.0622, 0.0505, 0.0057, 0.0831, 0.3726, 0.0204, 0.0000],
        [0.0548, 0.0269, 0.0257, 0.0022, 0.0600, 0.3158, 0.0086, 0.0000],
        [0.0156, 0.0066, 0.0211, 0.0166, 0.0572, 0.0197, 0.0396, 0.2252],
        [0.0364, 0.0010, 0.0034, 0.0005, 0.0277, 0.0080, 0.0658, 0.1443],
    ]
)
EXTERNAL_INPUTS = np.array([1600, 1500, 2100, 1900, 2000, 1900, 2900, 2100])
EXTERNAL_Hz = 8.0
RATES_Hz = np.array([0.903, 2.965, 4.414, 5.876, 7.569, 8.633, 1.105, 7.829])
"""Of the full network, by which mean input is kept in smaller ones."""
START_MEAN_mV = (-68.28, -63.16, -63.33, -63.45, -63.11, -61.66, -66.72, -61.43)
START_DEVIATION_mV = (5.36, 4.57, 4.74, 4.94, 4.94, 4.55, 5.46, 4.48)

DT_MS = 0.1
TAU_M_MS, TAU_SYN_MS, CAPACITANCE_pF = 10.0, 0.5, 250.0
REST_mV, THRESHOLD_mV, RESET_mV, REFRACTORY_MS = -65.0, -50.0, -65.0, 2.0
PSP_mV = 0.15
INHIBITION = -4.0
WEIGHT_SPREAD = 0.1
DELAY_E_MS, DELAY_I_MS, DELAY_SPREAD = 1.5, 0.75, 0.5


def peak_of_psp_mV_per_pA() -> float:  # noqa: N802 - the unit
    """The largest potential after a spike whose current jumps by 1 pA."""
    slow, fast = TAU_M_MS, TAU_SYN_MS
    peak_ms = math.log(slow / fast) * slow * fast / (slow - fast)
    rise = math.exp(-peak_ms / slow) - math.exp(-peak_ms / fast)
    return slow * fast / (slow - fast) / CAPACITANCE_pF * rise


WEIGHT_pA = PSP_mV / peak_of_psp_mV_per_pA()


class Scaled(NamedTuple):
    """The network with a fraction of its neurons and of their synapses."""

    sizes: NDArray
    synapses: NDArray
    """In all, to each population (row) from each."""
    weights_pA: NDArray  # noqa: N815 - the unit
    external_inputs: NDArray
    external_pA: float  # noqa: N815 - the unit
    current_pA: NDArray  # noqa: N815 - the unit


def scaled(neurons: int, is_constant: bool) -> Scaled:
    """About so many neurons, with the mean and the variance of their input that all have."""
    part = neurons / FULL
    pairs = np.outer(SIZES, SIZES).astype(float)
    synapses = np.log1p(-PROBABILITIES) / np.log1p(-1.0 / pairs)
    weights = np.tile(WEIGHT_pA * np.array([1.0, INHIBITION] * 4), (8, 1))
    weights[0, 2] *= 2.0
    external_Hz = EXTERNAL_INPUTS * EXTERNAL_Hz  # noqa: N806 - the unit
    within = (weights * synapses * RATES_Hz).sum(axis=1) / SIZES
    outside = WEIGHT_pA * external_Hz
    lost = (1.0 - math.sqrt(part)) * (within + (0.0 if is_constant else outside))
    return Scaled(
        sizes=np.rint(SIZES * part).astype(int),
        synapses=np.rint(synapses * part**2).astype(int),
        weights_pA=weights / math.sqrt(part),
        external_inputs=np.rint(EXTERNAL_INPUTS * part).astype(int),
        external_pA=WEIGHT_pA / math.sqrt(part),
        current_pA=TAU_SYN_MS / 1000.0 * (lost + (outside if is_constant else 0.0)),
    )
