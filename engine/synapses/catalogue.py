"""All kinds of synapse, and the part of each.

Each has: `kind`, its name in files; `needs_neuron`, whether it acts for spikes of neurons alone,
not of Poisson sources; `stages` of decay, whose first one is where weights arrive;
`acts_by_last_spike`, whether each spike replaces the one before; `is_conductance`, whether it adds
to `scratch.conductance`; `acts_at_end`, whether what arrives at the end of a step acts there and
not from then on; `weight_unit(model)`, None if the model takes no such synapse; and
`charge_ms(dt_ms)`, for how long a current of the weight would bring as much as a spike does, None
for what is no current.

A part is called as `(image, own, first, count, block, now, low, high)`, for so many receptors of
its kind, one after the other, and neurons `low` to `high` of a block.
"""

from typing import get_args

from engine.numerics.parts import Part, address_of
from engine.synapses import (
    alpha_current,
    current_step,
    exponential_conductance,
    exponential_current,
    voltage_jump,
)
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
ACTS: dict[str, Part] = {
    each.kind: act
    for each, act in (
        (VoltageJump, voltage_jump.act),
        (CurrentStep, current_step.act),
        (ExponentialCurrent, exponential_current.act),
        (AlphaCurrent, alpha_current.act),
        (ExponentialConductance, exponential_conductance.act),
    )
}
"""Of the kinds that act by what arrives; last spikes have parts of their own."""

BEGINNINGS: dict[str, Part] = {
    CurrentStep.kind: current_step.begin,
    ExponentialCurrent.kind: exponential_current.begin,
}
"""Of those that can set the current of neurons as well, where they are the first to add to it."""


def synapse_part(kind: str) -> int:
    """The address of the part of a kind of synapse."""
    return address_of(f"engine.synapses.{kind}", lambda: ACTS[kind])


def beginning_part(kind: str) -> int:
    """The same of a kind that sets the current, beginning with what is applied."""
    return address_of(f"engine.synapses.{kind}.beginning", lambda: BEGINNINGS[kind])
