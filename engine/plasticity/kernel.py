"""What a rule of plasticity is for kernels."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from engine.numerics.jit import subroutine

Constants = tuple[float, float, float, float]
"""A rule's own numbers."""


class Traces(NamedTuple):
    """The traces that spikes leave on both sides of a synapse, each of which decays to zero.

    A spike adds 1 to each of its side; with nearest-neighbour pairing it sets them to 1 instead.
    """

    pre_ms: tuple[float, float]
    """Time constants of the fast and the slow trace of presynaptic spikes; 0 for none."""
    post_ms: tuple[float, float]
    pre_adds: bool
    post_adds: bool


Change = Callable[[float, float, float, float, float, Constants], float]
"""Of a weight, as a share of the largest one, by a spike; see `Law`."""


@subroutine
def same(
    share: float,
    other_fast: float,
    other_slow: float,
    own_slow: float,
    is_next: float,
    constants: Constants,
) -> float:
    """The weight stays."""
    return share


class Law(NamedTuple):
    """What spikes do to a weight.

    Weights are given as shares of the largest one, 0 to 1, and so returned. All traces are those
    just before the spike: spikes that meet at a synapse in the same step do not see each other.
    """

    on_pre: Change
    """(share, post_fast, post_slow, pre_slow, is_next, constants) when a presynaptic spike reaches
    the synapse; is_next, whether the last spike before it was a postsynaptic one."""
    on_post: Change
    """(share, pre_fast, pre_slow, post_slow, is_next, constants), the other way round, but that
    nothing of pre_slow is known."""


@subroutine
def the_only_law(constants: Constants) -> int:
    """Of a rule that has no other."""
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlasticKernel:
    """What is compiled into one part for a rule.

    laws: those that it may have. law_of: which one its constants tell.
    variant: names it beside all others. has_slow: whether it has slow traces. has_order: whether
    is_next matters to it, a number that is 0 where it is not.
    forgets: whether a postsynaptic spike sees the presynaptic ones since the last one before it
    alone, for which each synapse keeps a number. changes: whether weights change at all.
    is_modulated: whether spikes make synapses eligible alone, and dopamine changes weights.
    gathers: whether spikes change derivatives alone, and these change weights at intervals.
    """

    variant: str
    laws: tuple[Law, ...] = (Law(same, same),)
    law_of: Callable[[Constants], int] = the_only_law
    has_slow: bool = False
    has_order: bool = False
    forgets: bool = False
    changes: bool = True
    is_modulated: bool = False
    gathers: bool = False

    @property
    def keeps(self) -> bool:
        """Whether each synapse keeps a number beside its weight."""
        return self.forgets or self.is_modulated or self.gathers

    @property
    def is_plain(self) -> bool:
        """Whether nothing of presynaptic spikes matters but their fast trace."""
        return not (self.has_slow or self.has_order or self.forgets or self.is_modulated)

    @property
    def is_scaled(self) -> bool:
        """Whether it has that trace, and so its traces are kept in one scale."""
        return self.is_plain and self.changes


UNCHANGING = PlasticKernel(variant="unchanging", changes=False)
"""Of synapses with short-term plasticity alone."""
NO_TRACES = Traces((0.0, 0.0), (0.0, 0.0), pre_adds=False, post_adds=False)
