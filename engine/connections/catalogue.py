"""All connection rules, and who connects to whom by each of them.

A rule has: `kind`, its name in files; `gives_weights` and `gives_delays`, whether it has one for
each synapse; `require`, which raises DescriptionError for what its fields do not tell; `resized`,
the same for another size; `synapses` and `most_per_target`, how many there will be; `rule` and
`numbers`, what kernels know of it.

For kernels, a rule is a function of the target neuron alone, so that threads can share targets.
"""

from typing import NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from engine.connections import (
    all_to_all,
    fixed_in_degree,
    fixed_total_number,
    one_to_one,
    pairwise_bernoulli,
)
from engine.connections.all_to_all import AllToAll
from engine.connections.fixed_in_degree import FixedInDegree
from engine.connections.fixed_total_number import FixedTotalNumber
from engine.connections.listed import Listed
from engine.connections.one_to_one import OneToOne
from engine.connections.pairwise_bernoulli import PairwiseBernoulli
from engine.numerics.jit import subroutine
from engine.numerics.randomness import mix64, nth

__all__ = [
    "AllToAll",
    "FixedInDegree",
    "FixedTotalNumber",
    "Listed",
    "OneToOne",
    "PairwiseBernoulli",
]
Connectivity = AllToAll | PairwiseBernoulli | FixedInDegree | FixedTotalNumber | OneToOne | Listed
CONNECTIVITIES: dict[str, type[Connectivity]] = {kind.kind: kind for kind in get_args(Connectivity)}


class Rule(NamedTuple):
    """Who connects to whom of one population to another, as kernels know it."""

    rule: int
    first: float
    second: float
    """What the numbers mean is up to the rule."""
    key: np.uint64
    source_size: int
    target_size: int
    self_connections: bool
    in_degrees: NDArray[np.int64]
    """Of each target, where it is drawn before; else empty."""

    @property
    def room(self) -> int:
        """Sources that a target has at most."""
        return max(self.source_size, int(self.in_degrees.max(initial=0)))


def rule_of(
    connect: Connectivity, key: int, source_size: int, target_size: int, self_connections: bool
) -> Rule:
    """The rule from a population of one size to another."""
    in_degrees = np.empty(0, np.int64)
    if isinstance(connect, FixedTotalNumber):
        in_degrees = connect.in_degrees(key, source_size, target_size)
    return Rule(
        connect.rule,
        *connect.numbers,
        np.uint64(key),
        source_size,
        target_size,
        self_connections,
        in_degrees,
    )


@subroutine
def find_sources(
    rule: Rule, target: int, found: NDArray[np.int32], taken: NDArray[np.uint8]
) -> int:
    """Fill `found` with the sources of a target neuron; how many there are.

    found: of as many as `Rule.room`. taken: of the source population's size, all zero.
    """
    sources, own = rule.source_size, -1 if rule.self_connections else target
    if rule.rule == one_to_one.RULE:
        return one_to_one.find_sources(target, own, found)
    if rule.rule == all_to_all.RULE:
        return all_to_all.find_sources(sources, own, found)
    key = mix64(rule.key ^ nth(rule.key, target))
    if rule.rule == pairwise_bernoulli.RULE:
        columns = int(rule.second)
        column = target * columns // rule.target_size
        return pairwise_bernoulli.find_sources(
            rule.first, columns, key, column, sources, own, found
        )
    if rule.rule == fixed_total_number.RULE:
        in_degree = rule.in_degrees[target]
        return fixed_total_number.find_sources(in_degree, key, sources, own, found)
    return fixed_in_degree.find_sources(int(rule.first), key, sources, own, found, taken)
