"""Building sparse synapses as compressed rows by presynaptic neuron, in parallel.

Each thread draws the sources of its own targets twice: to count, and then to fill in. A row
holds its synapses by ascending target, whatever the number of threads.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.circuit.randomness import below, normal, nth, unit
from engine.circuit.sources import sources_of
from engine.jit import kernel
from engine.networks.quantities import Distribution, Normal, Uniform

CONSTANT, UNIFORM, NORMAL = range(3)
FOR_WEIGHTS, FOR_DELAYS = 2**40, 2**40 + 1
"""Numbers of a key that no target has."""
TARGETS_PER_CALL = 2000
"""After so many a build looks whether it is still wanted."""
_WRAPPING = np.errstate(over="ignore")
"""Interpreted, hashes that wrap around would warn; compiled, never."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Who connects to whom of one population to another; see `sources_of`."""

    rule: int
    number: float
    key: int
    source_size: int
    self_connections: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """A value of each synapse: which distribution, and its two numbers."""

    law: int
    first: float
    second: float

    @classmethod
    def of(cls, value: Distribution) -> "Drawn":
        """The distribution as numbers."""
        match value:
            case Uniform(low, high):
                return cls(UNIFORM, low, high)
            case Normal(mean, deviation):
                return cls(NORMAL, mean, deviation)
        return cls(CONSTANT, float(value), 0.0)

    @property
    def is_constant(self) -> bool:
        """Whether it is the same for all."""
        return self.law == CONSTANT


@kernel
def count_targets(
    rule: int,
    number: float,
    key: np.uint64,
    self_connections: bool,
    low: int,
    high: int,
    found: NDArray[np.int32],
    taken: NDArray[np.uint8],
    counts: NDArray[np.int64],
) -> None:
    """Count each source's synapses to targets `low` to `high`."""
    for target in range(low, high):
        own = -1 if self_connections else target
        for k in range(sources_of(rule, number, key, target, own, found, taken)):
            counts[found[k]] += 1


@kernel
def fill_rows(
    rule: int,
    number: float,
    key: np.uint64,
    self_connections: bool,
    low: int,
    high: int,
    target_offset: int,
    found: NDArray[np.int32],
    taken: NDArray[np.uint8],
    cursors: NDArray[np.int64],
    targets: NDArray[np.uint32],
    weight_law: int,
    weight_1: float,
    weight_2: float,
    weights: NDArray[np.float32],
    delay_law: int,
    delay_1: float,
    delay_2: float,
    longest: int,
    delays: NDArray[np.uint16],
) -> None:
    """Put the synapses to targets `low` to `high` where each source's cursor stands."""
    weight_key, delay_key = nth(key, FOR_WEIGHTS), nth(key, FOR_DELAYS)
    for target in range(low, high):
        own = -1 if self_connections else target
        of_weights, of_delays = nth(weight_key, target), nth(delay_key, target)
        for k in range(sources_of(rule, number, key, target, own, found, taken)):
            at = cursors[found[k]]
            cursors[found[k]] = at + 1
            targets[at] = target + target_offset
            if weights.size > 0:
                weights[at] = draw(weight_law, weight_1, weight_2, of_weights, k)
            if delays.size > 0:
                delays[at] = draw_steps(delay_law, delay_1, delay_2, longest, of_delays, k)


@kernel
def fill_matrix(
    key: np.uint64,
    self_connections: bool,
    low: int,
    high: int,
    law: int,
    first: float,
    second: float,
    matrix: NDArray[np.float32],
) -> None:
    """Draw the weights to targets `low` to `high` of a matrix, shape (sources, targets)."""
    weight_key = nth(key, FOR_WEIGHTS)
    for target in range(low, high):
        own = -1 if self_connections else target
        of_weights = nth(weight_key, target)
        k = 0
        for source in range(matrix.shape[0]):
            if source == own:
                matrix[source, target] = 0.0
            else:
                matrix[source, target] = draw(law, first, second, of_weights, k)
                k += 1


@kernel
def draw(law: int, first: float, second: float, key: np.uint64, n: int) -> float:
    """The n-th number of a key, from a distribution."""
    if law == UNIFORM:
        return first + (second - first) * unit(nth(key, n))
    if law == NORMAL:
        return first + second * normal(nth(key, 2 * n), nth(key, 2 * n + 1))
    return first


@kernel
def draw_steps(law: int, first: float, second: float, longest: int, key: np.uint64, n: int) -> int:
    """The n-th delay of a key, in whole steps from 1 to `longest`."""
    if law == UNIFORM:
        return int(first) + below(nth(key, n), int(second) - int(first) + 1)
    if law == NORMAL:
        drawn = round(draw(law, first, second, key, n))
        return int(min(max(drawn, 1), longest))
    return int(first)


class StoppedBuildError(Exception):
    """Nobody wants the network any more that is being built."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Sparse synapses of one projection; see Wiring."""

    starts: NDArray[np.int64]
    targets: NDArray[np.uint32]
    weights: NDArray[np.float32]
    delays: NDArray[np.uint16]
    has_weights: bool
    has_delays: bool


def build_rows(
    rule: Rule,
    bounds: NDArray[np.int64],
    target_offset: int,
    weight: Drawn,
    delay: Drawn,
    longest: int,
    advance: Callable[[int], None],
) -> Rows:
    """The synapses of a rule.

    bounds: the parts of the target population that threads take, shape (threads + 1,).
    target_offset: the population's first neuron within its block. advance: is told how many
    targets are done, of twice as many as there are, and may raise to stop.
    """
    threads = bounds.size - 1
    own = rule.self_connections
    key = np.uint64(rule.key)
    counts = np.zeros((threads, rule.source_size), np.int64)

    @_WRAPPING
    def count(thread: int) -> None:
        found, taken = np.empty(rule.source_size, np.int32), np.zeros(rule.source_size, np.uint8)
        for low in range(bounds[thread], bounds[thread + 1], TARGETS_PER_CALL):
            high = min(low + TARGETS_PER_CALL, bounds[thread + 1])
            count_targets(rule.rule, rule.number, key, own, low, high, found, taken, counts[thread])
            advance(high - low)

    _in_threads(threads, count)
    starts = np.zeros(rule.source_size * threads + 1, np.int64)
    np.cumsum(counts.T.reshape(-1), out=starts[1:])
    total = int(starts[-1])
    targets = np.empty(total, np.uint32)
    weights = np.empty(0 if weight.is_constant else total, np.float32)
    delays = np.empty(0 if delay.is_constant else total, np.uint16)
    cursors = starts[:-1].reshape(rule.source_size, threads).T.copy()

    @_WRAPPING
    def fill(thread: int) -> None:
        found, taken = np.empty(rule.source_size, np.int32), np.zeros(rule.source_size, np.uint8)
        for low in range(bounds[thread], bounds[thread + 1], TARGETS_PER_CALL):
            high = min(low + TARGETS_PER_CALL, bounds[thread + 1])
            fill_rows(
                rule.rule,
                rule.number,
                key,
                own,
                low,
                high,
                target_offset,
                found,
                taken,
                cursors[thread],
                targets,
                weight.law,
                weight.first,
                weight.second,
                weights,
                delay.law,
                delay.first,
                delay.second,
                longest,
                delays,
            )
            advance(high - low)

    _in_threads(threads, fill)
    return Rows(starts, targets, weights, delays, not weight.is_constant, not delay.is_constant)


@_WRAPPING
def build_matrix(
    rule: Rule, target_size: int, weight: Drawn, advance: Callable[[int], None]
) -> NDArray[np.float32]:
    """The weights of all pairs, by source and then target, as one row."""
    matrix = np.empty((rule.source_size, target_size), np.float32)
    for low in range(0, target_size, TARGETS_PER_CALL):
        high = min(low + TARGETS_PER_CALL, target_size)
        fill_matrix(
            np.uint64(rule.key),
            rule.self_connections,
            low,
            high,
            weight.law,
            weight.first,
            weight.second,
            matrix,
        )
        advance(2 * (high - low))
    return matrix.reshape(-1)


def _in_threads(threads: int, work: Callable[[int], None]) -> None:
    """Call `work` with the number of each thread; raises what one of them raised."""
    if threads == 1:
        work(0)
        return
    with ThreadPoolExecutor(threads, "building") as pool:
        list(pool.map(work, range(threads)))
