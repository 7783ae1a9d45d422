"""Inputs from outside, as arrays, and what acts on each block of neurons."""

import math
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from engine.connections.joining import Parts
from engine.description.network import Network
from engine.distributions.catalogue import drawn
from engine.inputs import noise_current, poisson_spikes
from engine.inputs.constant_current import ConstantCurrent
from engine.inputs.current_pulses import CurrentPulses
from engine.inputs.noise_current import NoiseCurrent
from engine.inputs.poisson_spikes import PoissonSpikes
from engine.kernels.arrays import R_BLOCK, Receptors
from engine.kernels.outside_arrays import E_RECEPTOR, POISSON_COLUMNS, External
from engine.kernels.poisson_counts import ladder_of, mixed_numbers
from engine.kernels.receptor_layout import ReceptorIndex, poisson_receptor
from engine.numerics.aligned import zeros
from engine.numerics.keys import key_of
from engine.runtime.population_ranges import PopulationRange

FINEST = 2.0**-33
"""Probability below which a number of spikes in a step is left out: 32 bits can't tell it."""


@dataclass(frozen=True, slots=True)
class Change:
    """A pulse into some neurons, as the description counts, begins (pulses = 1), or ends (-1)."""

    step: int
    first: int
    count: int
    current: float
    pulses: int


def external_of(
    network: Network, population_ranges: dict[str, PopulationRange], receptors: ReceptorIndex
) -> tuple[External, NDArray[np.float64]]:
    """The arrays of all inputs but pulses, by position, and the applied current of each neuron."""
    applied, noise = zeros(network.size, np.float64), zeros(network.size, np.float64)
    rows: list[tuple[int, ...]] = []
    weights, keys = [], []
    ladders, numbers = Parts(np.int64), Parts(np.uint32)
    for number, given in enumerate(network.inputs):
        for name in given.target:
            population_range = population_ranges[name]
            neurons = slice(
                population_range.start, population_range.start + population_range.population.size
            )
            match given:
                case ConstantCurrent():
                    applied[neurons] += drawn(0, given.current, population_range.population.size)
                case NoiseCurrent():
                    applied[neurons] += given.mean
                    noise[neurons] = np.hypot(noise[neurons], given.standard_deviation)
                case PoissonSpikes():
                    mean = given.rate_Hz * given.sources * network.dt_ms / 1000.0
                    least, thresholds = poisson_thresholds(mean)
                    receptor = poisson_receptor(population_range, given, receptors)
                    key, ladder = (
                        key_of(network.seed, "poisson", number, name),
                        ladder_of(thresholds),
                    )
                    mixed = mixed_numbers(
                        key, population_range.first, population_range.population.size
                    )
                    within = population_range.offset, population_range.end
                    first = ladders.add(ladder)
                    rungs = first, first + ladder.size
                    rows.append((receptors[receptor], *within, *rungs, least, numbers.add(mixed)))
                    weights.append(given.weight)
                    keys.append(key)
    external = External(
        noise=noise if noise.any() else np.empty(0),
        noise_key=np.array([key_of(network.seed, "noise")], np.uint64),
        poisson=np.array(rows, np.int64).reshape(-1, POISSON_COLUMNS),
        poisson_weight=np.array(weights, np.float64),
        poisson_key=np.array(keys, np.uint64),
        poisson_numbers=numbers.joined(),
        ladders=ladders.joined(),
    )
    return external, applied


def calls_of_inputs(
    external: External, receptors: Receptors, sizes: list[int]
) -> list[list[tuple[int, ...]]]:
    """The calls of noise and of Poisson spikes for each block, of so many neurons."""
    calls: list[list[tuple[int, ...]]] = [[] for _ in sizes]
    for block, is_noisy in enumerate(noisy_blocks(external, sizes)):
        if is_noisy:
            calls[block].append((noise_current.part(), 0, 0))
    for k, receptor in enumerate(external.poisson[:, E_RECEPTOR]):
        calls[receptors.layout[receptor, R_BLOCK]].append((poisson_spikes.part(), k, 1))
    return calls


def noisy_blocks(external: External, sizes: list[int]) -> list[bool]:
    """Whether there is noise in the current of each block, of so many neurons."""
    ends = accumulate(sizes)
    return [
        bool(external.noise[end - size : end].any()) for end, size in zip(ends, sizes, strict=True)
    ]


def changes_of(network: Network, population_ranges: dict[str, PopulationRange]) -> list[Change]:
    """When pulses begin and end, in the order of time."""
    changes = []
    for given in network.inputs:
        if not isinstance(given, CurrentPulses):
            continue
        duration = round(given.duration_ms / network.dt_ms)
        for name in given.target:
            population_range = population_ranges[name]
            first, count = given.neurons or (0, population_range.population.size)
            for time_ms in given.times_ms:
                begin, at = round(time_ms / network.dt_ms), population_range.first + first
                changes.append(Change(begin, at, count, given.amplitude, 1))
                changes.append(Change(begin + duration, at, count, -given.amplitude, -1))
    return sorted(changes, key=lambda change: change.step)


def poisson_thresholds(mean: float) -> tuple[int, NDArray[np.uint32]]:
    """How many spikes there are at least, and from which 32-bit number on there is one more."""
    count = int(mean + 12.0 * math.sqrt(mean) + 20.0)
    numbers = np.arange(count)
    logs = np.cumsum(np.concatenate(([0.0], np.log(np.arange(1, count)))))
    with np.errstate(divide="ignore"):
        probabilities = np.exp(numbers * np.log(mean) - mean - logs) if mean > 0 else numbers == 0
    below = np.cumsum(probabilities)
    least = int(np.searchsorted(below, FINEST))
    most = int(np.searchsorted(below, 1.0 - FINEST))
    steps = np.minimum(np.rint(below[least:most] * 2.0**32), 2.0**32 - 1)
    return least, steps.astype(np.uint32)
