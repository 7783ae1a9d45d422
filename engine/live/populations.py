"""Which neurons are whose, as whoever looks on counts them."""

from itertools import accumulate

import numpy as np

from engine.description.network import Network
from engine.description.population import Population
from engine.live.weights import Ends


def ends_of(network: Network) -> list[Ends]:
    """Where each one's neurons are."""
    firsts = np.cumsum([0, *(each.size for each in network.populations)]).tolist()
    populations = zip(network.populations, firsts, strict=False)
    return [Ends(each.name, first, each.size) for each, first in populations]


def headings_of(network: Network) -> tuple[tuple[str, int], ...]:
    """Name and first neuron of each population."""
    firsts = accumulate((each.size for each in network.populations), initial=0)
    return tuple(
        (each.name, first) for each, first in zip(network.populations, firsts, strict=False)
    )


def population_of(network: Network, neuron: int) -> tuple[Population, int]:
    """The population that a neuron is in, and that one's first neuron."""
    firsts = [first for _, first in headings_of(network)]
    number = int(np.searchsorted(firsts, neuron, side="right")) - 1
    return network.populations[number], firsts[number]
