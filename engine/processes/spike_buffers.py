"""Room for the messages in which processes tell each other who spiked."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import MESSAGE_HEAD, MESSAGE_WORDS, MORE_WORDS
from engine.numerics.aligned import zeros

FARTHEST_APART = 2**16 - 3
"""Neurons from one spike to the next that a word tells; farther ones take another word."""


class SpikeBuffers(NamedTuple):
    """As `engine.kernels.arrays.Exchange` has them."""

    outgoing: NDArray[np.uint16]
    incoming: NDArray[np.uint16]
    more_outgoing: NDArray[np.uint16]
    more_incoming: NDArray[np.uint16]
    heard: NDArray[np.uint16]


def no_buffers() -> SpikeBuffers:
    """Of a process that has nobody to tell."""
    return SpikeBuffers(*(np.zeros(0, np.uint16) for _ in SpikeBuffers._fields))


def spike_buffers(processes: int, most_own: int, neurons: int, steps: int) -> SpikeBuffers:
    """For processes none of which has more own neurons, of all; steps: of one message."""
    longest = MESSAGE_HEAD + steps * (most_own + neurons // FARTHEST_APART + 2)
    longest = max(longest, MESSAGE_WORDS)
    return SpikeBuffers(
        outgoing=zeros(longest, np.uint16),
        incoming=zeros(processes * MESSAGE_WORDS, np.uint16),
        more_outgoing=zeros(MORE_WORDS, np.uint16),
        more_incoming=zeros(processes * MORE_WORDS, np.uint16),
        heard=zeros(processes * longest, np.uint16),
    )
