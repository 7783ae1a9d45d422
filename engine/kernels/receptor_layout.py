"""Receptors of a described network, as arrays."""

import math

import numpy as np
from numpy.typing import NDArray

from engine.classic.synapses import kernel_by_lag
from engine.connections.projection_blocks import ReceptorKey, Strand
from engine.description.network import Network
from engine.inputs.poisson_spikes import PoissonSpikes
from engine.kernels.arrays import (
    ALPHA_CURRENT,
    AVERAGED,
    BLOCK,
    CLASSIC,
    CONDUCTANCE,
    CURRENT,
    CURRENT_STEP,
    EXPONENTIAL_CURRENT,
    INBOX,
    KIND,
    QUANTAL,
    RECEPTOR_COLUMNS,
    ROWS,
    SIZE,
    SLOTS,
    SOURCE,
    VOLTAGE_JUMP,
    Receptors,
)
from engine.numerics.aligned import padded_to_lines, zeros
from engine.runtime.population_ranges import Place, block_sizes, values_of

KINDS = {
    "voltage-jump": VOLTAGE_JUMP,
    "current-step": CURRENT_STEP,
    "exponential-current": EXPONENTIAL_CURRENT,
    "alpha-current": ALPHA_CURRENT,
    "exponential-conductance": CONDUCTANCE,
    "classic-kernel": CLASSIC,
}
ReceptorIndex = dict[ReceptorKey, int]


def receptor_index(
    network: Network, places: dict[str, Place], strands: list[Strand]
) -> ReceptorIndex:
    """A number for each kind of input to each block, block by block."""
    wanted = {strand.receptor: None for strand in strands}
    for given in network.inputs:
        if isinstance(given, PoissonSpikes):
            wanted |= {(places[name].block, given.synapse, False): None for name in given.target}
    ordered = sorted(wanted, key=lambda key: (key[0], key[1].kind, repr(key)))
    return {key: number for number, key in enumerate(ordered)}


def receptors_of(
    network: Network,
    places: dict[str, Place],
    index: ReceptorIndex,
    quantum: NDArray[np.float64],
    latest: dict[int, int],
) -> Receptors:
    """The arrays of all receptors, empty.

    quantum: of those that count in quanta. latest: the longest delay to each, in steps.
    """
    sizes, count = block_sizes(places), len(index)
    gains = np.empty(0)
    if any(synapse.kind == "classic-kernel" for _, synapse, _ in index):
        gains = kernel_by_lag(network.dt_ms)
    layout = np.zeros((count, RECEPTOR_COLUMNS), np.int64)
    decay, rise, reversal = np.zeros(count), np.zeros(count), np.zeros(count)
    common = np.full(count, np.nan)
    means, source_means = [np.empty(0)], [np.empty(0)]
    stored = rows = averaged = quanta = 0
    for (block, synapse, is_quantal), r in index.items():
        kind, slots = KINDS[synapse.kind], latest.get(r, 1)
        size = padded_to_lines(sizes[block], np.int32)
        layout[r, [BLOCK, KIND, SLOTS, SIZE, ROWS]] = block, kind, slots, size, rows
        layout[r, QUANTAL] = is_quantal
        if kind == CLASSIC:
            rows += gains.size * size
            continue
        stages = {VOLTAGE_JUMP: 0, CURRENT_STEP: 0, ALPHA_CURRENT: 2}.get(kind, 1)
        current, source = stored, stored + (stages - 1) * size
        stored += stages * size
        if is_quantal:
            inbox = quanta
            quanta += slots * size
        elif stages and slots == 1:
            # It would be emptied into the first stage at once: it is that stage.
            inbox = source
        else:
            inbox = stored
            stored += slots * size
        layout[r, [INBOX, CURRENT, SOURCE, AVERAGED]] = inbox, current, source, averaged
        if not stages:
            continue
        tau_ms = float(getattr(synapse, "tau_ms", 1.0))
        decay[r] = math.exp(-network.dt_ms / tau_ms)
        rise[r] = network.dt_ms / tau_ms * decay[r] * math.e
        reversal[r] = getattr(synapse, "reversal_mV", 0.0)
        mean, source_mean = _averages(network, places, block, kind, tau_ms)
        common[r] = mean[0] if (mean == mean[0]).all() else np.nan
        means.append(mean)
        source_means.append(source_mean)
        averaged += mean.size
    return Receptors(
        layout=layout,
        decay=decay,
        rise=rise,
        reversal=reversal,
        of_block=np.searchsorted(layout[:, BLOCK], np.arange(len(sizes) + 1)).astype(np.int64),
        store=zeros(stored, np.float64),
        quanta=zeros(quanta, np.int32),
        quantum=quantum,
        averaged=np.concatenate(means),
        averaged_source=np.concatenate(source_means),
        common=common,
        conducts=bool((layout[:, KIND] == CONDUCTANCE).any()),
        rows=zeros(rows, np.float64),
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
