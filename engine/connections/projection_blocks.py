"""What a projection is from one population to one other, before it is built."""

import math
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from engine.connections.all_to_all import AllToAll
from engine.connections.build_work import COUNTED, FILLED, work_of
from engine.connections.catalogue import Rule, rule_of
from engine.connections.listed import Listed
from engine.connections.plastic_rows import sources_of_page
from engine.connections.procedural import UNIFORM_UNIT
from engine.connections.quantiles import quantiles_of
from engine.description.frozen_array import FrozenArray
from engine.description.network import Network
from engine.description.projection import Projection
from engine.distributions.catalogue import Distribution, Drawn, bounds_of, in_steps, law_of
from engine.distributions.uniform import Uniform
from engine.numerics.keys import key_of
from engine.plasticity.kernel import UNCHANGING, PlasticKernel
from engine.runtime.population_ranges import PopulationRange
from engine.synapses.catalogue import Synapse


class ReceptorKey(NamedTuple):
    """What tells one kind of input to a block of neurons from another."""

    block: int
    synapse: Synapse
    unit: float | str | None
    """What fixed-point weights count in: all that share one share this. None for floats."""
    is_late: bool
    """Whether it is of voltage jumps at the end of a step."""


STORED = ("given", "stored-uniform", "stored-quantiles")
SHARED_UNIT = "shared"
"""The unit of sparse weights, which is found from all that arrive at a receptor."""
MOST_STORED = 2**22
"""Weights of an all-to-all projection that are kept rather than made again at every spike."""


@dataclass(frozen=True, slots=True)
class ProjectionBlock:
    """One population's part of a projection to one other, and how it is kept."""

    number: int
    projection: Projection
    source: PopulationRange
    target: PopulationRange
    delay_steps: Distribution
    """0 for no delay."""
    shortest: int
    longest: int

    @property
    def different_delays(self) -> int:
        """How many delays synapses can have."""
        return self.longest - self.shortest + 1 if self.is_delayed else 1

    @property
    def storage(self) -> str:
        """How synapses are kept; it never changes what they do."""
        is_dense = isinstance(self.projection.connect, AllToAll)
        if self.is_plastic:
            return "plastic"
        if not is_dense or not law_of(self.delay_steps).is_constant:
            return "sparse"
        if self.matrix is not None:
            return "given"
        if not self.is_weighted:
            return "uniform"
        kind = "uniform" if isinstance(self.weight, Uniform) else "quantiles"
        return f"{'stored' if self.is_stored else 'procedural'}-{kind}"

    @property
    def is_stored(self) -> bool:
        """Whether draws of an all-to-all projection are kept."""
        connect = self.projection.connect
        if isinstance(connect, AllToAll) and connect.storage != "by-size":
            return connect.storage == "stored"
        pairs = self.source.population.size * self.target.population.size
        return pairs <= MOST_STORED and not self.is_last_spike

    @property
    def is_plastic(self) -> bool:
        """Whether weights change, for good or for a while."""
        return self.projection.is_plastic

    @property
    def plastic_kernel(self) -> PlasticKernel:
        """What spikes do to its weights."""
        rule = self.projection.plasticity
        return UNCHANGING if rule is None else rule.kernel

    @property
    def weight_precision(self) -> str:
        """How weights that change are kept, `single` or `double`."""
        rule = self.projection.plasticity
        return "single" if rule is None else rule.precision

    @property
    def unchanging(self) -> "ProjectionBlock":
        """The same without plasticity: its weights are those that plastic ones begin with."""
        return replace(self, projection=replace(self.projection, plasticity=None, short_term=None))

    @property
    def is_dendritic(self) -> bool:
        """Whether spikes reach synapses at once, and what they do takes the delay."""
        rule = self.projection.plasticity
        return rule is not None and rule.delay == "dendritic"

    @property
    def ring_steps(self) -> int:
        """Steps that weights are under way at most, once they are sent."""
        if self.is_plastic and not self.is_dendritic:
            return min(1, self.longest)
        return self.longest

    @property
    def is_last_spike(self) -> bool:
        """Whether the last spike of each neuron acts, for a long time."""
        return self.projection.synapse.acts_by_last_spike

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
    def unit(self) -> float | str | None:
        """What weights are whole numbers of, where they are drawn."""
        drawn = self.is_weighted and self.matrix is None
        if self.is_plastic:
            return None
        if self.storage == "sparse":
            is_listed = isinstance(self.projection.connect, Listed)
            return SHARED_UNIT if drawn and not is_listed and not self.is_last_spike else None
        if not drawn:
            return None
        weight = self.weight
        if isinstance(weight, Uniform):
            return UNIFORM_UNIT * (weight.high - weight.low) / 2.0
        assert isinstance(weight, Drawn)
        return quantiles_of(weight)[1]

    @property
    def middle(self) -> float:
        """What is added to each drawn weight, or the weight itself where it is the same for all."""
        weight = self.weight
        if not self.is_weighted or self.storage in ("sparse", "plastic"):
            return law_of(weight).first
        if isinstance(weight, Uniform) and self.matrix is None:
            return (weight.low + weight.high) / 2.0
        return 0.0

    @property
    def is_late(self) -> bool:
        """Whether it makes the potential jump at the end of a step."""
        return self.projection.synapse.acts_at_end and self.longest > 0

    @property
    def receptor(self) -> ReceptorKey:
        """The input of its target that it acts on."""
        return ReceptorKey(self.target.block, self.projection.synapse, self.unit, self.is_late)

    @property
    def middle_receptor(self) -> ReceptorKey:
        """The input that the middle of drawn weights acts on."""
        return self.receptor._replace(unit=None)

    @property
    def in_degree(self) -> int:
        """Synapses that a target has at most."""
        source, target = self.source.population, self.target.population
        return self.projection.connect.most_per_target(source.size, target.size)

    @property
    def synapses(self) -> float:
        """How many are kept, about."""
        if self.storage not in ("sparse", "plastic", *STORED):
            return 0.0
        source, target = self.source.population, self.target.population
        return self.projection.connect.synapses(source.size, target.size)

    @property
    def build_work(self) -> float:
        """What it takes to build them."""
        return (COUNTED + FILLED) * work_of(self.synapses, self.target.population.size)

    @property
    def bytes_per_synapse(self) -> int:
        """Target, weight and delay, where each synapse has its own; where it changes, an index."""
        rule = self.projection.plasticity
        if self.is_plastic:
            weight_bytes = 4 if self.weight_precision == "single" else 8
            index_bytes = 0 if rule is None else 2 if self.is_searched else 6
            as_precise = 1 + self.plastic_kernel.keeps + self.is_last_spike
            return 2 + as_precise * weight_bytes + index_bytes
        if self.storage != "sparse":
            return 8 if self.storage == "given" else 2
        return 4 if self.unit is not None else 2 + 4 * self.is_weighted + 2 * self.is_delayed

    @property
    def is_searched(self) -> bool:
        """Whether its incoming synapses are searched for: with two numbers beside the weight they
        would else take more than 16 bytes. Where they are of one page of sources."""
        has_two = self.is_last_spike and self.plastic_kernel.keeps
        return has_two and self.source.population.size <= sources_of_page(self.different_delays)

    def rule(self, seed: int) -> Rule:
        """Who connects to whom, for what is not a list."""
        source, target = self.source.population, self.target.population
        key = key_of(seed, "projection", self.number, source.name, target.name)
        sizes = source.size, target.size
        return rule_of(self.projection.connect, key, *sizes, self.self_connections)


def projection_blocks_of(
    network: Network, population_ranges: dict[str, PopulationRange]
) -> list[ProjectionBlock]:
    """All pairs of populations that projections connect."""
    projection_blocks = []
    for number, projection in enumerate(network.projections):
        delay: Distribution = 0.0
        if projection.delay_ms is not None:
            delay = in_steps(projection.delay_ms, network.dt_ms)
        low, high = bounds_of(delay)
        shortest, longest = math.floor(low), math.ceil(high)
        if isinstance(projection.connect, Listed) and projection.connect.delays_ms:
            steps = np.rint(np.asarray(projection.connect.delays_ms) / network.dt_ms)
            shortest, longest = int(steps.min()), int(steps.max())
        if isinstance(delay, Drawn):
            shortest = max(1, shortest)
        projection_blocks += [
            ProjectionBlock(
                number,
                projection,
                population_ranges[source],
                population_ranges[target],
                delay,
                shortest,
                longest,
            )
            for source in projection.source
            for target in projection.target
        ]
    return projection_blocks
