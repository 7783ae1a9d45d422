"""What follows a step where synapses change, in stages, projection by projection.

A presynaptic spike that reaches a synapse at the end of a step acts then, so that it must be on its
way before the step; all other spikes of that step come after it. So after each step there are:

- NOW: presynaptic spikes without a delay, which reach their synapses at the end of this step;
- MEET: postsynaptic spikes that reach theirs then;
- UPDATE: weights that change at intervals, where one is over;
- NEXT: presynaptic spikes that reach theirs at the end of the next step.

Each sees the traces that all spikes of earlier steps have left, and none of its own step. Where
both meet at a synapse in one step, the weight changes by the presynaptic spike first.
"""

from engine.kernels.arrays import NOTHING
from engine.kernels.plastic_arrays import (
    S_ENTRY,
    S_SHORTEST,
    S_UPDATE,
    W_ITEM,
    W_ROW,
    W_STAGE,
    W_STEP,
    OwnPlastic,
    Plastic,
)
from engine.kernels.plastic_update import is_due
from engine.kernels.tasks import NOW, STAGES, UPDATE
from engine.numerics.jit import ZERO, subroutine
from engine.numerics.parts import call_part


@subroutine
def change(image: int, own: int, plastic: Plastic, own_plastic: OwnPlastic, most: int) -> int:
    """Let the spikes of the step that waits change weights.

    most: synapses that may be gone along, of all threads together; how many are left is returned,
    0 where some spikes still wait. All threads stop at the same spike.
    """
    waiting, left = own_plastic.waiting, most
    now = waiting[W_STEP]
    for which in range(waiting[W_ROW], plastic.layout.shape[0]):
        for stage in range(waiting[W_STAGE], STAGES):
            if stage == UPDATE and not is_due(plastic, which, now):
                continue
            if stage == NOW and plastic.layout[which, S_SHORTEST] > 0:
                continue
            part = plastic.layout[which, S_UPDATE if stage == UPDATE else S_ENTRY]
            left = call_part(part, image, own, which, stage, now, left, ZERO, ZERO)
            if waiting[W_ITEM] > 0:
                waiting[W_ROW], waiting[W_STAGE] = which, stage
                return 0
        waiting[W_STAGE] = 0
    waiting[W_STEP], waiting[W_ROW] = NOTHING, 0
    return left
