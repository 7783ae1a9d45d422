"""Synapses that change, in a checkpoint: weights, traces, and short-term plasticity."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.checkpoints.checkpoint import PLASTIC
from engine.checkpoints.schema import require_array, require_steps, require_within
from engine.connections.plastic_list import plastic_row
from engine.connections.projection_blocks import ProjectionBlock
from engine.kernels.arrays import NOTHING
from engine.kernels.dopamine import D_STEP
from engine.kernels.plastic_arrays import (
    S_ACTING,
    S_DELAYS,
    S_KEPT,
    S_SHORTEST,
    S_SINCE,
    S_SPAN,
    S_TRACES,
    S_WEIGHTS,
)
from engine.processes.merged_synapses import places_of
from engine.runtime.network_arrays import Arrays
from engine.runtime.shares import OwnShare

OF_EACH_THREAD = (
    "arrival",
    "arrival_before",
    "fast",
    "slow",
    "use",
    "recovered",
    "active",
    "traces",
    "coming",
    "comings",
    "since",
    "mark",
    "mark_before",
    "dopamine",
    "epochs",
)
"""What all threads know alike."""
OF_EACH_TARGET = ("post_step", "post_fast", "post_slow", "post_mark")
OF_EACH_SYNAPSE = (
    "weights",
    "double_weights",
    "kept",
    "double_kept",
    "acting",
    "double_acting",
)


def kept_plastic(
    arrays: Arrays, projection_blocks: list[ProjectionBlock], share: OwnShare
) -> dict[str, NDArray[Any]]:
    """Copies of all that changes; nothing where no synapse does.

    Synapses are by source and target, whatever the threads and processes that keep them.
    """
    if len(arrays.plastic.layout) == 0:
        return {}
    own = _arrays(arrays)
    kept = {name: array.copy() for name, array in own.items() if name not in OF_EACH_SYNAPSE}
    for name in OF_EACH_TARGET:
        kept[name] = share.processes.merged(_of_own_targets(kept[name], projection_blocks, share))
    listed = _by_synapse(arrays, projection_blocks, share)
    for name, size in _sizes(listed).items():
        kept[name] = np.zeros(size, own[name].dtype)
    for synapses in listed:
        kept[synapses.name][synapses.places] = own[synapses.name][synapses.own]
    for name in OF_EACH_SYNAPSE:
        kept[name] = share.processes.merged(kept[name])
    return kept


def put_plastic(
    given: dict[str, NDArray[Any]],
    arrays: Arrays,
    projection_blocks: list[ProjectionBlock],
    step: int,
    share: OwnShare,
) -> None:
    """Put back what `kept_plastic` gave, at this step. Raises CheckpointError otherwise.

    Traces are looked up by how many steps ago they were, so none may be of steps to come.
    """
    if len(arrays.plastic.layout) == 0:
        return
    targets, listed = _arrays(arrays), _by_synapse(arrays, projection_blocks, share)
    sizes = _sizes(listed)
    for name, target in targets.items():
        shape = (sizes[name],) if name in sizes else target.shape
        require_array(name, given[name], target.dtype, shape)
    ours = {name: np.zeros_like(targets[name]) for name in OF_EACH_SYNAPSE}
    for synapses in listed:
        ours[synapses.name][synapses.own] = given[synapses.name][synapses.places]
    given = given | ours
    # A spike that arrives with the next step has been sent.
    for name in ("arrival", "arrival_before"):
        require_steps(name, given[name], NOTHING, step + 1)
    for p, block in zip(arrays.rows, projection_blocks, strict=True):
        if block.is_plastic and block.plastic_kernel.is_scaled:
            row = arrays.plastic.layout[plastic_row(arrays.plastic, p)]
            _require_traces(given, row, block.source.population.size, block.is_last_spike, step)
    require_steps("post_step", given["post_step"], NOTHING, step)
    for name in ("use", "recovered", "active"):
        require_within(name, given[name], 0.0, 1.0)
    require_within("learning", given["learning"], 0, 1)
    require_within("dopamine", given["dopamine"][:, D_STEP], step - 1, step - 1)
    before = targets["weights"].copy(), targets["double_weights"].copy()
    targets["weights"][:], targets["double_weights"][:] = given["weights"], given["double_weights"]
    try:
        _require_weights(arrays, projection_blocks)
    except BaseException:
        targets["weights"][:], targets["double_weights"][:] = before
        raise
    for name, target in targets.items():
        target[...] = given[name]
    for own in arrays.own_plastic[1:]:
        for name in OF_EACH_THREAD:
            getattr(own, name)[...] = given[name]


def _require_traces(
    given: dict[str, NDArray[Any]],
    row: NDArray[np.int64],
    sources: int,
    is_last_spike: bool,
    step: int,
) -> None:
    """Raise CheckpointError for traces of a projection that kernels would not find in their tables,
    or for which there is no room."""
    at, first, delays = row[S_SINCE], row[S_TRACES], row[S_DELAYS]
    require_within("since", given["since"][at : at + 1], step - row[S_SPAN] + 1, step)
    # Spikes without a delay are not on their way before the step, nor those that act by last ones.
    most = 0 if is_last_spike else sources * (delays - (row[S_SHORTEST] == 0))
    require_within("comings", given["comings"][at : at + 1], 0, most)
    coming = given["coming"][first : first + given["comings"][at]]
    require_within("coming", coming, 0, sources * delays - 1)


class _Synapses(NamedTuple):
    """Those of a projection, in one of the arrays with something of every synapse."""

    name: str
    own: NDArray[np.int64]
    """Where this process has its own, by source and target."""
    places: NDArray[np.int64]
    """Where these are in the array of all."""
    end: int
    """Of the projection in that."""


def _by_synapse(
    arrays: Arrays, projection_blocks: list[ProjectionBlock], share: OwnShare
) -> list[_Synapses]:
    """What each of those arrays has, projection by projection."""
    listed, ends = [], dict.fromkeys(OF_EACH_SYNAPSE, 0)
    for p, block in zip(arrays.rows, projection_blocks, strict=True):
        if not block.is_plastic:
            continue
        order, source = arrays.plastic_order(p, block)
        places, count = places_of(source, block.source.population.size, share.processes)
        row = arrays.plastic.layout[plastic_row(arrays.plastic, p)]
        precision = "double_" if block.weight_precision == "double" else ""
        at = {f"{precision}weights": S_WEIGHTS}
        if block.plastic_kernel.keeps:
            at[f"{precision}kept"] = S_KEPT
        if block.is_last_spike:
            at[f"{precision}acting"] = S_ACTING
        for name, column in at.items():
            listed.append(
                _Synapses(name, row[column] + order, ends[name] + places, ends[name] + count)
            )
            ends[name] += count
    return listed


def _sizes(listed: list[_Synapses]) -> dict[str, int]:
    """How many synapses each of those arrays has."""
    sizes = dict.fromkeys(OF_EACH_SYNAPSE, 0)
    return sizes | {synapses.name: synapses.end for synapses in listed}


def _of_own_targets(
    values: NDArray[Any], projection_blocks: list[ProjectionBlock], share: OwnShare
) -> NDArray[Any]:
    """Values of the targets of all projections in turn, with those of others left out."""
    own, begin = np.zeros_like(values), 0
    for block in projection_blocks:
        if block.is_plastic:
            targets = share.of_population(block.target)
            at = slice(begin + targets.start, begin + targets.stop)
            own[at] = values[at]
            begin += block.target.population.size
    return own


def _require_weights(arrays: Arrays, projection_blocks: list[ProjectionBlock]) -> None:
    """Raise CheckpointError for weights beyond their bounds, of which no power could be taken."""
    for p, block in zip(arrays.rows, projection_blocks, strict=True):
        rule = block.projection.plasticity
        if rule is not None:
            # Single precision may round the largest weight up.
            low, high = sorted((0.0, float(np.nextafter(np.float32(rule.w_max), 2 * rule.w_max))))
            require_within("weights", arrays.weights_of(p, block), low, high)


def _arrays(arrays: Arrays) -> dict[str, NDArray[Any]]:
    plastic, own = arrays.plastic, arrays.own_plastic[0]
    kept = {
        "weights": arrays.single.weights,
        "double_weights": arrays.double.weights,
        "kept": arrays.single.kept,
        "double_kept": arrays.double.kept,
        "acting": arrays.single.acting,
        "double_acting": arrays.double.acting,
        "post_step": plastic.post_step,
        "post_fast": plastic.post_fast,
        "post_slow": plastic.post_slow,
        "post_mark": plastic.post_mark,
        "learning": plastic.learning,
        **{name: getattr(own, name) for name in OF_EACH_THREAD},
    }
    assert set(kept) == set(PLASTIC)
    return kept
