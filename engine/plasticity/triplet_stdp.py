"""Spike-timing-dependent plasticity of triplets of spikes."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from engine.description.fields import Range
from engine.limits import MAX_TAU_MS, MIN_TAU_MS
from engine.numerics.jit import subroutine
from engine.plasticity.kernel import Constants, Law, PlasticKernel, Traces
from engine.plasticity.long_term import LongTerm

A2_PLUS, A3_PLUS, A2_MINUS, A3_MINUS = range(4)
"""Constants by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TripletStdp(LongTerm):
    """Pairs and triplets of spikes change the weight.

    With w' = weight / w_max, from 0 to 1, traces r1 (tau_plus) and r2 (tau_x) of presynaptic
    spikes, and o1 (tau_minus) and o2 (tau_y) of postsynaptic ones, each just before the spike:

        at a presynaptic spike:  w' falls by o1 (a2_minus + a3_minus r2)
        at a postsynaptic spike: w' grows by r1 (a2_plus + a3_plus o2)

    The defaults are the minimal all-to-all fit to visual cortex; `HIPPOCAMPAL` and the other fits
    of the paper are below.
    """

    kind: ClassVar[str] = "triplet-stdp"
    source: ClassVar[str] = (
        "J.-P. Pfister and W. Gerstner, Journal of Neuroscience 26 (2006) 9673-9682, tables 3 and 4"
    )
    a2_plus: Annotated[float, Range(0.0, 1.0)] = 0.0
    a3_plus: Annotated[float, Range(0.0, 1.0)] = 6.5e-3
    a2_minus: Annotated[float, Range(0.0, 1.0)] = 7.1e-3
    a3_minus: Annotated[float, Range(0.0, 1.0)] = 0.0
    tau_plus_ms: Annotated[float, Range(MIN_TAU_MS, MAX_TAU_MS)] = 16.8
    tau_minus_ms: Annotated[float, Range(MIN_TAU_MS, MAX_TAU_MS)] = 33.7
    tau_x_ms: Annotated[float, Range(MIN_TAU_MS, MAX_TAU_MS)] = 101.0
    tau_y_ms: Annotated[float, Range(MIN_TAU_MS, MAX_TAU_MS)] = 114.0
    pairing: Literal["all-to-all", "nearest"] = "all-to-all"

    @property
    def traces(self) -> Traces:
        """r1 and r2, o1 and o2."""
        adds = self.pairing == "all-to-all"
        return Traces(
            (self.tau_plus_ms, self.tau_x_ms), (self.tau_minus_ms, self.tau_y_ms), adds, adds
        )

    @property
    def constants(self) -> Constants:
        """As named above."""
        return self.a2_plus, self.a3_plus, self.a2_minus, self.a3_minus

    @property
    def kernel(self) -> PlasticKernel:
        """The same for all parameters."""
        return KERNEL


VISUAL_CORTEX = {
    "a2_plus": 0.0,
    "a3_plus": 6.5e-3,
    "a2_minus": 7.1e-3,
    "a3_minus": 0.0,
    "tau_plus_ms": 16.8,
    "tau_minus_ms": 33.7,
    "tau_y_ms": 114.0,
}
"""The minimal fit of all pairs to Sjostrom et al. 2001."""
HIPPOCAMPAL = {
    "a2_plus": 5.3e-3,
    "a3_plus": 8.0e-3,
    "a2_minus": 3.5e-3,
    "a3_minus": 0.0,
    "tau_plus_ms": 16.8,
    "tau_minus_ms": 33.7,
    "tau_y_ms": 40.0,
}
"""The minimal fit of all pairs to Wang et al. 2005."""


@subroutine
def on_pre(
    share: float,
    post_fast: float,
    post_slow: float,
    pre_slow: float,
    is_next: float,
    constants: Constants,
) -> float:
    """Depression by pairs, and by triplets with the presynaptic spikes before."""
    change = post_fast * (constants[A2_MINUS] + constants[A3_MINUS] * pre_slow)
    return float(max(share - change, 0.0))


@subroutine
def on_post(
    share: float,
    pre_fast: float,
    pre_slow: float,
    post_slow: float,
    is_next: float,
    constants: Constants,
) -> float:
    """Potentiation by pairs, and by triplets with the postsynaptic spikes before."""
    change = pre_fast * (constants[A2_PLUS] + constants[A3_PLUS] * post_slow)
    return float(min(share + change, 1.0))


KERNEL = PlasticKernel(laws=(Law(on_pre, on_post),), variant="triplet", has_slow=True)
