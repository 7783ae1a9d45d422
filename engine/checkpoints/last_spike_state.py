"""Sums of weights by last spikes in a checkpoint: the rows that count, and nothing else."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.checkpoints.schema import require_array, require_steps, require_within
from engine.errors import CheckpointError
from engine.kernels.arrays import (
    NOTHING,
    P_BLOCK,
    P_SOURCE_HIGH,
    P_SOURCE_LOW,
    P_TARGET_HIGH,
    X_INTERVAL,
)
from engine.kernels.last_spike_arrays import (
    L_DELAYS,
    L_ENTRIES,
    L_FIRST_TILE,
    L_IS_FIXED,
    L_LAGS,
    L_PROJECTION,
    L_ROWS,
    O_ROWS,
)
from engine.runtime.network_arrays import Arrays
from engine.runtime.shares import OwnShare
from engine.runtime.tiles import TILE, tile_count


def kept_last_spikes(arrays: Arrays, step: int, share: OwnShare) -> dict[str, NDArray[Any]]:
    """Copies of what is in use."""
    last, own = arrays.last, arrays.own_last[0]
    counts = own.counts[:, O_ROWS].copy()
    row_steps = [np.empty(0, np.int64)]
    rows: dict[bool, list[NDArray[Any]]] = {True: [], False: []}
    for which, count in enumerate(counts):
        at = last.layout[which, L_LAGS]
        steps = own.row_steps[at : at + count].copy()
        row_steps.append(steps)
        present = _rows(arrays, which)[:, steps % last.kernel.size]
        rows[_is_fixed(arrays, which)].append(_merged(arrays, which, present, share).reshape(-1))
    history = _kept_history(arrays, step)
    return {
        "row_counts": counts,
        "row_steps": np.concatenate(row_steps),
        "fixed_rows": np.concatenate([np.empty(0, np.int32), *rows[True]]),
        "rows": np.concatenate([np.empty(0), *rows[False]]),
        "last_arrival": own.last_arrival.copy(),
        "history_counts": history[0],
        "history": history[1],
    }


def _merged(arrays: Arrays, which: int, rows: NDArray[Any], share: OwnShare) -> NDArray[Any]:
    """Rows of tiles, of which each process has some."""
    row = arrays.last.layout[which]
    own = share.of_block(int(arrays.projections.layout[row[L_PROJECTION], P_BLOCK]))
    first = int(row[L_FIRST_TILE])
    tiles = slice(max(0, own.start // TILE - first), max(0, tile_count(own.stop) - first))
    kept = np.zeros_like(rows)
    kept[tiles] = rows[tiles]
    return share.processes.merged(kept)


def put_last_spikes(given: dict[str, NDArray[Any]], arrays: Arrays, step: int) -> None:
    """Put back what `kept_last_spikes` gave, at this step. Raises CheckpointError otherwise.

    Kernels go to where these numbers point, so all must fit the network and each other.
    """
    last, own = arrays.last, arrays.own_last[0]
    lags, count = last.kernel.size, len(last.layout)
    counts = require_array("row_counts", given["row_counts"], np.int64, (count,))
    require_within("row_counts", counts, 0, lags)
    total = int(counts.sum())
    row_steps = require_array("row_steps", given["row_steps"], np.int64, (total,))
    arrival = require_array("last_arrival", given["last_arrival"], np.int64, own.last_arrival.shape)
    require_steps("last_arrival", arrival, NOTHING, step)
    parts = np.split(row_steps, np.cumsum(counts)[:-1]) if count else []
    for which, steps in enumerate(parts):
        _require_rows(arrays, which, steps, arrival, step)
    sizes = [_rows(arrays, which)[:, :1].size * counts[which] for which in range(count)]
    fixed = [_is_fixed(arrays, which) for which in range(count)]
    wanted = {
        "fixed_rows": (np.int32, sum(s for s, f in zip(sizes, fixed, strict=True) if f)),
        "rows": (np.float64, sum(s for s, f in zip(sizes, fixed, strict=True) if not f)),
    }
    for name, (kind, size) in wanted.items():
        require_array(name, given[name], kind, (int(size),))
    _put_history(given, arrays, step)
    begins = {True: 0, False: 0}
    for which, steps in enumerate(parts):
        is_fixed = fixed[which]
        source = given["fixed_rows" if is_fixed else "rows"]
        rows, begin = _rows(arrays, which), begins[is_fixed]
        end = begin + int(sizes[which])
        rows[:, steps % lags] = source[begin:end].reshape(len(rows), len(steps), TILE)
        begins[is_fixed] = end
        _put_counts(arrays, which, steps, arrival)


def _put_counts(
    arrays: Arrays,
    which: int,
    steps: NDArray[np.int64],
    arrival: NDArray[np.int64],
) -> None:
    """Let each thread know of the rows of one projection."""
    last, at, lags = arrays.last, arrays.last.layout[which, L_LAGS], arrays.last.kernel.size
    entries = _entries(arrays, which)
    for own in arrays.own_last:
        own.counts[which, O_ROWS] = steps.size
        own.row_steps[at : at + steps.size] = steps
        own.slots[at : at + steps.size] = steps % lags
        own.last_arrival[entries] = arrival[entries]
        members = own.members[at : at + lags]
        members[:] = 0
        for row_step in steps:
            members[row_step % lags] = np.count_nonzero(arrival[entries] == row_step)
    assert last.kernel.size == lags


def _require_rows(
    arrays: Arrays,
    which: int,
    steps: NDArray[np.int64],
    arrival: NDArray[np.int64],
    step: int,
) -> None:
    before_all = step - arrays.last.kernel.size
    oldest = max(0, before_all)
    is_ascending = bool((np.diff(steps) > 0).all())
    if not is_ascending or not ((steps >= oldest) & (steps < step)).all():
        raise CheckpointError(
            f"its array row_steps does not ascend within the steps from {oldest} to {step - 1}"
        )
    # The row that is one step too old for the kernel may have been dropped already.
    arrived = arrival[_entries(arrays, which)]
    if not np.isin(arrived[arrived > before_all], steps).all():
        raise CheckpointError("its arrays last_arrival and row_steps do not fit each other")


def _entries(arrays: Arrays, which: int) -> slice:
    row = arrays.last.layout[which]
    projection = arrays.projections.layout[row[L_PROJECTION]]
    sources = projection[P_SOURCE_HIGH] - projection[P_SOURCE_LOW]
    return slice(row[L_ENTRIES], row[L_ENTRIES] + sources * row[L_DELAYS])


def _is_fixed(arrays: Arrays, which: int) -> bool:
    return bool(arrays.last.layout[which, L_IS_FIXED])


def _rows(arrays: Arrays, which: int) -> NDArray[Any]:
    """A view of the rows of one projection, shape (tiles, lags, TILE)."""
    row, lags = arrays.last.layout[which], arrays.last.kernel.size
    end = arrays.projections.layout[row[L_PROJECTION], P_TARGET_HIGH]
    tiles = tile_count(int(end)) - int(row[L_FIRST_TILE])
    flat = (arrays.fixed_sums if _is_fixed(arrays, which) else arrays.float_sums).rows
    return flat[row[L_ROWS] : row[L_ROWS] + tiles * lags * TILE].reshape(tiles, lags, TILE)


def _history(arrays: Arrays) -> NDArray[np.int32]:
    slots = arrays.history.counts.size
    return arrays.history.neurons.reshape(slots, -1) if slots else np.empty((0, 0), np.int32)


def _slots(arrays: Arrays, step: int) -> NDArray[np.int64]:
    """Where the history has the steps that a checkpoint keeps, each in its place there.

    Processes that share a network may keep more steps than one alone.
    """
    slots, interval = arrays.history.counts.size, int(arrays.exchange.processes[X_INTERVAL])
    count = slots - interval + 1 if slots > interval else 0
    steps = np.arange(step - count, step)
    places = np.empty(count, np.int64)
    places[steps % max(1, count)] = steps % max(1, slots)
    return places


def _kept_history(arrays: Arrays, step: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    slots = _slots(arrays, step)
    counts, history = arrays.history.counts[slots], _history(arrays)[slots]
    return counts, history[_used(counts, history)]


def _used(counts: NDArray[np.int64], history: NDArray[np.int32]) -> NDArray[np.bool_]:
    used = np.arange(history.shape[1]) < counts[:, None]
    return np.asarray(used.reshape(history.shape))


def _put_history(given: dict[str, NDArray[Any]], arrays: Arrays, step: int) -> None:
    size, slots = arrays.neurons.numbers.size, _slots(arrays, step)
    counts = require_array("history_counts", given["history_counts"], np.int64, slots.shape)
    require_within("history_counts", counts, 0, size)
    neurons = require_array("history", given["history"], np.int32, (int(counts.sum()),))
    require_within("history", neurons, 0, size - 1)
    # Who spiked twice in a step would arrive twice, where there is room for once.
    is_first = np.isin(np.arange(neurons.size), np.cumsum(counts)[:-1])
    if not ((np.diff(neurons) > 0) | is_first[1:]).all():
        raise CheckpointError("its array history has steps whose neurons do not ascend")
    history = _history(arrays)[slots]
    history[_used(counts, history)] = neurons
    arrays.history.counts[:] = 0
    arrays.history.counts[slots] = counts
    _history(arrays)[slots] = history
