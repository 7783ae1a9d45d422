"""Spike-timing-dependent plasticity of the derivative of a weight."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from engine.description.fields import Range
from engine.limits import MAX_TAU_MS, MIN_TAU_MS
from engine.plasticity.kernel import PlasticKernel, Traces
from engine.plasticity.long_term import LongTerm

A_PLUS, A_MINUS, DRIFT, RETENTION, INTERVAL_MS = range(5)
"""Constants by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivativeStdp(LongTerm):
    """Pairs of spikes change a weight's derivative, by which it grows once in an interval.

    With w' = weight / w_max, from 0 to 1, its derivative s, which begins at 0, and
    dt = t_post - t_pre at the synapse:

        dt > 0: s grows by a_plus exp(-dt / tau_plus)
        dt < 0: s falls by a_minus exp(dt / tau_minus)
        at the end of each interval: w' grows by drift + s, and then s is multiplied by retention

    So a pair changes w' by a_plus or a_minus at once, and by 1 / (1 - retention) times as much in
    the end; drift needs no spikes. pairing: which pairs count, all or only those of `nearest`
    spikes, each with the last one of the other side. The defaults are those of the paper, where
    w_max is 10.
    """

    kind: ClassVar[str] = "derivative-stdp"
    source: ClassVar[str] = (
        "E. M. Izhikevich, Polychronization: computation with spikes, Neural Computation 18 (2006) "
        "245-282"
    )
    whole_steps: ClassVar[tuple[str, ...]] = ("interval_ms",)
    a_plus: Annotated[float, Range(0.0, 1.0)] = 0.01
    a_minus: Annotated[float, Range(0.0, 1.0)] = 0.012
    tau_plus_ms: Annotated[float, Range(MIN_TAU_MS, MAX_TAU_MS)] = 20.0
    tau_minus_ms: Annotated[float, Range(MIN_TAU_MS, MAX_TAU_MS)] = 20.0
    interval_ms: Annotated[float, Range(MIN_TAU_MS, 1e9)] = 1000.0
    drift: Annotated[float, Range(-1.0, 1.0)] = 0.001
    retention: Annotated[float, Range(0.0, 1.0)] = 0.9
    pairing: Literal["all-to-all", "nearest"] = "nearest"

    @property
    def traces(self) -> Traces:
        """Those of tau_plus and tau_minus."""
        adds = self.pairing == "all-to-all"
        return Traces((self.tau_plus_ms, 0.0), (self.tau_minus_ms, 0.0), adds, adds)

    @property
    def constants(self) -> tuple[float, ...]:
        """As named above."""
        return self.a_plus, self.a_minus, self.drift, self.retention, self.interval_ms

    @property
    def kernel(self) -> PlasticKernel:
        """The same for all parameters."""
        return KERNEL


KERNEL = PlasticKernel(variant="derivative", gathers=True)
