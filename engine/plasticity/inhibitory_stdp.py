"""Inhibitory plasticity that balances excitation."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from engine.description.fields import Range
from engine.limits import MAX_TAU_MS, MIN_TAU_MS
from engine.numerics.jit import subroutine
from engine.plasticity.kernel import Constants, Law, PlasticKernel, Traces
from engine.plasticity.long_term import LongTerm

ETA, ALPHA = range(2)
"""Constants by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InhibitoryStdp(LongTerm):
    """Spikes near each other, in either order, strengthen the synapse; lonely ones weaken it.

    With w' = weight / w_max, from 0 to 1, and traces of time constant tau on both sides:

        at a presynaptic spike:  w' grows by eta (x_post - alpha), alpha = 2 target_rate tau
        at a postsynaptic spike: w' grows by eta x_pre

    So the postsynaptic neuron comes to fire at the target rate.
    """

    kind: ClassVar[str] = "inhibitory-stdp"
    source: ClassVar[str] = (
        "T. P. Vogels, H. Sprekeler, F. Zenke, C. Clopath and W. Gerstner, Science 334 (2011) "
        "1569-1573"
    )
    eta: Annotated[float, Range(0.0, 1.0)] = 1e-4
    target_rate_Hz: Annotated[float, Range(0.0, 1000.0)] = 3.0  # noqa: N815 - the unit of the key
    tau_ms: Annotated[float, Range(MIN_TAU_MS, MAX_TAU_MS)] = 20.0

    @property
    def traces(self) -> Traces:
        """One on each side."""
        return Traces((self.tau_ms, 0.0), (self.tau_ms, 0.0), pre_adds=True, post_adds=True)

    @property
    def constants(self) -> Constants:
        """As named above."""
        return self.eta, 2.0 * self.target_rate_Hz / 1000.0 * self.tau_ms, 0.0, 0.0

    @property
    def kernel(self) -> PlasticKernel:
        """The same for all parameters."""
        return KERNEL


@subroutine
def on_pre(
    share: float,
    post_fast: float,
    post_slow: float,
    pre_slow: float,
    is_next: float,
    constants: Constants,
) -> float:
    """Growth by the postsynaptic spikes before, and a loss for being alone."""
    grown = share + constants[ETA] * (post_fast - constants[ALPHA])
    return float(min(max(grown, 0.0), 1.0))


@subroutine
def on_post(
    share: float,
    pre_fast: float,
    pre_slow: float,
    post_slow: float,
    is_next: float,
    constants: Constants,
) -> float:
    """Growth by the presynaptic spikes before."""
    return float(min(share + constants[ETA] * pre_fast, 1.0))


KERNEL = PlasticKernel(laws=(Law(on_pre, on_post),), variant="inhibitory")
