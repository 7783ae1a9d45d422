"""Spike-timing-dependent plasticity of pairs of spikes."""

from dataclasses import dataclass, replace
from typing import Annotated, ClassVar, Literal

from engine.description.fields import Range
from engine.limits import MAX_TAU_MS, MIN_TAU_MS
from engine.numerics.jit import subroutine
from engine.plasticity.kernel import Constants, Law, PlasticKernel, Traces
from engine.plasticity.long_term import LongTerm

Pairing = Literal["all-to-all", "nearest", "presynaptic-centred", "reduced"]
A_PLUS, A_MINUS, MU_PLUS, MU_MINUS = range(4)
"""Constants by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairStdp(LongTerm):
    """Each pair of a presynaptic and a postsynaptic spike changes the weight.

    With w' = weight / w_max, from 0 to 1, and dt = t_post - t_pre at the synapse:

        dt > 0: w' grows by a_plus (1 - w')^mu_plus exp(-dt / tau_plus)
        dt < 0: w' falls by a_minus w'^mu_minus exp(dt / tau_minus)

    mu 0 is the additive rule, 1 the multiplicative one, others a power law. pairing: which pairs
    count. `all-to-all`; `nearest`, each spike with the last one of the other side; of
    `presynaptic-centred`, each presynaptic spike with the last postsynaptic one before and the
    next one after it; `reduced`, of these the pairs with no other spike between.
    """

    kind: ClassVar[str] = "pair-stdp"
    source: ClassVar[str] = (
        "S. Song, K. D. Miller and L. F. Abbott, Nature Neuroscience 3 (2000) 919-926; pairings, "
        "powers: A. Morrison, M. Diesmann and W. Gerstner, Biological Cybernetics 98 (2008) 459-478"
    )
    a_plus: Annotated[float, Range(0.0, 1.0)] = 0.005
    a_minus: Annotated[float, Range(0.0, 1.0)] = 0.00525
    tau_plus_ms: Annotated[float, Range(MIN_TAU_MS, MAX_TAU_MS)] = 20.0
    tau_minus_ms: Annotated[float, Range(MIN_TAU_MS, MAX_TAU_MS)] = 20.0
    mu_plus: Annotated[float, Range(0.0, 10.0)] = 0.0
    mu_minus: Annotated[float, Range(0.0, 10.0)] = 0.0
    pairing: Pairing = "all-to-all"

    @property
    def traces(self) -> Traces:
        """Those of tau_plus and tau_minus."""
        return Traces(
            (self.tau_plus_ms, 0.0),
            (self.tau_minus_ms, 0.0),
            pre_adds=self.pairing in ("all-to-all", "presynaptic-centred"),
            post_adds=self.pairing == "all-to-all",
        )

    @property
    def constants(self) -> Constants:
        """As named above."""
        return self.a_plus, self.a_minus, self.mu_plus, self.mu_minus

    @property
    def kernel(self) -> PlasticKernel:
        """That of its pairing, which has the laws of all powers."""
        if self.pairing == "reduced":
            return REDUCED
        return FORGETTING if self.pairing == "presynaptic-centred" else KERNEL


@subroutine
def additive_on_pre(
    share: float,
    post_fast: float,
    post_slow: float,
    pre_slow: float,
    is_next: float,
    constants: Constants,
) -> float:
    """Depression by the same amount whatever the weight."""
    return float(max(share - constants[A_MINUS] * post_fast, 0.0))


@subroutine
def additive_on_post(
    share: float,
    pre_fast: float,
    pre_slow: float,
    post_slow: float,
    is_next: float,
    constants: Constants,
) -> float:
    """Potentiation by the same amount whatever the weight."""
    return float(min(share + constants[A_PLUS] * pre_fast, 1.0))


@subroutine
def multiplicative_on_pre(
    share: float,
    post_fast: float,
    post_slow: float,
    pre_slow: float,
    is_next: float,
    constants: Constants,
) -> float:
    """Depression in proportion to the weight."""
    return float(max(share - constants[A_MINUS] * share * post_fast, 0.0))


@subroutine
def multiplicative_on_post(
    share: float,
    pre_fast: float,
    pre_slow: float,
    post_slow: float,
    is_next: float,
    constants: Constants,
) -> float:
    """Potentiation in proportion to what is left up to the largest weight."""
    return float(min(share + constants[A_PLUS] * (1.0 - share) * pre_fast, 1.0))


@subroutine
def power_on_pre(
    share: float,
    post_fast: float,
    post_slow: float,
    pre_slow: float,
    is_next: float,
    constants: Constants,
) -> float:
    """Depression by a power of the weight; 0 to the power of 0 is 1."""
    change = constants[A_MINUS] * share ** constants[MU_MINUS] * post_fast
    return float(max(share - change, 0.0))


@subroutine
def power_on_post(
    share: float,
    pre_fast: float,
    pre_slow: float,
    post_slow: float,
    is_next: float,
    constants: Constants,
) -> float:
    """Potentiation by a power of what is left."""
    change = constants[A_PLUS] * (1.0 - share) ** constants[MU_PLUS] * pre_fast
    return float(min(share + change, 1.0))


@subroutine
def law_of(constants: Constants) -> int:
    """Which of LAWS."""
    plus, minus = constants[MU_PLUS], constants[MU_MINUS]
    if plus != minus:
        return POWER
    return ADDITIVE if plus == 0.0 else (MULTIPLICATIVE if plus == 1.0 else POWER)


def _reduced(law: Law) -> Law:
    """The same where only neighbours of different sides make a pair."""
    change_on_pre, change_on_post = law

    @subroutine
    def on_pre(
        share: float,
        post_fast: float,
        post_slow: float,
        pre_slow: float,
        is_next: float,
        constants: Constants,
    ) -> float:
        changed = change_on_pre(share, post_fast, post_slow, pre_slow, is_next, constants)
        return changed if is_next != 0.0 else share

    @subroutine
    def on_post(
        share: float,
        pre_fast: float,
        pre_slow: float,
        post_slow: float,
        is_next: float,
        constants: Constants,
    ) -> float:
        changed = change_on_post(share, pre_fast, pre_slow, post_slow, is_next, constants)
        return changed if is_next != 0.0 else share

    return Law(on_pre, on_post)


ADDITIVE, MULTIPLICATIVE, POWER = range(3)
LAWS = (
    Law(additive_on_pre, additive_on_post),
    Law(multiplicative_on_pre, multiplicative_on_post),
    Law(power_on_pre, power_on_post),
)
"""Of powers that are all 0, all 1, and any."""
KERNEL = PlasticKernel(laws=LAWS, law_of=law_of, variant="pair")
FORGETTING = replace(KERNEL, variant="pair-forgetting", forgets=True)
REDUCED = PlasticKernel(
    laws=tuple(map(_reduced, LAWS)), law_of=law_of, variant="pair-reduced", has_order=True
)
