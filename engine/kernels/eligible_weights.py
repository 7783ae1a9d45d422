"""Weights that dopamine changes, brought up from their last spike to now; nothing is written."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.kernels.arrays import NOTHING
from engine.kernels.dopamine import D_INTEGRAL, D_STEP, between
from engine.kernels.plastic_arrays import K_LARGEST, K_SHARE
from engine.numerics.jit import kernel, subroutine


@kernel
def passed_since(
    first: NDArray[np.int64],
    marks: NDArray[np.float64],
    known: NDArray[np.float64],
    epochs: NDArray[np.float64],
    constants: NDArray[np.float64],
    passed: NDArray[np.float64],
) -> None:
    """The integral over dopamine from each of some spikes, of these marks, to the last step's end.

    known, epochs: of the projection. 0 of spikes that arrive with the next step: they have brought
    their synapses up already.
    """
    step = int(known[D_STEP])
    for k in range(first.size):
        passed[k] = 0.0
        if first[k] != NOTHING and first[k] < step:
            passed[k] = between(epochs, constants, first[k], marks[k], step, known[D_INTEGRAL])


@subroutine
def present(weight: float, grown: float, constants: NDArray[np.float64]) -> float:
    """A weight whose share of the largest one has grown so much."""
    if grown == 0.0:
        return weight
    share = min(weight * constants[K_SHARE], 1.0) + grown
    return float(min(max(share, 0.0), 1.0) * constants[K_LARGEST])


@kernel
def bring_up(
    weights: NDArray[Any],
    eligible: NDArray[Any],
    passed: NDArray[np.float64],
    constants: NDArray[np.float64],
    present_weights: NDArray[np.float64],
) -> None:
    """Weights of synapses that are so eligible, and for which so much of dopamine has passed."""
    for e in range(weights.size):
        present_weights[e] = present(np.float64(weights[e]), eligible[e] * passed[e], constants)


@kernel
def bring_cells_up(
    first: int,
    end: int,
    starts: NDArray[np.uint32],
    targets: NDArray[np.uint16],
    weights: NDArray[Any],
    delays: int,
    bases: NDArray[np.int64],
    eligible: NDArray[Any],
    arrivals: NDArray[np.int64],
    posts: NDArray[np.int64],
    passed_pre: NDArray[np.float64],
    passed_post: NDArray[np.float64],
    constants: NDArray[np.float64],
    present_weights: NDArray[np.float64],
) -> None:
    """The same for the synapses of cells `first` to `end`, as ChangingSynapses has them.

    arrivals, passed_pre: of all terminals of the sources of these cells, from the first on: the
    last spike, and the integral since. posts, passed_post: of all targets.
    """
    segments, begin = bases.size, np.int64(starts[first])
    first_source = first // (delays * segments)
    for cell in range(first, end):
        base = bases[cell // delays % segments]
        terminal = (cell // (delays * segments) - first_source) * delays + cell % delays
        arrival, since = arrivals[terminal], passed_pre[terminal]
        for e in range(np.int64(starts[cell]), np.int64(starts[cell + 1])):
            target = np.int64(targets[e]) - base
            passed = since if arrival >= posts[target] else passed_post[target]
            present_weights[e - begin] = present(
                np.float64(weights[e]), eligible[e] * passed, constants
            )
