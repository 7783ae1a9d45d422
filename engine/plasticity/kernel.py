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


@dataclass(frozen=True, slots=True, kw_only=True)
class PlasticKernel:
    """What spikes do to a weight, as functions that are compiled into one part.

    Weights are given as shares of the largest one, 0 to 1, and so returned. All traces are those
    just before the spike: spikes that meet at a synapse in the same step do not see each other.

    on_pre: (share, post_fast, post_slow, pre_slow, is_next, constants) when a presynaptic spike
    reaches the synapse; is_next, whether the last spike before it was a postsynaptic one.
    on_post: (share, pre_fast, pre_slow, post_slow, is_next, constants), the other way round.
    variant: names it beside all others. has_slow: whether it has slow traces. has_order: whether
    is_next matters to it, a number that is 0 where it is not.
    forgets: whether a postsynaptic spike sees the presynaptic ones since the last one before it
    alone, for which each synapse keeps a number. changes: whether weights change at all.
    is_modulated: whether spikes make synapses eligible alone, and dopamine changes weights.
    gathers: whether spikes change derivatives alone, and these change weights at intervals.
    """

    on_pre: Callable[..., float]
    on_post: Callable[..., float]
    variant: str
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


UNCHANGING = PlasticKernel(on_pre=same, on_post=same, variant="unchanging", changes=False)
"""Of synapses with short-term plasticity alone."""
NO_TRACES = Traces((0.0, 0.0), (0.0, 0.0), pre_adds=False, post_adds=False)
