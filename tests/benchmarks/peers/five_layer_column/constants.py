"""The numbers of the five-layer column network, and its synapses drawn one by one."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

DT_MS = 1.0
LAYERS, COLUMNS = 5, 20
EXCITATORY, INHIBITORY = 320, 80
"""Of each layer, in this order."""
LAYER = EXCITATORY + INHIBITORY
NEURONS = LAYERS * LAYER
SENSORY, AFFERENT, INTERNAL, EFFERENT, MOTOR = range(LAYERS)
NOISE_E, NOISE_I = 3.5, 1.5
SENSORY_RATE_Hz, SENSORY_WEIGHT = 40.0, 15.0
SEED = 1


class Rule(NamedTuple):
    """Synapses from one part of a layer to another; weights lie between 0 and `largest`."""

    source: NDArray[np.int64]
    target: NDArray[np.int64]
    probability: float
    largest: float
    delays_ms: tuple[int, int] = (1, 20)
    within_column: bool = True


class Synapses(NamedTuple):
    """All of shape (synapses,)."""

    source: NDArray[np.int64]
    target: NDArray[np.int64]
    weight: NDArray[np.float64]
    delay_ms: NDArray[np.int64]


def excitatory(layer: int) -> NDArray[np.int64]:
    return layer * LAYER + np.arange(EXCITATORY)


def inhibitory(layer: int) -> NDArray[np.int64]:
    return layer * LAYER + EXCITATORY + np.arange(INHIBITORY)


def both(layer: int) -> NDArray[np.int64]:
    return layer * LAYER + np.arange(LAYER)


def rules() -> list[Rule]:
    """Within layers, from layer to layer, back to the afferent one, and between columns."""
    own = [
        rule
        for layer in range(LAYERS)
        for rule in (
            Rule(inhibitory(layer), both(layer), 0.5, -12.0, (1, 1)),
            Rule(excitatory(layer), both(layer), 0.3, 6.0),
        )
    ]
    onward = [
        Rule(excitatory(source), both(source_to), 0.5, 18.0)
        for source, source_to in (
            (SENSORY, AFFERENT),
            (AFFERENT, INTERNAL),
            (INTERNAL, EFFERENT),
            (EFFERENT, MOTOR),
        )
    ]
    return [
        *own,
        *onward,
        Rule(excitatory(INTERNAL), excitatory(AFFERENT), 0.2, 6.0),
        Rule(excitatory(INTERNAL), both(INTERNAL), 0.02, 6.0, (5, 20), within_column=False),
    ]


def column(neuron: NDArray[np.int64]) -> NDArray[np.int64]:
    """16 excitatory and 4 inhibitory neurons of each layer are a column's."""
    k = neuron % LAYER
    share_e, share_i = EXCITATORY // COLUMNS, INHIBITORY // COLUMNS
    return np.where(k < EXCITATORY, k // share_e, (k - EXCITATORY) // share_i)


def synapses() -> Synapses:
    """Every pair that is allowed, with its probability."""
    draw = np.random.default_rng(SEED)
    parts = []
    for rule in rules():
        allowed = np.ones((rule.source.size, rule.target.size), bool)
        if rule.within_column:
            allowed = column(rule.source)[:, None] == column(rule.target)
        taken = allowed & (draw.random(allowed.shape) < rule.probability)
        source, target = np.nonzero(taken)
        low, high = rule.delays_ms
        parts.append(
            Synapses(
                rule.source[source],
                rule.target[target],
                rule.largest * draw.random(source.size),
                draw.integers(low, high + 1, source.size),
            )
        )
    return Synapses(*(np.concatenate(arrays) for arrays in zip(*parts, strict=True)))


class Cells(NamedTuple):
    """What each neuron is given, shape (neurons,)."""

    a: NDArray[np.float64]
    c: NDArray[np.float64]
    d: NDArray[np.float64]
    noise: NDArray[np.float64]
    driven: NDArray[np.float64]
    """Mean number of spikes from outside in a step."""


def cells() -> Cells:
    """Excitatory neurons between regular spiking and chattering, inhibitory ones fast spiking."""
    way = np.random.default_rng(SEED + 1).random(NEURONS) ** 2
    neuron = np.arange(NEURONS)
    is_excitatory = neuron % LAYER < EXCITATORY
    return Cells(
        a=np.where(is_excitatory, 0.02, 0.1),
        c=np.where(is_excitatory, -65.0 + 15.0 * way, -65.0),
        d=np.where(is_excitatory, 8.0 - 6.0 * way, 2.0),
        noise=np.where(is_excitatory, NOISE_E, NOISE_I),
        driven=np.where(neuron < LAYER, SENSORY_RATE_Hz * DT_MS / 1000.0, 0.0),
    )
