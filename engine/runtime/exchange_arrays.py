"""The arrays by which threads and processes tell each other who spiked."""

import numpy as np

from engine.connections.bundle_plan import BundlePlan
from engine.connections.projection_blocks import SHARED_UNIT, ProjectionBlock
from engine.kernels.arrays import (
    NOTHING,
    PROCESS_COLUMNS,
    X_BUDGET,
    X_INTERVAL,
    X_LOST,
    X_PART,
    X_RANK,
    X_START,
    Exchange,
)
from engine.processes.processes import Processes
from engine.processes.spike_buffers import no_buffers, spike_buffers
from engine.processes.spike_messages import exchange_part
from engine.runtime.outcome import NONE, SPIKES_PER_CALL
from engine.runtime.shares import OwnShare

SYNAPSES_PER_CALL = 4_000_000
"""They take 5 ms where targets are in the cache, 40 ms on one thread where they are not."""
MOST_STEPS = 16
"""From one exchange to the next: more would save little, and take room."""


def interval_of(
    projection_blocks: list[ProjectionBlock], bundles: list[BundlePlan], processes: Processes
) -> int:
    """Steps from one exchange between processes to the next.

    As many as each spike is under way at least; but synapses that change, and those that act by
    last spikes, want those of each step.
    """
    if processes.count == 1 or any(b.is_plastic or b.is_last_spike for b in projection_blocks):
        return 1
    delays = [block.shortest for block in projection_blocks if block.unit != SHARED_UNIT]
    return max(1, min([MOST_STEPS, *delays, *(plan.earliest for plan in bundles)]))


def exchange_of(share: OwnShare, interval: int) -> Exchange:
    """The arrays, before the first step."""
    size, blocks, everyone = sum(share.sizes), len(share.sizes), share.everyone
    others = share.processes.count if share.processes.count > 1 else 0
    known, buffers = np.zeros(PROCESS_COLUMNS, np.int64), no_buffers()
    known[[X_PART, X_LOST]] = NOTHING, NONE
    known[[X_RANK, X_INTERVAL]] = share.processes.rank, interval
    if others:
        buffers = spike_buffers(others, share.most_neurons, size, interval)
        known[X_PART], known[X_BUDGET] = exchange_part(), SYNAPSES_PER_CALL
        known[X_START:] = share.processes.exchange_by(buffers)
    # Room for the spikes of many steps, and of some more in which all neurons spike.
    room = SPIKES_PER_CALL + interval * size
    return Exchange(
        spiked=np.empty(2 * size, np.int64),
        counts=np.zeros(2 * blocks * (everyone.shape[1] - 1), np.int64),
        bounds=share.parts,
        everyone=everyone,
        failed=np.full((2, share.threads), NONE, np.int64),
        slept=np.zeros((2, share.threads), np.int64),
        arrivals=np.zeros(1, np.int64),
        received=np.zeros(1, np.int64),
        processes=known,
        **buffers._asdict(),
        read_so_far=np.zeros(others, np.int64),
        spike_steps=np.empty(room, np.int64),
        spike_neurons=np.empty(room, np.int64),
    )
