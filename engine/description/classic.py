"""The classic network, said in one line."""

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from engine.connections.all_to_all import AllToAll
from engine.description.network import Network
from engine.description.resizing import Coupling
from engine.distributions.given import Given
from engine.gallery import from_gallery
from engine.inputs.constant_current import ConstantCurrent
from engine.limits import MAX_NEURONS, MAX_SEED
from engine.validation import finite_array, instance, per_neuron, whole_number


def ClassicNetwork(  # noqa: N802 - reads like the other descriptions
    *,
    size: int = 10,
    seed: int = 0,
    current: ArrayLike = 5.0,
    coupling: Coupling = "scaled",
    initial_state: ArrayLike | None = None,
    weights: ArrayLike | None = None,
) -> Network:
    """The gallery's classic network: Hindmarsh-Rose neurons, all-to-all, with the classic synapse.

    Without `initial_state` each neuron starts at (-0.8, -3.2, 4.3) plus uniform(-0.1, 0.1), and
    without `weights` each weight is uniform(-1, 1), both given by `seed`.

    size: number of neurons.
    seed: 0 to 2^64 - 1; the same seed gives the same bits.
    current: applied current, one value or one per neuron, shape (size,).
    coupling: `scaled` multiplies drawn weights by sqrt(10 / size) above 10 neurons, `raw` never.
    initial_state: x, y, z, shape (3, size).
    weights: from neuron (column) to neuron (row), shape (size, size); finite, taken as given.

    Raises InvalidValueError for a wrong shape, size or value, UnknownNameError for a coupling
    that there is not.
    """
    size = whole_number("size", size, 1, MAX_NEURONS)
    instance("coupling", coupling, str)
    seed = whole_number("seed", seed, 0, MAX_SEED)
    network = replace(from_gallery("classic").resized(size, coupling), seed=seed)
    population, projection = network.populations[0], network.projections[0]
    if initial_state is not None:
        state = finite_array("initial_state", initial_state, (3, size))
        variables = population.described_model.variables
        start = {v.key: Given(row) for v, row in zip(variables, state, strict=True)}
        population = replace(population, start=start)
    if weights is not None:
        matrix = AllToAll(finite_array("weights", weights, (size, size)))
        projection = replace(projection, connect=matrix, weight=None)
    given = ConstantCurrent(target=population.name, current=_current(current, size))
    return replace(network, populations=[population], projections=[projection], inputs=[given])


def _current(current: ArrayLike, size: int) -> float | Given:
    """One current for all, or one for each."""
    each = per_neuron("current", current, size)
    return float(each[0]) if np.ndim(current) == 0 else Given(each)
