"""All kinds of synapse.

Each has: `kind`, its name in files; `needs_neuron`, whether it acts for spikes of neurons alone,
not of Poisson sources; `weight_unit(model)`, None if the model takes no such synapse.
"""

from typing import get_args

from engine.synapses.alpha_current import AlphaCurrent
from engine.synapses.classic_kernel import ClassicKernel
from engine.synapses.current_step import CurrentStep
from engine.synapses.exponential_conductance import ExponentialConductance
from engine.synapses.exponential_current import ExponentialCurrent
from engine.synapses.voltage_jump import VoltageJump

__all__ = [
    "AlphaCurrent",
    "ClassicKernel",
    "CurrentStep",
    "ExponentialConductance",
    "ExponentialCurrent",
    "VoltageJump",
]
Synapse = (
    VoltageJump
    | CurrentStep
    | ExponentialCurrent
    | AlphaCurrent
    | ExponentialConductance
    | ClassicKernel
)
SYNAPSES: dict[str, type[Synapse]] = {kind.kind: kind for kind in get_args(Synapse)}
