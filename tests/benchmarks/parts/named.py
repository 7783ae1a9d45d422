"""The parts that the step loop calls for a network, by what they are."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from engine.inputs import noise_current, poisson_spikes
from engine.kernels.arrays import C_ENTRY, N_ENTRY, NOTHING, P_ENTRY
from engine.kernels.bundle_arrays import B_ENTRY
from engine.numerics.parts import parts_for
from engine.runtime.network_arrays import Arrays
from engine.synapses.catalogue import ACTS, BEGINNINGS, beginning_part, synapse_part

DELIVERY = "delivery"
NEURONS = "neurons"
POISSON = "Poisson spikes"
OTHER = "other"


def entries(arrays: Arrays) -> Iterator[tuple[str, NDArray[np.int64], int]]:
    """What each part is, the row of a table where its address stands, and the column."""
    names = names_of_calls(arrays)
    for row in arrays.calls.table:
        yield names.get(int(row[C_ENTRY]), OTHER), row, C_ENTRY
    for row in arrays.neurons.layout:
        yield NEURONS, row, N_ENTRY
    for row in arrays.projections.layout:
        if row[P_ENTRY] != NOTHING:
            yield DELIVERY, row, P_ENTRY
    for row in arrays.bundles.layout:
        yield DELIVERY, row, B_ENTRY


def names_of_calls(arrays: Arrays) -> dict[int, str]:
    """Of what acts on neurons in a step, by its address."""
    with parts_for(arrays.neurons.numbers.size):
        inputs = {poisson_spikes.part(): POISSON, noise_current.part(): "noise"}
        beginnings = {beginning_part(kind): kind for kind in BEGINNINGS}
        return {**inputs, **beginnings, **{synapse_part(kind): kind for kind in ACTS}}
