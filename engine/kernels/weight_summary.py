"""What many weights are like: how many there are of each size, and how strong each part is."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.numerics.jit import kernel


@kernel
def add_cells(
    first: int,
    end: int,
    starts: NDArray[np.uint32],
    targets: NDArray[np.uint16],
    weights: NDArray[Any],
    skipped: int,
    delays: int,
    bases: NDArray[np.int64],
    source_groups: NDArray[np.int32],
    target_groups: NDArray[np.int32],
    low: float,
    bins_per_unit: float,
    counts: NDArray[np.int64],
    moments: NDArray[np.float64],
    sums: NDArray[np.float64],
    synapses: NDArray[np.int64],
) -> None:
    """Add the synapses of cells `first` to `end`, all else by cell as ChangingSynapses has it.

    skipped: how many synapses are before the first of these targets and weights.
    source_groups, target_groups: the group of each neuron. counts: weights by size, from `low` on.
    moments: the sum of weights less `low`, and of its squares. sums, synapses: by group of target
    and source, shape (target groups, source groups).
    """
    segments, last_bin = bases.size, counts.size - 1
    total = squares = 0.0
    for cell in range(first, end):
        begin, stop = np.int64(starts[cell]), np.int64(starts[cell + 1])
        base = bases[cell // delays % segments]
        column = source_groups[cell // (delays * segments)]
        # Targets ascend, so that those of a group come one after another: a sum in a register.
        row, of_row, count = 0, 0.0, 0
        for e in range(begin, stop):
            above = np.float64(weights[e - skipped]) - low
            counts[min(max(int(above * bins_per_unit), 0), last_bin)] += 1
            group = target_groups[np.int64(targets[e - skipped]) - base]
            if group != row:
                sums[row, column] += of_row + count * low
                synapses[row, column] += count
                total += of_row
                row, of_row, count = group, 0.0, 0
            of_row += above
            count += 1
            squares += above * above
        sums[row, column] += of_row + count * low
        synapses[row, column] += count
        total += of_row
    moments[0] += total
    moments[1] += squares
