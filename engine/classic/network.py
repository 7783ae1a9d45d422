"""What a network is: frozen, validated descriptions that a Simulation is built from."""

import math
from dataclasses import dataclass
from typing import Literal, get_args

from numpy.typing import ArrayLike

from engine.errors import UnknownNameError
from engine.limits import MAX_NEURONS, MAX_SEED
from engine.validation import finite_array, instance, per_neuron, whole_number

Coupling = Literal["scaled", "raw"]

UNSCALED_SIZE = 10
"""Up to this size scaled coupling is the classic network itself."""


@dataclass(frozen=True, eq=False, kw_only=True)
class ClassicNetwork:
    """Hindmarsh-Rose neurons, all-to-all, with the classic synapse.

    Without `initial_state` each neuron starts at (-0.8, -3.2, 4.3) plus uniform(-0.1, 0.1), and
    without `weights` each weight is uniform(-1, 1), both given by `seed`.

    size: number of neurons.
    seed: 0 to 2^64 - 1; the same seed gives the same bits.
    current: applied current, one value or one per neuron, shape (size,).
    coupling: `scaled` multiplies weights by sqrt(10 / size) above 10 neurons, `raw` never.
    initial_state: x, y, z, shape (3, size).
    weights: from neuron (column) to neuron (row), shape (size, size); finite.

    Raises InvalidValueError for a wrong shape, size or value, UnknownNameError for a coupling
    that there is not.
    """

    size: int = 10
    seed: int = 0
    current: ArrayLike = 5.0
    coupling: Coupling = "scaled"
    initial_state: ArrayLike | None = None
    weights: ArrayLike | None = None

    def __post_init__(self) -> None:
        frozen = object.__setattr__
        frozen(self, "size", whole_number("size", self.size, 1, MAX_NEURONS))
        frozen(self, "seed", whole_number("seed", self.seed, 0, MAX_SEED))
        coupling = instance("coupling", self.coupling, str)
        if coupling not in get_args(Coupling):
            raise UnknownNameError("coupling", coupling, get_args(Coupling))
        frozen(self, "current", per_neuron("current", self.current, self.size))
        if self.initial_state is not None:
            state = finite_array("initial_state", self.initial_state, (3, self.size))
            frozen(self, "initial_state", state)
        if self.weights is not None:
            matrix = finite_array("weights", self.weights, (self.size, self.size))
            frozen(self, "weights", matrix)

    @property
    def weight_scale(self) -> float:
        """What every weight is multiplied by."""
        if self.coupling == "raw" or self.size <= UNSCALED_SIZE:
            return 1.0
        return math.sqrt(UNSCALED_SIZE / self.size)
