"""Receptors of a network, as arrays, and what acts on each block of neurons in a step."""

import math
from collections.abc import Container

import numpy as np
from numpy.typing import NDArray

from engine.connections.bundle_plan import BundlePlan
from engine.connections.projection_blocks import SHARED_UNIT, ProjectionBlock, ReceptorKey
from engine.description.network import Network
from engine.inputs.poisson_spikes import PoissonSpikes
from engine.kernels.arrays import (
    CALL_COLUMNS,
    R_AVERAGED,
    R_BLOCK,
    R_IS_FIXED,
    R_IS_SCALED,
    R_LATE,
    R_RING,
    R_SIZE,
    R_SLOTS,
    R_SOURCE,
    R_STRIDE,
    R_TILES,
    R_VALUE,
    RECEPTOR_COLUMNS,
    Calls,
    Receptors,
)
from engine.kernels.bundle_arrays import places_of
from engine.kernels.scaled_values import FASTEST, SPAN, scales_of
from engine.numerics.aligned import padded_to_lines, zeros
from engine.runtime.population_ranges import PopulationRange, block_sizes, values_of
from engine.runtime.tiles import TILE
from engine.synapses.catalogue import BEGINNINGS, Synapse, beginning_part, synapse_part
from engine.synapses.exponential_current import ExponentialCurrent

ReceptorIndex = dict[ReceptorKey, int]


def receptor_index(
    network: Network,
    population_ranges: dict[str, PopulationRange],
    projection_blocks: list[ProjectionBlock],
) -> ReceptorIndex:
    """A number for each kind of input to each block, block by block."""
    wanted: dict[ReceptorKey, None] = {}
    for projection_block in projection_blocks:
        if projection_block.is_last_spike:
            continue
        wanted[projection_block.receptor] = None
        if (
            projection_block.unit is not None
            and projection_block.middle != 0.0
            and projection_block.storage != "sparse"
        ):
            wanted[projection_block.middle_receptor] = None
    for given in network.inputs:
        if isinstance(given, PoissonSpikes):
            for name in given.target:
                wanted[poisson_receptor(population_ranges[name], given, wanted)] = None
    ordered = sorted(wanted, key=lambda key: (key.block, key.synapse.kind, key.is_late, repr(key)))
    return {key: number for number, key in enumerate(ordered)}


def poisson_receptor(
    target: PopulationRange, given: PoissonSpikes, known: Container[ReceptorKey]
) -> ReceptorKey:
    """The input of a population that Poisson spikes act on.

    It is that of drawn weights, if there is one which keeps what arrives: one exponential is less
    work than two. known: receptors of projections, at least.
    """
    is_late = given.synapse.acts_at_end
    shared = ReceptorKey(target.block, given.synapse, SHARED_UNIT, is_late)
    if given.synapse.stages and shared in known:
        return shared
    return shared._replace(unit=None)


def reached_sparsely(
    network: Network,
    population_ranges: dict[str, PopulationRange],
    projection_blocks: list[ProjectionBlock],
    index: ReceptorIndex,
) -> set[int]:
    """The receptors where nothing arrives but by sparse synapses, whose spikes reach few neurons
    in a step."""
    others: set[ReceptorKey] = set()
    for each in projection_blocks:
        if each.storage != "sparse":
            others |= {each.receptor, each.middle_receptor}
    for given in network.inputs:
        if isinstance(given, PoissonSpikes):
            others |= {
                poisson_receptor(population_ranges[name], given, index) for name in given.target
            }
    return {r for key, r in index.items() if key not in others}


def receptors_of(
    network: Network,
    population_ranges: dict[str, PopulationRange],
    index: ReceptorIndex,
    units: NDArray[np.float64],
    latest: dict[int, int],
    bundles: list[BundlePlan],
    segments: NDArray[np.int64],
    sparsely: set[int],
) -> Receptors:
    """The arrays of all receptors, empty.

    units: of fixed-point weights. latest: the longest delay to each, in steps, if any. segments: of
    each block, shape (blocks, segments + 1). sparsely: those that few arrive at in a step.
    """
    sizes, count = block_sizes(population_ranges), len(index)
    layout = np.zeros((count, RECEPTOR_COLUMNS), np.int64)
    decay, rise, reversal = np.zeros(count), np.zeros(count), np.zeros(count)
    common, scales = np.full(count, np.nan), np.ones((count, SPAN))
    means, source_means = [np.empty(0)], [np.empty(0)]
    stored = averaged = fixed = 0
    bundled = {plan.key: plan.span for plan in bundles}
    strides = [places_of(int(np.diff(each).max())) for each in segments]
    tiles = [np.empty(0, np.int64)]
    for key, r in index.items():
        block, synapse, unit, is_late = key
        # A late jump has arrived before its slot is needed anew; what else arrives waits a step.
        slots = max(1, latest.get(r, 0) + (not is_late))
        size, stages = padded_to_lines(sizes[block], np.int32), synapse.stages
        value, source = stored, stored + (stages - 1) * size
        stored += stages * size
        if key in bundled:
            ring, slots, stride = fixed, bundled[key], strides[block]
            fixed += (segments.shape[1] - 1) * slots * stride
            layout[r, [R_STRIDE, R_TILES]] = stride, sum(each.size for each in tiles)
            tiles.append(_tiles(segments[block], slots * stride))
        elif unit is not None:
            ring = fixed
            fixed += slots * size
        elif stages and slots == 1:
            # It would be emptied into the first stage at once: it is that stage.
            ring = source
        else:
            ring = stored
            stored += slots * size
        layout[r, [R_BLOCK, R_RING, R_SLOTS, R_SIZE]] = block, ring, slots, size
        layout[r, [R_VALUE, R_SOURCE, R_AVERAGED]] = value, source, averaged
        layout[r, [R_IS_FIXED, R_LATE]] = unit is not None, is_late
        if not stages:
            continue
        tau_ms = float(getattr(synapse, "tau_ms", 1.0))
        decay[r] = math.exp(-network.dt_ms / tau_ms)
        rise[r] = network.dt_ms / tau_ms * decay[r] * math.e
        reversal[r] = getattr(synapse, "reversal_mV", 0.0)
        is_conductance = synapse.is_conductance
        mean, source_mean = _averages(network, population_ranges, block, is_conductance, tau_ms)
        common[r] = mean[0] if (mean == mean[0]).all() else np.nan
        is_alike, is_its_ring = not np.isnan(common[r]), ring == source and unit is None
        if r in sparsely and is_alike and is_its_ring and _may_be_scaled(synapse, network.dt_ms):
            layout[r, R_IS_SCALED], scales[r] = 1, scales_of(network.dt_ms, tau_ms)
        means.append(mean)
        source_means.append(source_mean)
        averaged += mean.size
    return Receptors(
        layout=layout,
        decay=decay,
        scales=scales.reshape(-1),
        rise=rise,
        reversal=reversal,
        unit=units,
        averaged=np.concatenate(means),
        averaged_source=np.concatenate(source_means),
        common=common,
        store=zeros(stored, np.float64),
        fixed_ring=zeros(fixed, np.int32),
        tiles=np.concatenate(tiles),
    )


def _may_be_scaled(synapse: Synapse, dt_ms: float) -> bool:
    """Whether what it leaves to act may be kept in a scale that decays in its stead."""
    return isinstance(synapse, ExponentialCurrent) and dt_ms <= FASTEST * synapse.tau_ms


def _tiles(segments: NDArray[np.int64], apart: int) -> NDArray[np.int64]:
    """Where in a slot each tile of a block begins; apart: from segment to segment."""
    lows = np.arange(0, segments[-1], TILE)
    which = np.searchsorted(segments, lows, side="right") - 1
    return np.asarray(which * apart + lows - segments[which])


def calls_of(
    index: ReceptorIndex,
    blocks: int,
    inputs: list[list[tuple[int, ...]]],
    noisy: list[bool],
    last_spikes: list[list[tuple[int, ...]]],
    source_spikes: list[list[tuple[int, ...]]],
) -> Calls:
    """What acts on each block, in the order of calls.

    inputs, last_spikes, source_spikes: the calls of inputs, of synapses of last spikes, and of
    what lets sources spike, for each block. noisy: whether inputs add to its current themselves.
    """
    begins = np.zeros(blocks, np.int64)
    early: list[list[tuple[int, ...]]] = [[] for _ in range(blocks)]
    late: list[list[tuple[int, ...]]] = [[] for _ in range(blocks)]
    for block, more in enumerate(inputs):
        early[block] += more
    for first, count, key in _runs(index):
        calls, block, kind = late if key.is_late else early, key.block, key.synapse.kind
        is_first = calls is early and len(early[block]) == len(inputs[block])
        if is_first and not noisy[block] and kind in BEGINNINGS:
            begins[block] = 1
            calls[block].append((beginning_part(kind), first, count))
        else:
            calls[block].append((synapse_part(kind), first, count))
    for block, more in enumerate(last_spikes):
        early[block] += more
    for block, more in enumerate(source_spikes):
        late[block] += more
    table = [call for calls in early for call in calls]
    begin = len(table)
    table += [call for calls in late for call in calls]
    # The room for conductances is shared, so that what one block leaves there must be cleared.
    conducts = any(key.synapse.is_conductance for key in index)
    return Calls(
        table=np.array(table, np.int64).reshape(-1, CALL_COLUMNS),
        early=np.cumsum([0, *map(len, early)]),
        late=np.cumsum([begin, *map(len, late)]),
        conducts=np.full(blocks, int(conducts)),
        begins=begins,
    )


def _runs(index: ReceptorIndex) -> list[tuple[int, int, ReceptorKey]]:
    """Receptors of one kind that stand side by side: the first, how many, and what they are."""
    runs: list[tuple[int, int, ReceptorKey]] = []
    for key, r in index.items():
        if runs:
            first, count, last = runs[-1]
            is_same = key.synapse.kind == last.synapse.kind and key.is_late == last.is_late
            if is_same and key.block == last.block:
                runs[-1] = (first, count + 1, last)
                continue
        runs.append((r, 1, key))
    return runs


def _averages(
    network: Network,
    population_ranges: dict[str, PopulationRange],
    block: int,
    is_conductance: bool,
    tau_ms: float,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """By what the first and second stage of a synapse act over a step, for a block's neurons."""
    means, seconds = [], []
    for population_range in population_ranges.values():
        if population_range.block != block:
            continue
        size, averaged = (
            population_range.population.size,
            population_range.population.described_model.averaged_current,
        )
        if averaged is None or is_conductance:
            means.append(np.full(size, _mean_exponential(network.dt_ms, tau_ms)))
            seconds.append(np.full(size, _mean_alpha(network.dt_ms, tau_ms)))
            continue
        mean, second = averaged(
            values_of(population_range.population, network.seed), network.dt_ms, tau_ms
        )
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
