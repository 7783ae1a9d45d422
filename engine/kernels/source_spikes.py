"""When spike sources spike, as arrays, and what lets them."""

import numpy as np

from engine.description.network import Network
from engine.kernels.outside_arrays import TRAIN_COLUMNS, SourceSpikes
from engine.numerics.keys import key_of
from engine.runtime.population_ranges import PopulationRange
from engine.spike_trains import given_spikes, poisson_rate
from engine.spike_trains.given_spikes import GivenSpikes
from engine.spike_trains.poisson_rate import PoissonRate

BYTES_PER_SPIKE = 64
"""Of a given one, while they are put in order."""


def source_spikes_of(
    network: Network, population_ranges: dict[str, PopulationRange]
) -> SourceSpikes:
    """The arrays of all spike sources, which are in one block."""
    steps, neurons = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    begins, likely = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    rows, keys, total = [], [], 0
    for name, population_range in population_ranges.items():
        match population_range.population.spikes:
            case GivenSpikes() as given:
                steps.append(given.steps(network.dt_ms))
                neurons.append(given.trains.neurons + population_range.offset)
            case PoissonRate() as rate:
                begin, among = rate.pieces(network.dt_ms)
                end = total + begin.size
                rows.append((population_range.offset, population_range.end, total, end))
                keys.append(key_of(network.seed, name, "spikes"))
                begins.append(begin)
                likely.append(among)
                total = end
    every, of = np.concatenate(steps), np.concatenate(neurons)
    order = np.lexsort((of, every))
    return SourceSpikes(
        steps=every[order],
        neurons=of[order].astype(np.int32),
        poisson=np.array(rows, np.int64).reshape(-1, TRAIN_COLUMNS),
        keys=np.array(keys, np.uint64),
        begins=np.concatenate(begins),
        likely=np.concatenate(likely),
    )


def calls_of_source_spikes(
    spikes: SourceSpikes, population_ranges: dict[str, PopulationRange], blocks: int
) -> list[list[tuple[int, ...]]]:
    """The calls that let neurons spike, for each block."""
    calls: list[list[tuple[int, ...]]] = [[] for _ in range(blocks)]
    wanted: list[tuple[int, ...]] = []
    if spikes.steps.size:
        wanted.append((given_spikes.part(), 0, 1))
    if len(spikes.poisson):
        wanted.append((poisson_rate.part(), 0, len(spikes.poisson)))
    for population_range in population_ranges.values():
        if population_range.population.described_model.is_source:
            calls[population_range.block] = wanted
    return calls


def bytes_of_given_spikes(network: Network) -> int:
    """Bytes of the given spikes, about."""
    given = [p.spikes for p in network.populations if isinstance(p.spikes, GivenSpikes)]
    return BYTES_PER_SPIKE * sum(each.trains.times_ms.size for each in given)
