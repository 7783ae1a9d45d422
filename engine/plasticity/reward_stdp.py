"""Spike-timing-dependent plasticity that dopamine lets pass."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from engine.description.fields import Range
from engine.limits import MAX_TAU_MS, MIN_TAU_MS
from engine.plasticity.kernel import PlasticKernel, Traces
from engine.plasticity.long_term import LongTerm

A_PLUS, A_MINUS, TONIC, TAU_ELIGIBILITY_MS, TAU_DOPAMINE_MS = range(5)
"""Constants by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RewardStdp(LongTerm):
    """Pairs of spikes make a synapse eligible; dopamine turns that into weight.

    With w' = weight / w_max, from 0 to 1, eligibility c and dopamine d:

        dc/dt = -c / tau_eligibility, and at each pair of spikes, with dt = t_post - t_pre:
            dt > 0: c grows by a_plus exp(-dt / tau_plus)
            dt < 0: c falls by a_minus exp(dt / tau_minus)
        dd/dt = -(d - tonic) / tau_dopamine, and jumps by its amount at each dose of dopamine
        dw'/dt = c d, a second

    All are solved exactly from spike to spike. Doses come by an input `dopamine`, or by hand.
    """

    kind: ClassVar[str] = "reward-stdp"
    source: ClassVar[str] = (
        "E. M. Izhikevich, Solving the distal reward problem through linkage of STDP and dopamine "
        "signaling, Cerebral Cortex 17 (2007) 2443-2452"
    )
    a_plus: Annotated[float, Range(0.0, 1.0)] = 0.025
    a_minus: Annotated[float, Range(0.0, 1.0)] = 0.0375
    tau_plus_ms: Annotated[float, Range(MIN_TAU_MS, MAX_TAU_MS)] = 20.0
    tau_minus_ms: Annotated[float, Range(MIN_TAU_MS, MAX_TAU_MS)] = 20.0
    tau_eligibility_ms: Annotated[float, Range(10.0, 1e6)] = 1000.0
    tau_dopamine_ms: Annotated[float, Range(1.0, 1e6)] = 200.0
    tonic: Annotated[float, Range(0.0, 1e6)] = 0.0

    @property
    def traces(self) -> Traces:
        """Those of tau_plus and tau_minus."""
        return Traces((self.tau_plus_ms, 0.0), (self.tau_minus_ms, 0.0), True, True)

    @property
    def constants(self) -> tuple[float, ...]:
        """As named above."""
        return (
            self.a_plus,
            self.a_minus,
            self.tonic,
            self.tau_eligibility_ms,
            self.tau_dopamine_ms,
        )

    @property
    def kernel(self) -> PlasticKernel:
        """The same for all parameters."""
        return KERNEL


KERNEL = PlasticKernel(variant="reward", is_modulated=True)
