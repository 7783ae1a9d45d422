"""Synapses of a described network, as arrays."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.circuit.keys import key_of
from engine.circuit.listed import listed_rows
from engine.circuit.places import Place
from engine.circuit.receptor_layout import ReceptorIndex
from engine.circuit.rows import Rows, Rule, build_matrix, build_rows, drawn_from
from engine.circuit.sources import ALL, IN_DEGREE, ONE_TO_ONE, PAIRWISE
from engine.circuit.state import DENSE, NOTHING, SPARSE, UNIFORM, Wiring
from engine.networks.network import Network
from engine.networks.projection import (
    AllToAll,
    FixedInDegree,
    Listed,
    OneToOne,
    Pairwise,
    Projection,
    longest_of,
)
from engine.networks.quantities import Distribution, Normal, Uniform, scaled

Number = TypeVar("Number", bound=np.generic)


@dataclass(frozen=True, slots=True)
class Strand:
    """One population's part of a projection to one other, and how it is kept."""

    number: int
    projection: Projection
    source: Place
    target: Place
    delay_steps: Distribution
    longest: int

    @property
    def form(self) -> int:
        """One weight for all, a matrix, or rows of synapses."""
        is_dense = isinstance(self.projection.connect, AllToAll)
        if not is_dense or not drawn_from(self.delay_steps).is_constant:
            return SPARSE
        return UNIFORM if drawn_from(self.projection.weight).is_constant else DENSE

    @property
    def self_connections(self) -> bool:
        """Whether a neuron may connect to itself."""
        return self.projection.self_connections or self.source is not self.target

    @property
    def synapses(self) -> float:
        """How many there will be, about."""
        source, target = self.source.population.size, self.target.population.size
        match self.projection.connect:
            case Pairwise(probability, columns):
                return source * target * probability / columns
            case FixedInDegree(in_degree):
                return in_degree * target
            case OneToOne():
                return source
            case Listed(pairs):
                return len(pairs)
        return 0.0 if self.form == UNIFORM else source * target

    @property
    def bytes_per_synapse(self) -> int:
        """Weight, target and delay, where each synapse has its own."""
        if self.form != SPARSE:
            return 4
        weighted = not drawn_from(self.projection.weight).is_constant
        delayed = not drawn_from(self.delay_steps).is_constant
        if isinstance(self.projection.connect, Listed):
            weighted |= bool(self.projection.connect.weights)
            delayed |= bool(self.projection.connect.delays_ms)
        return 4 + 4 * weighted + 2 * delayed

    def rule(self, seed: int) -> Rule:
        """Who connects to whom, for what is not a list."""
        number, rule, columns = 0.0, ALL, 1
        match self.projection.connect:
            case Pairwise(probability, columns):
                number, rule = probability, PAIRWISE
            case FixedInDegree(in_degree):
                number, rule = float(in_degree), IN_DEGREE
            case OneToOne():
                rule = ONE_TO_ONE
        source, target = self.source.population, self.target.population
        key = np.uint64(key_of(seed, "projection", self.number, source.name, target.name))
        return Rule(rule, number, key, source.size, target.size, columns, self.self_connections)


def strands_of(network: Network, places: dict[str, Place]) -> list[Strand]:
    """All pairs of populations that projections connect."""
    strands = []
    for number, projection in enumerate(network.projections):
        delay = _in_steps(network, ("projections", number, "delay_ms"), projection.delay_ms)
        longest = max(1, math.ceil(longest_of(delay)))
        if isinstance(projection.connect, Listed) and projection.connect.delays_ms:
            longest = max(round(ms / network.dt_ms) for ms in projection.connect.delays_ms)
        strands += [
            Strand(number, projection, places[source], places[target], delay, longest)
            for source in projection.source
            for target in projection.target
        ]
    return strands


def _in_steps(
    network: Network, path: tuple[str | int, ...], delay_ms: Distribution | None
) -> Distribution:
    match delay_ms:
        case None:
            return 1.0
        case Uniform(low, high):
            return Uniform(float(network.steps(path, low)), float(network.steps(path, high)))
        case Normal():
            return scaled(delay_ms, 1.0 / network.dt_ms)
    return float(network.steps(path, delay_ms))


@dataclass(slots=True)
class _Arrays:
    """What is to become one array each, and how long they are already."""

    starts: list[NDArray[np.int64]] = field(default_factory=list)
    targets: list[NDArray[np.uint32]] = field(default_factory=list)
    weights: list[NDArray[np.float32]] = field(default_factory=list)
    delays: list[NDArray[np.uint16]] = field(default_factory=list)

    def add_rows(self, rows: Rows) -> tuple[int, int, int]:
        """Append; the places of STARTS, WEIGHTS and DELAYS in the layout."""
        at_starts, at_targets = _total(self.starts), _total(self.targets)
        at_weights = at_delays = NOTHING
        if rows.has_weights:
            at_weights = _total(self.weights) - at_targets
            self.weights.append(rows.weights)
        if rows.has_delays:
            at_delays = _total(self.delays) - at_targets
            self.delays.append(rows.delays)
        self.starts.append(rows.starts + at_targets)
        self.targets.append(rows.targets)
        return at_starts, at_weights, at_delays


def _total(parts: list[NDArray[Number]]) -> int:
    return sum(part.size for part in parts)


def wiring_of(
    network: Network,
    strands: list[Strand],
    receptors: ReceptorIndex,
    parts: NDArray[np.int64],
    advance: Callable[[int], None],
) -> Wiring:
    """Build all synapses.

    parts: the neurons of each block that each thread takes, shape (blocks, threads + 1).
    advance: is told how many targets are done, and may raise to stop.
    """
    layout = np.full((len(strands), 12), NOTHING, np.int64)
    weight = np.zeros(len(strands))
    arrays = _Arrays()
    for p, strand in enumerate(strands):
        source, target, projection = strand.source, strand.target, strand.projection
        law = drawn_from(strand.delay_steps)
        weight[p] = drawn_from(projection.weight).first
        if strand.form == SPARSE:
            bounds = _within(parts[target.block], target)
            rows = _rows(network, strand, bounds, advance)
            starts, weights, delays = arrays.add_rows(rows)
        else:
            starts = weights = delays = NOTHING
        if strand.form == DENSE:
            weights = _total(arrays.weights)
            arrays.weights.append(
                build_matrix(
                    strand.rule(network.seed),
                    drawn_from(projection.weight),
                    advance,
                )
            )
        layout[p] = (
            source.first,
            source.first + source.population.size,
            receptors[target.block, projection.synapse],
            target.offset,
            target.end,
            strand.form,
            starts,
            weights,
            delays,
            int(law.first) if law.is_constant else 1,
            NOTHING if strand.self_connections else source.first - source.offset,
            strand.longest,
        )
    return Wiring(
        layout=layout,
        weight=weight,
        starts=_joined(arrays.starts, np.int64),
        targets=_joined(arrays.targets, np.uint32),
        weights=_joined(arrays.weights, np.float32),
        delays=_joined(arrays.delays, np.uint16),
    )


def _joined(parts: list[NDArray[Number]], kind: type[Number]) -> NDArray[Number]:
    """One array of all; each part is let go when it has been copied."""
    if len(parts) == 1:
        return parts[0]
    whole, start = np.empty(_total(parts), kind), 0
    while parts:
        part = parts.pop(0)
        whole[start : start + part.size] = part
        start += part.size
    return whole


def _within(bounds: NDArray[np.int64], place: Place) -> NDArray[np.int64]:
    """A block's parts, as far as they are the population's, counted within it."""
    return np.clip(bounds, place.offset, place.end) - place.offset


def _rows(
    network: Network, strand: Strand, bounds: NDArray[np.int64], advance: Callable[[int], None]
) -> Rows:
    if isinstance(strand.projection.connect, Listed):
        return listed_rows(
            strand.projection.connect,
            strand.source.population.size,
            bounds,
            strand.target.offset,
            network.dt_ms,
            strand.projection.weight,
            strand.delay_steps,
            strand.longest,
            int(strand.rule(network.seed).key),
        )
    return build_rows(
        strand.rule(network.seed),
        bounds,
        strand.target.offset,
        drawn_from(strand.projection.weight),
        drawn_from(strand.delay_steps),
        strand.longest,
        advance,
    )
