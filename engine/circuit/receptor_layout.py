"""Receptors of a described network, as arrays."""

import math

import numpy as np
from numpy.typing import NDArray

from engine.circuit.places import Place, block_sizes, values_of
from engine.circuit.state import (
    ALPHA_CURRENT,
    CLASSIC,
    CONDUCTANCE,
    CURRENT_STEP,
    EXPONENTIAL_CURRENT,
    VOLTAGE_JUMP,
    Receptors,
)
from engine.networks.inputs import PoissonSpikes
from engine.networks.network import Network
from engine.networks.projection import Projection
from engine.networks.synapse import Synapse
from engine.synapses import kernel_by_lag

KINDS = {
    "voltage-jump": VOLTAGE_JUMP,
    "current-step": CURRENT_STEP,
    "exponential-current": EXPONENTIAL_CURRENT,
    "alpha-current": ALPHA_CURRENT,
    "exponential-conductance": CONDUCTANCE,
    "classic-kernel": CLASSIC,
}
ReceptorIndex = dict[tuple[int, Synapse], int]


def receptor_index(network: Network, places: dict[str, Place]) -> ReceptorIndex:
    """A number for each kind of input to each block, block by block."""
    wanted = {
        (places[name].block, given.synapse): None
        for given in (*network.projections, *network.inputs)
        if isinstance(given, (Projection, PoissonSpikes))
        for name in given.target
    }
    ordered = sorted(wanted, key=lambda pair: (pair[0], pair[1].kind, repr(pair[1])))
    return {pair: number for number, pair in enumerate(ordered)}


def receptors_of(
    network: Network, places: dict[str, Place], index: ReceptorIndex, slots: int
) -> Receptors:
    """The arrays of all receptors, empty."""
    sizes = block_sizes(places)
    gains = np.empty(0)
    if any(synapse.kind == "classic-kernel" for _, synapse in index):
        gains = kernel_by_lag(network.dt_ms)
    layout = np.zeros((len(index), 6), np.int64)
    ring = state = rows = 0
    averaged, averaged_second = [np.empty(0)], [np.empty(0)]
    decay, rise, reversal = np.zeros(len(index)), np.zeros(len(index)), np.zeros(len(index))
    for (block, synapse), r in index.items():
        kind = KINDS[synapse.kind]
        layout[r] = block, kind, ring, state, sizes[block], rows
        if kind == CLASSIC:
            rows += gains.size * sizes[block]
            continue
        ring += slots * sizes[block]
        if kind in (VOLTAGE_JUMP, CURRENT_STEP):
            continue
        tau_ms = float(getattr(synapse, "tau_ms", 1.0))
        state += sizes[block]
        decay[r] = math.exp(-network.dt_ms / tau_ms)
        rise[r] = network.dt_ms / tau_ms * decay[r] * math.e
        reversal[r] = getattr(synapse, "reversal_mV", 0.0)
        mean, mean_second = _averages(network, places, block, kind, tau_ms)
        averaged.append(mean)
        averaged_second.append(mean_second)
    of_block = np.searchsorted(layout[:, 0], np.arange(len(sizes) + 1)).astype(np.int64)
    has_alpha = bool((layout[:, 1] == ALPHA_CURRENT).any())
    return Receptors(
        layout=layout,
        decay=decay,
        rise=rise,
        reversal=reversal,
        of_block=of_block,
        ring=np.zeros(ring),
        first=np.zeros(state),
        second=np.zeros(state if has_alpha else 0),
        averaged=np.concatenate(averaged),
        averaged_second=np.concatenate(averaged_second) if has_alpha else np.empty(0),
        rows=np.zeros(rows),
        gains=gains,
    )


def _averages(
    network: Network, places: dict[str, Place], block: int, kind: int, tau_ms: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """By what the first and second stage of a synapse act over a step, for a block's neurons."""
    means, seconds = [], []
    for place in places.values():
        if place.block != block:
            continue
        size, averaged = place.population.size, place.population.described_model.averaged_current
        if averaged is None or kind == CONDUCTANCE:
            means.append(np.full(size, _mean_exponential(network.dt_ms, tau_ms)))
            seconds.append(np.full(size, _mean_alpha(network.dt_ms, tau_ms)))
            continue
        mean, second = averaged(values_of(place.population, network.seed), network.dt_ms, tau_ms)
        means.append(mean)
        seconds.append(second)
    return np.concatenate(means), np.concatenate(seconds)


def _mean_exponential(dt_ms: float, tau_ms: float) -> float:
    """The mean of exp(-t / tau) over a step."""
    return -math.expm1(-dt_ms / tau_ms) * tau_ms / dt_ms


def _mean_alpha(dt_ms: float, tau_ms: float) -> float:
    """The mean of (t / tau) exp(1 - t / tau) over a step."""
    x = dt_ms / tau_ms
    return math.e * (1.0 - (1.0 + x) * math.exp(-x)) / x
