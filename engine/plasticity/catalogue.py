"""All rules of plasticity.

A rule that changes weights for good has: `kind`, its name in files; `w_max`, `delay`, `precision`,
`require` and `resized` of LongTerm; `traces`, `constants` and `kernel`, what kernels know of it.
"""

from typing import get_args

from engine.plasticity.derivative_stdp import DerivativeStdp
from engine.plasticity.inhibitory_stdp import InhibitoryStdp
from engine.plasticity.pair_stdp import PairStdp
from engine.plasticity.reward_stdp import RewardStdp
from engine.plasticity.short_term import ShortTerm
from engine.plasticity.triplet_stdp import TripletStdp

__all__ = ["DerivativeStdp", "InhibitoryStdp", "PairStdp", "RewardStdp", "ShortTerm", "TripletStdp"]
Plasticity = PairStdp | TripletStdp | InhibitoryStdp | RewardStdp | DerivativeStdp
PLASTICITIES: dict[str, type[Plasticity]] = {kind.kind: kind for kind in get_args(Plasticity)}
