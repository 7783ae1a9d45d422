"""All kinds of input.

Each has: `kind`, its name in files; `target`, the populations that it goes to; `require`, which
raises DescriptionError for what its fields do not tell; `resized`, the same for another size.
"""

from typing import get_args

from engine.inputs.constant_current import ConstantCurrent
from engine.inputs.current_pulses import CurrentPulses
from engine.inputs.dopamine_doses import DopamineDoses
from engine.inputs.noise_current import NoiseCurrent
from engine.inputs.poisson_spikes import PoissonSpikes
from engine.inputs.reward import Reward

__all__ = [
    "ConstantCurrent",
    "CurrentPulses",
    "DopamineDoses",
    "NoiseCurrent",
    "PoissonSpikes",
    "Reward",
]
Input = ConstantCurrent | NoiseCurrent | PoissonSpikes | CurrentPulses | DopamineDoses | Reward
INPUTS: dict[str, type[Input]] = {kind.kind: kind for kind in get_args(Input)}
