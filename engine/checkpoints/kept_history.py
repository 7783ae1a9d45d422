"""The spikes of the last steps in a checkpoint: those there are, without the room for more."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.checkpoints.schema import require_array, require_steps, require_within
from engine.errors import CheckpointError
from engine.kernels.arrays import NOTHING, History


def kept_history(history: History) -> dict[str, NDArray[Any]]:
    """Copies of what is in use, step by step of the ring."""
    used = _used(history.counts, history.neurons.shape[1])
    return {
        "history_counts": history.counts.copy(),
        "history_neurons": history.neurons[used],
        "history_before": history.before[used],
        "history_last": history.last.copy(),
    }


def put_history(
    arrays: dict[str, NDArray[Any]], step: int, last_spike: NDArray[np.int64], history: History
) -> None:
    """Put back what `kept_history` gave, at this step. Raises CheckpointError for anything else.

    last_spike: the step of each neuron's last spike, in the order of kernels.
    Kernels go to where these numbers point, so all must fit the network and each other.
    """
    slots, size = history.neurons.shape
    counts = require_array("history_counts", arrays["history_counts"], np.int64, (slots,))
    require_within("history_counts", counts, 0, size)
    total = int(counts.sum())
    neurons = require_array("history_neurons", arrays["history_neurons"], np.int32, (total,))
    require_within("history_neurons", neurons, 0, size - 1)
    before = require_array("history_before", arrays["history_before"], np.int64, (total,))
    require_steps("history_before", before, NOTHING, step)
    last = require_array("history_last", arrays["history_last"], np.int64, history.last.shape)
    require_steps("history_last", last, NOTHING, step)
    spiked = np.flatnonzero(last != NOTHING)
    if not np.array_equal(last[spiked], last_spike[spiked]):
        raise CheckpointError("its arrays last_spike and history_last do not fit each other")
    # The last step before this one that has its spikes in the slot.
    steps = step - 1 - (step - 1 - np.arange(slots)) % max(slots, 1)
    _require_chain(np.repeat(steps, counts), neurons, before, last, step - slots)
    used = _used(counts, size)
    history.counts[:] = counts
    history.neurons[used] = neurons
    history.before[used] = before
    history.last[:] = last


def _used(counts: NDArray[np.int64], size: int) -> NDArray[np.bool_]:
    return np.asarray(np.arange(size) < counts[:, None])


def _require_chain(
    steps: NDArray[np.int64],
    neurons: NDArray[np.int32],
    before: NDArray[np.int64],
    last: NDArray[np.int64],
    oldest: int,
) -> None:
    """Raise CheckpointError unless each spike's `before` is the one before it, and `last` the last.

    oldest: the first step whose spikes are listed.
    """
    order = np.lexsort((steps, neurons))
    steps, neurons, before = steps[order], neurons[order], before[order]
    follows = neurons[1:] == neurons[:-1]
    first, final = np.append(True, ~follows), np.append(~follows, True)
    unlisted = np.ones(last.size, np.bool_)
    if neurons.size == 0:
        first, final = first[:0], final[:0]
    unlisted[neurons] = False
    is_whole = (
        (steps >= 0).all()
        and (steps[1:] > steps[:-1])[follows].all()
        and (before[1:] == steps[:-1])[follows].all()
        and (before[first] < oldest).all()
        and (last[neurons[final]] == steps[final]).all()
        and (last[unlisted] < oldest).all()
    )
    if not is_whole:
        raise CheckpointError("its arrays of the history do not fit each other")
