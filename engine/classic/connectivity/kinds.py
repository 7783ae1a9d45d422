"""What a step asks of synapses, whichever kind they are; only the kind in use is compiled."""

from typing import Any

import numpy as np
from numba.extending import overload
from numpy.typing import NDArray

from engine.classic.connectivity import procedural, stored
from engine.classic.state import Active, Moves, ProceduralSynapses, Synapses
from engine.classic.synapses import sum_rows
from engine.numerics.jit import subroutine


def deliver(
    synapses: Synapses,
    moves: Moves,
    groups: int,
    new_slot: int,
    low: int,
    high: int,
    first: int,
    last: int,
) -> None:
    """Move the weights of the neurons that spiked into their new row, for one tile.

    first, last: which of the ordered spikes; the row begins anew with the first of all.
    """
    if isinstance(synapses, ProceduralSynapses):
        procedural.deliver(synapses, moves, groups, new_slot, low, high, first, last)
    else:
        stored.deliver(synapses, moves, groups, new_slot, low, high, first, last)


@overload(deliver, strict=False)
def _compiled_deliver(
    synapses: Any,
    moves: Any,
    groups: Any,
    new_slot: Any,
    low: Any,
    high: Any,
    first: Any,
    last: Any,
) -> Any:
    return procedural.deliver if _is_procedural(synapses) else stored.deliver


def prepare(synapses: Synapses, moves: Moves, count: int) -> None:
    """Get ready to deliver the spikes that were just grouped."""
    if isinstance(synapses, ProceduralSynapses):
        procedural.look_up_keys(synapses, moves, count)


@overload(prepare, strict=False)
def _compiled_prepare(synapses: Any, moves: Any, count: Any) -> Any:
    if _is_procedural(synapses):
        return procedural.look_up_keys
    return lambda synapses, moves, count: None


@subroutine
def add_current(
    synapses: Synapses,
    active: Active,
    row_count: int,
    tile: int,
    current: NDArray[np.float64],
) -> None:
    """Add to the input current of one tile what the rows give."""
    sum_rows(synapses.rows[tile], active.slots, active.gains, row_count, current)


def _is_procedural(synapses: Any) -> bool:
    """Whether that is numba's type of procedural synapses."""
    return getattr(synapses, "instance_class", None) is ProceduralSynapses
