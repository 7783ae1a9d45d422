"""Strands: what a projection is from one population to one other, before it is built."""

import math
from dataclasses import dataclass

import numpy as np

from engine.connections.rules import ALL, IN_DEGREE, ONE_TO_ONE, PAIRWISE_BERNOULLI
from engine.connections.sparse_rows import Rule
from engine.description.frozen_array import FrozenArray
from engine.description.network import Network
from engine.description.projection import (
    AllToAll,
    FixedInDegree,
    Listed,
    OneToOne,
    PairwiseBernoulli,
    Projection,
)
from engine.description.synapse import ClassicKernel, Synapse
from engine.distributions.catalogue import Distribution, bounds_of, law_of, scaled
from engine.distributions.normal import Normal
from engine.distributions.uniform import Uniform
from engine.kernels.arrays import DENSE, SPARSE, UNIFORM
from engine.numerics.keys import key_of
from engine.runtime.population_ranges import Place

ReceptorKey = tuple[int, Synapse, bool]
"""A block, the synapse, and whether weights are whole numbers of quanta."""


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
        if not is_dense or not law_of(self.delay_steps).is_constant:
            return SPARSE
        return DENSE if self.is_weighted else UNIFORM

    @property
    def weight(self) -> Distribution:
        """The weight of all synapses, or what they are drawn from; 0 where they are given."""
        return 0.0 if self.projection.weight is None else self.projection.weight

    @property
    def matrix(self) -> FrozenArray | None:
        """Weights that are given for all pairs, shape (targets, sources)."""
        connect = self.projection.connect
        return connect.matrix if isinstance(connect, AllToAll) else None

    @property
    def self_connections(self) -> bool:
        """Whether a neuron may connect to itself."""
        return self.projection.self_connections or self.source is not self.target

    @property
    def is_delayed(self) -> bool:
        """Whether each synapse has a delay of its own."""
        connect = self.projection.connect
        given = isinstance(connect, Listed) and bool(connect.delays_ms)
        return given or not law_of(self.delay_steps).is_constant

    @property
    def is_weighted(self) -> bool:
        """Whether each synapse has a weight of its own."""
        connect = self.projection.connect
        given = isinstance(connect, Listed) and bool(connect.weights)
        return given or self.matrix is not None or not law_of(self.weight).is_constant

    @property
    def is_quantal(self) -> bool:
        """Whether weights are whole numbers of quanta: where they are many, and drawn."""
        return (
            self.form == SPARSE
            and self.is_weighted
            and not isinstance(self.projection.connect, Listed)
            and self.matrix is None
            and not isinstance(self.projection.synapse, ClassicKernel)
        )

    @property
    def receptor(self) -> ReceptorKey:
        """The input of its target that it acts on."""
        return self.target.block, self.projection.synapse, self.is_quantal

    @property
    def in_degree(self) -> int:
        """Synapses that a target has at most."""
        match self.projection.connect:
            case FixedInDegree(in_degree):
                return in_degree
            case OneToOne():
                return 1
            case Listed(pairs):
                return len(pairs)
        return self.source.population.size

    @property
    def synapses(self) -> float:
        """How many there will be, about."""
        source, target = self.source.population.size, self.target.population.size
        match self.projection.connect:
            case PairwiseBernoulli(probability, columns):
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
        """Target, weight and delay, where each synapse has its own."""
        if self.form != SPARSE:
            return 4
        weight_bytes = 2 if self.is_quantal else 4
        return 2 + weight_bytes * self.is_weighted + 2 * self.is_delayed

    def rule(self, seed: int) -> Rule:
        """Who connects to whom, for what is not a list."""
        number, rule, columns = 0.0, ALL, 1
        match self.projection.connect:
            case PairwiseBernoulli(probability, columns):
                number, rule = float(probability), PAIRWISE_BERNOULLI
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
        longest = max(1, math.ceil(bounds_of(delay)[1]))
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
