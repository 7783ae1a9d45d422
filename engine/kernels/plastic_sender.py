"""What presynaptic spikes that reach their synapses do: each changes its synapses, and acts."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import (
    P_BLOCK,
    P_EACH,
    P_RECEPTOR,
    P_TARGET_LOW,
    R_RING,
    R_SIZE,
    Projections,
    Receptors,
)
from engine.kernels.dopamine import mark_arrival
from engine.kernels.plastic_arrays import (
    K_SHORT_TERM,
    S_CONSTANTS,
    S_DELAYS,
    S_PROJECTION,
    S_STARTS,
    S_SYNAPSES,
    S_WEIGHTS,
    OwnPlastic,
    Plastic,
)
from engine.kernels.plastic_arrivals import Arriving
from engine.kernels.plastic_change import changer_on_pre
from engine.kernels.plastic_small_cells import is_small, sender_to_small
from engine.kernels.plastic_traces import arrive
from engine.numerics.jit import subroutine
from engine.plasticity.kernel import PlasticKernel


def sender(kernel: PlasticKernel) -> Callable[..., Any]:
    """What lets spikes that reach a terminal each change its synapses, and act."""
    change, changes = changer_on_pre(kernel), kernel.changes
    has_slow, is_modulated, is_plain = kernel.has_slow, kernel.is_modulated, kernel.is_plain

    @subroutine
    def send_one_by_one(
        plastic: Plastic,
        own: OwnPlastic,
        weights: NDArray[Any],
        kept: NDArray[Any],
        projections: Projections,
        receptors: Receptors,
        row: NDArray[np.int64],
        spikes: Arriving,
    ) -> None:
        """Let them change synapses, and act, one after the other."""
        step = spikes.step
        projection = projections.layout[row[S_PROJECTION]]
        segments = projections.segments[projection[P_BLOCK]]
        receptor = receptors.layout[projection[P_RECEPTOR]]
        for k in range(spikes.begin, spikes.end):
            source, delay = np.int64(own.arriving[k]), np.int64(own.arriving_delay[k])
            terminal = source * row[S_DELAYS] + delay
            gain = 1.0
            if not is_plain or plastic.constants[row[S_CONSTANTS] + K_SHORT_TERM] != 0.0:
                gain = arrive(plastic, own, row, terminal, step, has_slow)
            if is_modulated:
                mark_arrival(own, row, terminal)
            for segment in range(spikes.first, spikes.stop):
                cell = (source * (segments.size - 1) + segment) * row[S_DELAYS] + delay
                at = np.int64(plastic.starts[row[S_STARTS] + cell])
                behind = np.int64(plastic.starts[row[S_STARTS] + cell + 1])
                targets = plastic.targets[row[S_SYNAPSES] + at : row[S_SYNAPSES] + behind]
                of_cell = weights[row[S_WEIGHTS] + at : row[S_WEIGHTS] + behind]
                if changes and (spikes.learns or is_modulated):
                    base = segments[segment] - projection[P_TARGET_LOW]
                    change(
                        plastic,
                        own,
                        row,
                        terminal,
                        step,
                        targets,
                        base,
                        at,
                        of_cell,
                        kept,
                        spikes.is_filled,
                    )
                ring = receptors.store[
                    receptor[R_RING] + spikes.slot * receptor[R_SIZE] + segments[segment] :
                ]
                for e in range(targets.size):
                    ring[targets[e]] += gain * np.float64(of_cell[e])

    if not kernel.is_scaled:
        return send_one_by_one
    send_to_small = sender_to_small(kernel)

    @subroutine
    def send(
        plastic: Plastic,
        own: OwnPlastic,
        weights: NDArray[Any],
        kept: NDArray[Any],
        projections: Projections,
        receptors: Receptors,
        row: NDArray[np.int64],
        spikes: Arriving,
    ) -> None:
        """As `send_one_by_one`."""
        projection = projections.layout[row[S_PROJECTION]]
        segments = projections.segments[projection[P_BLOCK]].size - 1
        if is_small(plastic, row, projection[P_EACH], segments):
            send_to_small(
                plastic,
                own,
                weights,
                kept,
                projections,
                receptors,
                row,
                spikes,
            )
        else:
            send_one_by_one(
                plastic,
                own,
                weights,
                kept,
                projections,
                receptors,
                row,
                spikes,
            )

    return send
