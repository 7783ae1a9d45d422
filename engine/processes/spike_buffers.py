"""Room for the messages in which processes tell each other who spiked."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import MESSAGE_HEAD, MESSAGE_WORDS, MORE_WORDS
from engine.numerics.aligned import zeros

FARTHEST_APART = 2**16 - 2
"""Neurons from one spike to the next that a word tells; one more than it goes on in the next."""


class SpikeBuffers(NamedTuple):
    """As `engine.kernels.arrays.Exchange` has them."""

    outgoing: NDArray[np.uint16]
    incoming: NDArray[np.uint16]
    more_outgoing: NDArray[np.uint16]
    more_incoming: NDArray[np.uint16]


def no_buffers() -> SpikeBuffers:
    """Of a process that has nobody to tell."""
    return SpikeBuffers(*(np.zeros(0, np.uint16) for _ in SpikeBuffers._fields))


def spike_buffers(processes: int, own: int, neurons: int) -> SpikeBuffers:
    """For a process that has so many own neurons, of all."""
    most = MESSAGE_HEAD + own + neurons // FARTHEST_APART + 1
    return SpikeBuffers(
        outgoing=zeros(max(most, MESSAGE_WORDS), np.uint16),
        incoming=zeros(processes * MESSAGE_WORDS, np.uint16),
        more_outgoing=zeros(MORE_WORDS, np.uint16),
        more_incoming=zeros(processes * MORE_WORDS, np.uint16),
    )
