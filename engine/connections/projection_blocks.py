"""Strands: what a projection is from one population to one other, before it is built."""

import math
from dataclasses import dataclass

from engine.connections.all_to_all import AllToAll
from engine.connections.catalogue import Rule, rule_of
from engine.connections.listed import Listed
from engine.description.frozen_array import FrozenArray
from engine.description.network import Network
from engine.description.projection import Projection
from engine.distributions.catalogue import Distribution, bounds_of, in_steps, law_of
from engine.kernels.arrays import DENSE, SPARSE, UNIFORM
from engine.numerics.keys import key_of
from engine.runtime.population_ranges import Place
from engine.synapses.catalogue import Synapse
from engine.synapses.classic_kernel import ClassicKernel

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
        given = self.projection.connect.gives_delays
        return given or not law_of(self.delay_steps).is_constant

    @property
    def is_weighted(self) -> bool:
        """Whether each synapse has a weight of its own."""
        given = self.projection.connect.gives_weights
        return given or not law_of(self.weight).is_constant

    @property
    def is_quantal(self) -> bool:
        """Whether weights are whole numbers of quanta: where they are many, and drawn."""
        return (
            self.form == SPARSE
            and self.is_weighted
            and not isinstance(self.projection.connect, Listed)
            and not self.projection.connect.gives_weights
            and not isinstance(self.projection.synapse, ClassicKernel)
        )

    @property
    def receptor(self) -> ReceptorKey:
        """The input of its target that it acts on."""
        return self.target.block, self.projection.synapse, self.is_quantal

    @property
    def in_degree(self) -> int:
        """Synapses that a target has at most."""
        source, target = self.source.population, self.target.population
        return self.projection.connect.most_per_target(source.size, target.size)

    @property
    def synapses(self) -> float:
        """How many are kept, about."""
        if self.form == UNIFORM:
            return 0.0
        source, target = self.source.population, self.target.population
        return self.projection.connect.synapses(source.size, target.size)

    @property
    def bytes_per_synapse(self) -> int:
        """Target, weight and delay, where each synapse has its own."""
        if self.form != SPARSE:
            return 4
        weight_bytes = 2 if self.is_quantal else 4
        return 2 + weight_bytes * self.is_weighted + 2 * self.is_delayed

    def rule(self, seed: int) -> Rule:
        """Who connects to whom, for what is not a list."""
        source, target = self.source.population, self.target.population
        key = key_of(seed, "projection", self.number, source.name, target.name)
        sizes = source.size, target.size
        return rule_of(self.projection.connect, key, *sizes, self.self_connections)


def strands_of(network: Network, places: dict[str, Place]) -> list[Strand]:
    """All pairs of populations that projections connect."""
    strands = []
    for number, projection in enumerate(network.projections):
        delay: Distribution = 1.0
        if projection.delay_ms is not None:
            delay = in_steps(projection.delay_ms, network.dt_ms)
        longest = max(1, math.ceil(bounds_of(delay)[1]))
        if isinstance(projection.connect, Listed) and projection.connect.delays_ms:
            longest = max(round(ms / network.dt_ms) for ms in projection.connect.delays_ms)
        strands += [
            Strand(number, projection, places[source], places[target], delay, longest)
            for source in projection.source
            for target in projection.target
        ]
    return strands
